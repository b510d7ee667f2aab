import AccessLog
import Alerting
import Foundation
import Pipeline
import TallyCodec
import Testing
import Traffic

@testable import hightide

/// States that earlier versions of the program left are read.
@Suite(.waiting) struct StateLayoutTests {
  @Test func aStateOfLayout3IsReadWithAllThatItSays() throws {
    let bytes = try StateLayoutTests.file("layout3.state")
    var reader = try StateEnvelope.open(bytes, path: "state")
    let kept = try StateSettings(from: &reader)
    #expect(kept.files == ["/var/log/shop/access.log"])
    let settings = WatchSettings(
      timing: kept.timing, rules: [AlertRule(threshold: 1)], top: 100,
      isFollowing: true, scanner: LineScanner(nameKey: kept.nameKey))
    let moment = Moment(wallClock: Instant(1_900_000_000), uptime: .seconds(1))
    let saved = try SavedWatch(from: &reader, settings: settings, at: moment)
    #expect(reader.isAtEnd)
    #expect(saved.checkpoints.all.count == 2)
    var watch = saved.watch
    let snapshot = watch.snapshot()
    #expect(snapshot.totalHits == 302)
    #expect(snapshot.totalCounts.lines == 304)
    #expect(snapshot.totalCounts.late == 1)
    #expect(snapshot.totalCounts.malformed == 1)
    #expect(snapshot.totalCounts.comments == 1)
    #expect(snapshot.totalCounts.excluded == 0)
    #expect(snapshot.history.map(\.statistics.hits).reduce(0, +) == 301)
    #expect(snapshot.history.allSatisfy { $0.followedFrom == nil })
    let trigger = watch.board[.highTraffic].underWay
    #expect(trigger?.time == Instant(1_594_195_889))
    #expect(trigger?.peak == 241.0 / 120)
    #expect(trigger?.beganBefore == false)
    _ = watch.finish()
    #expect(watch.snapshot().history.map(\.statistics.hits).reduce(0, +) == 301)
  }

  /// What both were made of: context, two rules of which one is in alert, a threshold that was
  /// changed, lines that are late, malformed and far ahead, a hit that is held, an hour of reports.
  @Test(arguments: ["layout4.state", "layout5.state"])
  func aStateIsReadWithAllThatItSays(name: String) throws {
    let saved = try StateLayoutTests.saved(StateLayoutTests.file(name))
    #expect(saved.checkpoints.all.count == 1)
    var watch = saved.watch
    let snapshot = watch.snapshot()
    #expect(watch.resumedFrom == StateLayoutTests.moment.wallClock)
    #expect(snapshot.totalHits == 454)
    #expect(snapshot.skewSeconds == -10_380)
    #expect(snapshot.clock == Instant(1_594_206_240))
    #expect(snapshot.history.count == 360)
    #expect(snapshot.history.map(\.statistics.hits).reduce(0, +) == 30)
    #expect(snapshot.history.map(\.statistics.sections.count).reduce(0, +) == 8)
    let rules = watch.board.rules
    #expect(rules.map(\.rule.threshold) == [0.5, 0.4])
    #expect(rules.map(\.reading.hits) == [54, 54])
    #expect(rules[0].underWay == nil)
    #expect(rules[1].underWay?.time == Instant(1_594_206_223))
    #expect(rules[1].underWay?.peak == 13.0 / 27)
    #expect(watch.board.history.count == 8)
    let summary = try #require(watch.finish().summary)
    #expect(summary.statistics.hits == 455)
    #expect(summary.statistics.bytes == 188_365)
    #expect(summary.statistics.errors == 182)
    #expect(summary.statistics.clients == 5)
    #expect(
      summary.statistics.sections.first
        == GroupCount(name: Array("/9".utf8), hits: 38, bytes: 1_176, errors: 15))
    #expect(summary.counts.lines == 462)
    #expect(summary.counts.late == 260)
    #expect(summary.counts.skewed == 1)
    #expect(summary.counts.malformed == 6)
  }

  @Test func aStateOfLayout4IsWrittenAsOneOfLayout5() throws {
    func written(_ name: String) throws -> [UInt8] {
      var writer = RecordWriter()
      try StateLayoutTests.saved(StateLayoutTests.file(name))
        .write(to: &writer, at: StateLayoutTests.moment)
      return writer.bytes
    }
    #expect(try written("layout4.state") == written("layout5.state"))
  }

  /// More names, methods and clients than are kept exactly.
  @Test func whatIsKnownBeyondTheExactTablesIsRead() throws {
    let bytes = try StateLayoutTests.unpacked("layout4-names.state.gz")
    var writer = RecordWriter()
    let saved = try StateLayoutTests.saved(bytes)
    saved.write(to: &writer, at: StateLayoutTests.moment)
    var reader = RecordReader(writer.bytes)
    let again = try SavedWatch(
      from: &reader, settings: StateLayoutTests.settings(nameKey: 7), at: StateLayoutTests.moment)
    for var watch in [saved.watch, again.watch] {
      let statistics = try #require(watch.finish().summary).statistics
      #expect(statistics.hits == 5_129)
      #expect(statistics.clients == 5_075)
      #expect(statistics.sections.count == 83)
      #expect(statistics.methods.count == 257)
      let named = statistics.sections.prefix(3)
      #expect(named.map(\.hits) == [5_000, 40, 9])
      #expect(
        named.map { String(decoding: $0.name.prefix(7), as: UTF8.self) } == [
          "/late", "/80xxxx", "(other)",
        ])
    }
  }

  private static let moment = Moment(wallClock: Instant(1_594_195_860), uptime: .seconds(50))

  private static func settings(nameKey: UInt64) -> WatchSettings {
    WatchSettings(
      timing: Timing(),
      rules: [
        AlertRule(threshold: 1),
        AlertRule(
          name: RuleName("errors"), measure: .share(of: .errors), windowSeconds: 30, threshold: 0.4,
          recovery: 0.3, minimumHits: 2),
      ], top: 100, isFollowing: true, scanner: LineScanner(nameKey: nameKey))
  }

  private static func saved(_ bytes: [UInt8]) throws -> SavedWatch {
    var reader = try StateEnvelope.open(bytes, path: "state")
    let kept = try StateSettings(from: &reader)
    #expect(kept.files == ["/var/log/shop/access.log"])
    let saved = try SavedWatch(
      from: &reader, settings: settings(nameKey: kept.nameKey), at: moment)
    #expect(reader.isAtEnd)
    return saved
  }

  private static func path(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "States/\(name)")
  }

  private static func file(_ name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: path(name)))
  }

  private static func unpacked(_ name: String) throws -> [UInt8] {
    let gzip = Process()
    gzip.executableURL = URL(filePath: "/usr/bin/env")
    gzip.arguments = ["gzip", "-dc", path(name).path()]
    let output = Pipe()
    gzip.standardOutput = output
    try gzip.run()
    defer { gzip.waitUntilExit() }
    return try Array(output.fileHandleForReading.readToEnd() ?? Data())
  }

  @Test(arguments: [UInt8(2), 6])
  func aStateOfAnUnknownLayoutIsRefused(layout: UInt8) throws {
    var bytes = try StateLayoutTests.file("layout3.state")
    bytes[16] = layout
    #expect(throws: StateFileError.otherVersion(path: "state", version: UInt64(layout))) {
      _ = try StateEnvelope.open(bytes, path: "state")
    }
  }
}

extension [TrafficEvent] {
  fileprivate var summary: Summary? {
    for case .summary(let summary) in self { return summary }
    return nil
  }
}
