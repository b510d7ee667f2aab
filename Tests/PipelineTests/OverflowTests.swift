import AccessLog
import Alerting
import Pipeline
import TestSupport
import Testing
import Traffic

/// More sections, methods and bytes of names than are kept exactly, cut into chunks in many ways.
@Suite struct OverflowTests {
  /// Sections with the longest names fill what is exact; then come thousands that are new.
  private static let lines: [String] = {
    var random = SeededRandom(seed: 4)
    let padding = String(repeating: "x", count: 65_000)
    var lines = (0..<66).map {
      LogFixture.line(WatchSession.start + 3, target: "/\($0)\(padding)/y")
    }
    for number in 0..<3_600 {
      let method = number.isMultiple(of: 9) ? "M\(number)" : "GET"
      // A third of them come again and again, late ones among them.
      let section = number.isMultiple(of: 3) ? "often\(random.next() % 20)" : "rare\(number)"
      let delay = number.isMultiple(of: 50) ? 30 : Int(random.next() % 3)
      lines.append(
        LogFixture.line(
          WatchSession.start + 4 + number / 120 - delay, client: "10.0.\(number % 200).1",
          target: "/\(section)/y", method: method, status: 100 + number % 900,
          bytes: number * number))
    }
    return lines
  }()

  private func events(_ timing: Timing, chunkSize: Int) -> [TrafficEvent] {
    var session = WatchSession(timing, top: 1_000, isFollowing: false)
    var events: [TrafficEvent] = []
    let bytes = LogFixture.bytes(OverflowTests.lines)
    for chunk in LogFixture.chunks(bytes, size: chunkSize) {
      events += session.read(bytes: chunk, at: 60)
    }
    return events + session.finish()
  }

  /// Few intervals open at a time, and many that share their capacity.
  @Test(arguments: [Timing(), Timing(intervalSeconds: 2, latenessSeconds: 20)])
  func anyCutTellsTheSame(timing: Timing) {
    let whole = events(timing, chunkSize: .max / 2)
    for size in [700, 40_000, 1 << 20] {
      let cut = events(timing, chunkSize: size)
      #expect(cut.count == whole.count)
      // Its place alone: an event with such names takes minutes to print.
      let difference = zip(cut, whole).map { $0 == $1 }.firstIndex(of: false)
      #expect(difference == nil, "chunks of \(size) bytes")
    }
    #expect(whole.summary?.statistics.hits == OverflowTests.lines.count)
    let summary = whole.summary?.statistics
    #expect(summary?.sections.contains { $0.name == Array("(other)".utf8) } == true)
    #expect(summary?.methods.contains { $0.name == Array("(other)".utf8) } == true)
    #expect((summary?.sections.reduce(0) { $0 + $1.hits }) == OverflowTests.lines.count)
    #expect((whole.summary?.counts.late ?? 0) > 0)
    #expect(
      whole.intervals.allSatisfy { report in
        report.statistics.sections.reduce(0) { $0 + $1.hits } == report.statistics.hits
      })
  }
}
