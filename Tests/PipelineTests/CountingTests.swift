import AccessLog
import Alerting
import Query
import TestSupport
import Testing
import Traffic

@testable import Pipeline

/// Some hits, other sections and more dimensions, held against the rules written down plainly.
struct CountingTests {
  private static let spans = [
    (Timing(), 120), (Timing(intervalSeconds: 1, latenessSeconds: 0), 1),
    (Timing(intervalSeconds: 7, latenessSeconds: 5), 33),
    (Timing(intervalSeconds: 60, latenessSeconds: 100), 10),
    (Timing(intervalSeconds: 2, latenessSeconds: 60), 10),
  ]

  @Test(arguments: spans, 1...2 as ClosedRange<UInt64>)
  func agreesWithTheRulesWrittenDownPlainly(spans: (Timing, Int), seed: UInt64) throws {
    let (timing, window) = spans
    let lines = LogFixture.troubled(200, seed: seed, start: WatchSession.start)
    var reference = ReferenceWatch(
      timing: timing, rules: [AlertRule(windowSeconds: window, threshold: 1)])
    // Most of what is far ahead is excluded, and so moves the clock alone.
    reference.isCounted = { $0.status < 500 && !$0.path.starts(with: "/ahead".utf8) }
    reference.groupings = [
      .init(dimension: .path, name: \.path), .init(dimension: .client, name: \.client),
      .init(dimension: .status) { Array(String($0.status).utf8) },
      .init(dimension: .method, name: \.method),
    ]
    for line in lines { reference.add(Array(line.utf8)) }
    reference.finish()
    let counting = Counting(
      filter: try Filter("status<500 and not section=/ahead"),
      dimensions: reference.groupings.map(\.dimension))
    let bytes = LogFixture.bytes(lines)
    for size in [1, 700, 20_000, bytes.count] {
      var session = WatchSession(
        timing, window: window, top: .max, isFollowing: false, counting: counting)
      var events: [TrafficEvent] = []
      for chunk in LogFixture.chunks(bytes, size: size) {
        events += session.read(bytes: chunk, at: 0)
      }
      events += session.finish()
      #expect(events.verdicts.count == reference.events.count)
      let difference = zip(events.verdicts, reference.events).first { $0 != $1 }
      #expect(difference == nil, "chunks of \(size) bytes")
      #expect(events.summary?.counts.excluded ?? 0 > 10)
    }
  }

  /// A hit that is far ahead is held, and decided about, whether or not it counts.
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func excludedHitsMoveTheClockHoweverTheLogIsCut(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var second = 0
    let lines = (0..<9).map { _ in
      switch random.below(4) {
      case 0: second = [0, 9_000, 9_020, 99_000][random.below(4)]
      case 1: second += 3_590 + random.below(20)
      default: second += random.below(15)
      }
      return LogFixture.line(
        WatchSession.start + second, target: random.below(2) == 0 ? "/out/x" : "/in/x")
    }
    let timing = Timing()
    var reference = ReferenceWatch(timing: timing, rules: [AlertRule(threshold: 0.005)])
    reference.isCounted = { $0.section != Array("/out".utf8) }
    for line in lines { reference.add(Array(line.utf8)) }
    reference.finish()
    let counting = Counting(filter: try Filter("section!=/out"))
    for cut in 0..<1 << (lines.count - 1) {
      var session = WatchSession(timing, threshold: 0.005, isFollowing: false, counting: counting)
      var events: [TrafficEvent] = []
      var chunk: [String] = []
      for (index, line) in lines.enumerated() {
        chunk.append(line)
        guard index == lines.count - 1 || cut >> index & 1 == 1 else { continue }
        events += session.read(chunk, at: 0)
        chunk = []
      }
      events += session.finish()
      #expect(session.clock.map { $0 + WatchSession.start } == reference.clock)
      let isAlike = events.verdicts == reference.events
      #expect(isAlike, "cut \(cut) of \(lines)")
    }
  }

  @Test func sectionsHaveAsManyComponentsAsAreAskedFor() {
    for size in [1, 10_000] {
      var session = WatchSession(
        isFollowing: false, counting: Counting(sections: SectionRule(components: 2)))
      let targets = ["/a/b/c", "/a/b?x", "/a/c/", "/a", "http://o/a/b/c", "/a/b/d"]
      let lines = targets.map { LogFixture.line(WatchSession.start, target: $0) }
      var events: [TrafficEvent] = []
      for chunk in LogFixture.chunks(LogFixture.bytes(lines), size: size) {
        events += session.read(bytes: chunk, at: 0)
      }
      // The same sections when one is looked at.
      let rule = SectionRule(components: 2)
      let settings = session.watch.filteredSettings(
        Filter(.section(by: rule), is: Array("/a/b".utf8)))
      let span = WatchSession.start..<WatchSession.start + 10
      var slice = FilteredSlice(span: span, settings)
      #expect(session.watch.recent.add(to: &slice, settings) == WatchSession.start)
      var traffic = FilteredTraffic(settings, beside: session.watch.snapshot())
      traffic.add(slice)
      let seen = traffic.snapshot(of: session.watch.snapshot(), by: [])
      #expect(seen.currentInterval?.statistics.hits == 3)
      events += session.finish()
      let sections = events.summary?.statistics.sections.map {
        "\(String(decoding: $0.name, as: UTF8.self)) \($0.hits)"
      }
      #expect(sections == ["/a/b 3", "/a 1", "/a/c 1", "http://o/a/b 1"])
    }
  }

  @Test func anExcludedHitIsNoTrafficAndNoSilence() throws {
    var session = WatchSession(
      threshold: 0.001, isFollowing: true, counting: Counting(filter: try Filter("status=500")))
    var events = session.read([0, 5, 25], at: 25)
    #expect(session.clock == 25)
    events += session.tick(through: 26...33)
    events += session.finish()
    #expect(events.alerts.isEmpty)
    #expect(events.intervals.map(\.statistics.hits) == [0, 0, 0, 0])
    #expect(events.intervals.map(\.counts.excluded).reduce(0, +) == 3)
    #expect(events.summary?.statistics.hits == 0)
    #expect(events.summary?.span == nil)
    #expect(session.watch.snapshot().totalCounts.excluded == 3)
  }
}
