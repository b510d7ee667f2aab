import AccessLog
import Query
import TestSupport
import Testing

@testable import Traffic

/// What a filter chooses, against all hits counted with the same filter.
struct FilteredTrafficTests {
  private static let start = 1_594_195_200
  private static let scanner = LineScanner(nameKey: 7)
  private static let timing = Timing()
  private static let dimensions: [Dimension] = [.client, .network, .status, .path]

  private static func counting(_ filter: String? = nil) throws -> Counting {
    Counting(filter: try filter.map { try Filter($0) }, dimensions: dimensions)
  }

  private static func settings(_ filter: String) throws -> FilteredSettings {
    FilteredSettings(counting: try counting(filter), timing: timing, scanner: scanner, top: 100)
  }

  private static func tally(_ lines: [String], _ counting: Counting) -> ChunkTally {
    ChunkTallier.tally(
      LogFixture.bytes(lines), timing: timing, scanner: scanner, counting: counting)
  }

  /// A ledger that has read lines, with the history of its intervals.
  private struct Reading {
    var ledger: Ledger
    var history = History(intervalSeconds: 10, dimensions: dimensions.count)
    let counting: Counting

    init(_ counting: Counting) {
      self.counting = counting
      ledger = Ledger(
        timing: timing, longestWindow: 120, reportsSilence: true, scanner: scanner,
        counting: counting)
    }

    mutating func add(_ chunk: ChunkTally) {
      for step in 0..<chunk.stepCount {
        ledger.beginStep(step, of: chunk)
        while let closed = ledger.closeNext() {
          guard let interval = closed.ended.first else { continue }
          history.add(
            interval, reported: ledger.report(interval, top: 100), top: 100, by: counting)
        }
        ledger.addStep(step, of: chunk, as: .live)
      }
    }

    var snapshot: Snapshot {
      ledger.snapshot(history, skewSeconds: 0, top: 100, by: dimensions)
    }
  }

  /// Lines of ten minutes, a few seconds out of order.
  private static func lines(_ seed: UInt64) -> [String] {
    var random = SeededRandom(seed: seed)
    var second = start
    return (0..<3_000).map { index in
      if random.once(in: 5) { second += 1 }
      if index == 2_000 { second += 35 }
      return LogFixture.line(
        second - (random.once(in: 9) ? random.below(2) : 0),
        client: "10.0.\(random.below(4)).\(random.below(30))", target: "/\(random.below(9))/x",
        status: [200, 304, 404, 500][random.below(4)], bytes: random.below(5_000))
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64], ["status>=400", "client in 10.0.1.0/24 and path^=/3"])
  func theHourIsThatOfCountingWithTheFilter(seed: UInt64, filter: String) throws {
    let lines = FilteredTrafficTests.lines(seed)
    var random = SeededRandom(seed: seed &+ 99)
    let cut = 500 + random.below(2_000)
    var all = Reading(try FilteredTrafficTests.counting())
    var expected = Reading(try FilteredTrafficTests.counting(filter))
    all.add(FilteredTrafficTests.tally(Array(lines[..<cut]), all.counting))
    expected.add(FilteredTrafficTests.tally(Array(lines[..<cut]), expected.counting))

    let settings = FilteredSettings(
      counting: expected.counting, timing: FilteredTrafficTests.timing,
      scanner: FilteredTrafficTests.scanner, top: 100)
    var traffic = FilteredTraffic(settings, beside: all.snapshot)
    // What is read from then on, before, between and after the slices of the past.
    let ends = [cut + 100, cut + 200, lines.count]
    var slices: [FilteredSlice] = []
    var end = traffic.pastEnd
    while end > traffic.pastStart {
      let begin = max(traffic.pastStart, end - 10 * (1 + random.below(30)))
      var slice = FilteredSlice(span: begin..<end, settings)
      // In pieces of any size and order.
      var pieces = LogFixture.chunks(LogFixture.bytes(Array(lines[..<cut])), size: 9_000)
      pieces.shuffle(using: &random)
      for piece in pieces { _ = slice.add(piece, FilteredTrafficTests.scanner.memory) }
      slice.settle(before: traffic.firstOpen)
      slices.append(slice)
      end = begin
    }
    var from = cut
    for (place, end) in ends.enumerated() {
      let some = Array(lines[from..<end])
      from = end
      let chunk = FilteredTrafficTests.tally(some, all.counting)
      all.add(chunk)
      expected.add(FilteredTrafficTests.tally(some, expected.counting))
      traffic.add(chunk, clock: all.snapshot.clock)
      let last = place == ends.count - 1 ? slices.count : min(slices.count, 1)
      for slice in slices.prefix(last) { traffic.add(slice) }
      slices.removeFirst(last)
    }
    traffic.endPast(isAll: true)
    let seen = traffic.snapshot(of: all.snapshot, by: FilteredTrafficTests.dimensions)
    let wanted = expected.snapshot
    #expect(seen.endedIntervals.map(\.start) == wanted.endedIntervals.map(\.start))
    for (seen, wanted) in zip(seen.endedIntervals, wanted.endedIntervals) {
      #expect(seen.statistics == wanted.statistics, "\(seen.start)")
    }
    #expect(seen.currentInterval?.statistics == wanted.currentInterval?.statistics)
    // All seconds, also those before the first hit that matches.
    let lead = wanted.seconds.start - seen.seconds.start
    #expect(lead >= 0 && seen.seconds.hits.prefix(lead).allSatisfy { $0 == 0 })
    #expect(Array(seen.seconds.hits.dropFirst(lead)) == wanted.seconds.hits)
    #expect(Array(seen.seconds.errors.dropFirst(lead)) == wanted.seconds.errors)
    #expect(Array(seen.seconds.bytes.dropFirst(lead)) == wanted.seconds.bytes)
    #expect(wanted.seconds.hits.contains { $0 > 0 })
  }

  /// Lines that were counted and are gone are not shown as silence, whatever else is read.
  @Test(arguments: [false, true])
  func whatIsGoneIsNotKnown(isPart: Bool) throws {
    let lines = (0..<3_000).map { number in
      LogFixture.line(
        FilteredTrafficTests.start + number / 10, status: number % 3 == 0 ? 404 : 200)
    }
    var all = Reading(try FilteredTrafficTests.counting())
    all.add(FilteredTrafficTests.tally(lines, all.counting))
    let settings = try FilteredTrafficTests.settings("status=404")
    var traffic = FilteredTraffic(settings, beside: all.snapshot)
    // Of all before a time nothing is left, or every other line.
    let half = traffic.pastEnd - 60
    let left = lines.enumerated().filter { number, _ in
      FilteredTrafficTests.start + number / 10 >= half || isPart && number % 2 == 0
    }.map(\.element)
    var end = traffic.pastEnd
    while end > traffic.pastStart {
      let begin = max(traffic.pastStart, end - 30)
      var slice = FilteredSlice(span: begin..<end, settings)
      _ = slice.add(LogFixture.bytes(left), FilteredTrafficTests.scanner.memory)
      slice.settle(before: traffic.firstOpen)
      traffic.add(slice)
      end = begin
    }
    traffic.endPast(isAll: true)
    let seen = traffic.snapshot(of: all.snapshot, by: [])
    #expect(seen.coveredSince == Instant(half))
    #expect(seen.endedIntervals.first?.start == Instant(half))
  }

  /// Late hits are in what is read of an interval, and not in its report.
  @Test func lateHitsAreToldApart() throws {
    func line(_ second: Int) -> String { LogFixture.line(FilteredTrafficTests.start + second) }
    let lines = (0..<60).map(line) + (0..<30).map { _ in line(25) } + (60..<70).map(line)
    var all = Reading(try FilteredTrafficTests.counting())
    all.add(FilteredTrafficTests.tally(lines, all.counting))
    let settings = try FilteredTrafficTests.settings("bytes>=0")
    var traffic = FilteredTraffic(settings, beside: all.snapshot)
    var slice = FilteredSlice(span: traffic.pastStart..<traffic.pastEnd, settings)
    _ = slice.add(LogFixture.bytes(lines), FilteredTrafficTests.scanner.memory)
    slice.settle(before: traffic.firstOpen)
    traffic.add(slice)
    traffic.endPast(isAll: true)
    let seen = traffic.snapshot(of: all.snapshot, by: [])
    let found = seen.endedIntervals.first { $0.start.seconds == FilteredTrafficTests.start + 20 }
    #expect(found?.statistics.hits == 40 && found?.counts.late == 30)
  }

  /// A log may change its format within what is read at once.
  @Test func anotherFormatWithinASliceIsRead() throws {
    let start = FilteredTrafficTests.start
    let lines =
      (0..<40).map { LogFixture.line(start + $0) }
      + (40..<80).map {
        #"{"time":\#(start + $0),"remote_addr":"192.0.2.1","status":404,"method":"GET","uri":"/a"}"#
      }
    let settings = try FilteredTrafficTests.settings("status=404")
    var slice = FilteredSlice(span: start..<start + 80, settings)
    let memory = slice.add(LogFixture.bytes(lines), SourceMemory())
    #expect(memory.format == .json)
    #expect(slice.seconds.values.reduce(0) { $0 + $1.hits } == 40)
  }

  /// Time that has not been read is not shown as silence.
  @Test func onlyWhatWasReadIsKnown() throws {
    let lines = FilteredTrafficTests.lines(4)
    var all = Reading(try FilteredTrafficTests.counting())
    all.add(FilteredTrafficTests.tally(lines, all.counting))
    let settings = try FilteredTrafficTests.settings("status=404")
    var traffic = FilteredTraffic(settings, beside: all.snapshot)
    var seen = traffic.snapshot(of: all.snapshot, by: [])
    #expect(seen.endedIntervals.isEmpty && seen.currentInterval == nil)
    #expect(seen.coveredSince == Instant(traffic.pastEnd) && traffic.progress == 0)
    let half = traffic.pastEnd - 60
    var slice = FilteredSlice(span: half..<traffic.pastEnd, settings)
    _ = slice.add(LogFixture.bytes(lines), FilteredTrafficTests.scanner.memory)
    slice.settle(before: traffic.firstOpen)
    traffic.add(slice)
    traffic.endPast(isAll: false)
    seen = traffic.snapshot(of: all.snapshot, by: [])
    #expect(seen.coveredSince == Instant(half))
    #expect(seen.endedIntervals.first?.start == Instant(half))
    #expect(traffic.progress > 0 && traffic.progress < 1)
  }
}
