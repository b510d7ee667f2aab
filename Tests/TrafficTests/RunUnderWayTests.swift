import AccessLog
import TestSupport
import Testing

@testable import Traffic

/// What an interval has of a run of hits that the next step goes on with.
@Suite struct RunUnderWayTests {
  private static let scanner = LineScanner(format: .common, nameKey: 7)
  private static let start = 1_594_195_830

  private struct Log {
    var lines: [String] = []
    /// Where each hit begins in the log, and its second.
    var hits: [(place: Int, second: Int)] = []

    /// Lines of about a minute, some up to two seconds late, some malformed, one of another year.
    init(_ random: inout SeededRandom) {
      var second = start
      var place = 0
      for number in 0..<3_000 {
        if random.once(in: 50) { second += 1 + random.below(3) }
        var line = "malformed"
        if !random.once(in: 40) {
          let time = random.once(in: 10) ? max(start, second - random.below(3)) : second
          let stamp = LogLine.stamp(number == 1_500 ? time + 400 * 86_400 : time)
          line = "10.0.\(random.below(9)).1 - - [\(stamp)] \"GET /\(number % 7) HTTP/1.1\" 200 9"
          if number != 1_500 { hits.append((place, time)) }
        }
        lines.append(line)
        place += line.utf8.count + 1
      }
    }
  }

  private static func ledger() -> Ledger {
    Ledger(timing: Timing(), longestWindow: 120, reportsSilence: true, scanner: scanner)
  }

  private static func statistics(_ ledger: inout Ledger) -> [Statistics] {
    var statistics: [Statistics] = []
    while let closed = ledger.closeNext() {
      if let interval = closed.ended.first {
        statistics.append(ledger.report(interval, top: 10).statistics)
      }
    }
    return statistics
  }

  @Test(arguments: UInt64(1)...12)
  func itsHitsBeforeAStepCountOnceWhenTheyAreAskedFor(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let log = Log(&random)
    var (plain, asked) = (RunUnderWayTests.ledger(), RunUnderWayTests.ledger())
    var reports: (plain: [Statistics], asked: [Statistics]) = ([], [])
    var place = 0
    var questions = 0
    for bytes in LogFixture.chunks(LogFixture.bytes(log.lines), size: 20_000 + random.below(90_000))
    {
      let chunk = ChunkTallier.tally(bytes, timing: Timing(), scanner: RunUnderWayTests.scanner)
      for step in 0..<chunk.stepCount {
        plain.beginStep(step, of: chunk)
        reports.plain += RunUnderWayTests.statistics(&plain)
        plain.addStep(step, of: chunk, as: .live)
        asked.beginStep(step, of: chunk)
        reports.asked += RunUnderWayTests.statistics(&asked)
        if random.once(in: 2), let run = chunk.runUnderWay(before: step),
          let interval = chunk.runs[run].interval
        {
          // Twice, since two rules may trigger in one second.
          for _ in 0..<2 { asked.addRunUnderWay(before: step, of: chunk, as: .live) }
          let end = place + chunk.steps[step].start
          let expected = log.hits.count {
            $0.place < end && Timing().interval(of: $0.second) == interval
          }
          #expect(asked.timeline.intervals[interval]?.live?.hits == expected)
          questions += 1
        }
        asked.addStep(step, of: chunk, as: .live)
      }
      place += bytes.count
    }
    #expect(questions > 5)
    plain.finish()
    asked.finish()
    reports.plain += RunUnderWayTests.statistics(&plain)
    reports.asked += RunUnderWayTests.statistics(&asked)
    #expect(reports.asked == reports.plain)
    #expect(asked.summary(top: 10).statistics == plain.summary(top: 10).statistics)
    #expect(asked.summary(top: 10).counts == plain.summary(top: 10).counts)
  }
}
