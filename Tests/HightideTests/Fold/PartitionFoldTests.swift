import AccessLog
import Feed
import Fleet
import Kafka
import Pipeline
import TestSupport
import Testing
import Traffic

@testable import hightide

/// What the fold of a partition says, whichever worker goes on with it.
struct PartitionFoldTests {
  /// The records of a partition, and what they are cut into.
  private struct Topic {
    struct Record {
      var server: String
      /// `nil` where a log was quiet in a second.
      var line: String?
      var second = 0
      /// In milliseconds.
      var time: Int
    }

    static let start = 1_700_000_000
    var records: [Record] = []

    init(seed: UInt64) {
      var random = SeededRandom(seed: seed)
      let names = (1...6).map { "web\($0)" }
      // One that is hours behind, and some that are quiet for long.
      let skews = names.map { _ in random.once(in: 4) ? -7_200 : random.number(-2...2) }
      var quiet = names.map { _ in 0 }
      for second in 0..<300 {
        for (index, name) in names.enumerated() {
          let time = (Topic.start + second) * 1_000 + index
          if quiet[index] > second {
            // Those of ship say so.
            if index % 2 == 0 {
              records.append(
                Record(server: name, second: Topic.start + second - 1, time: time))
            }
            continue
          }
          if random.once(in: 25) { quiet[index] = second + random.number(5...90) }
          for _ in 0..<random.number(0...3) {
            let late = random.once(in: 10) ? random.number(3...30) : random.number(0...1)
            let line =
              random.once(in: 20)
              ? "no hit"
              : LogFixture.line(
                Topic.start + second + skews[index] - late, client: "10.0.0.1", target: "/a",
                status: 200, bytes: 12)
            records.append(Record(server: name, line: line + "\n", time: time))
          }
        }
      }
    }

    /// The records of a range; the servers that rest are found as ``ServerLines`` finds them.
    func batch(_ range: Range<Int>, _ last: inout [String: (time: Int, isResting: Bool)])
      -> PartitionBatch
    {
      var servers: [ServerBatch] = []
      func index(_ name: String, _ offset: Int) -> Int {
        let bytes = Array(name.utf8)
        if let index = servers.firstIndex(where: { $0.server == bytes }) { return index }
        servers.append(
          ServerBatch(server: bytes, bytes: [], spans: [], marks: [], offset: offset))
        return servers.count - 1
      }
      for offset in range {
        let record = records[offset]
        let place = index(record.server, offset)
        if let before = last[record.server], !before.isResting,
          record.time - before.time >= 60_000
        {
          servers[place].marks.append(
            ServerBatch.Mark(end: servers[place].bytes.count, kind: .rest))
        }
        last[record.server] = (record.time, false)
        if let line = record.line {
          servers[place].bytes += Array(line.utf8)
        } else {
          servers[place].marks.append(
            ServerBatch.Mark(
              end: servers[place].bytes.count, kind: .quiet(second: record.second)))
        }
      }
      let now = records[range.upperBound - 1].time
      for (name, before) in last where !before.isResting && now - before.time >= 60_000 {
        let place = index(name, range.upperBound - 1)
        servers[place].marks.append(
          ServerBatch.Mark(end: servers[place].bytes.count, kind: .rest))
        last[name]?.isResting = true
      }
      for place in servers.indices where !servers[place].bytes.isEmpty {
        servers[place].spans = [
          SourceSpan(
            source: SourceName("x"), end: servers[place].bytes.count,
            memory: SourceMemory(.named(.common)))
        ]
      }
      return PartitionBatch(
        partition: 3, offset: range.lowerBound, next: range.upperBound,
        timeBefore: range.lowerBound > 0 ? records[range.lowerBound - 1].time : nil, time: now,
        servers: servers)
    }
  }

  private static let settings = WatchSettings(
    timing: Timing(intervalSeconds: 10, latenessSeconds: 2), rules: [], top: 10, isFollowing: true,
    scanner: LineScanner(format: .common, nameKey: 3))

  /// The greatest revision of each record, as a reader keeps them.
  private struct Sums {
    var records: [MetricsRecord.Key: MetricsRecord] = [:]

    mutating func take(_ written: [RecordOutbox.Record]) throws {
      for bytes in written.map(\.value) {
        var record = try MetricsRecord(
          bytes, scanner: settings.scanner, counting: settings.counting)
        if let before = records[record.key] {
          guard record.revision > before.revision else { continue }
          if record.tally == nil {
            record.tally = before.tally
            record.late = before.late
          }
          // Nothing that was said is taken back.
          #expect(Sums.hits(record) >= Sums.hits(before))
        }
        records[record.key] = record
      }
    }

    static func hits(_ record: MetricsRecord) -> Int {
      record.hits.reduce(0) { $0 + $1.sums.all.hits }
    }

    static func words(_ record: MetricsRecord) -> [Int] {
      [
        hits(record), record.tally?.live?.hits ?? 0, record.late?.hits ?? 0,
        record.lines.reduce(0) { $0 + $1.counts.lines },
        record.lines.reduce(0) { $0 + $1.counts.malformed },
      ]
    }
  }

  private func fold(at offset: Int, _ commit: PartitionCommit) -> PartitionFold {
    PartitionFold(3, of: "logs", settings: Self.settings, at: offset, commit)
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func anyWorkerThatGoesOnSaysTheSame(seed: UInt64) throws {
    let topic = Topic(seed: seed)
    var random = SeededRandom(seed: seed &+ 100)
    func moment(_ offset: Int) -> Moment {
      Moment(wallClock: Instant(Topic.start), uptime: .seconds(offset * 100))
    }
    var whole = Sums()
    var one = fold(at: 0, PartitionCommit())
    var lasts: [String: (time: Int, isResting: Bool)] = [:]
    _ = one.add(topic.batch(0..<topic.records.count, &lasts))
    try whole.take(one.take(at: moment(1), isLast: true))

    var sums = Sums()
    var worker = fold(at: 0, PartitionCommit())
    lasts = [:]
    var place = 0
    var committed: GroupCommit?
    var takeovers = 0
    while place < topic.records.count {
      let end = min(topic.records.count, place + random.number(1...120))
      _ = worker.add(topic.batch(place..<end, &lasts))
      place = end
      if random.once(in: 2) {
        try sums.take(worker.take(at: moment(place)))
        if random.once(in: 2) {
          let commit = worker.commit(meaning: 5)
          #expect(commit != nil)
          committed = commit
        }
      }
      guard random.once(in: 6), let commit = committed else { continue }
      // It is killed, and another one goes on from the commit.
      takeovers += 1
      place = commit.offset
      let kept = try #require(PartitionCommit(commit.metadata, at: commit.offset))
      #expect(kept.meaning == 5)
      #expect(kept.time == (place > 0 ? topic.records[place - 1].time : nil))
      worker = fold(at: place, kept)
      lasts = [:]
    }
    try sums.take(worker.take(at: moment(place), isLast: true))
    #expect(takeovers > 0)
    for (key, record) in whole.records where Sums.words(record) != [0, 0, 0, 0, 0] {
      let other = try #require(sums.records[key])
      #expect(Sums.words(other) == Sums.words(record), "\(key.interval)")
    }
    let lines = topic.records.count { $0.line != nil }
    #expect(sums.records.values.reduce(0) { $0 + Sums.words($1)[3] } == lines)
  }

  @Test func talliesThatWereLeftOutFollowWithoutNewLines() throws {
    let topic = Topic(seed: 2)
    var lasts: [String: (time: Int, isResting: Bool)] = [:]
    var fold = fold(at: 0, PartitionCommit())
    func take(at milliseconds: Int, isLast: Bool = false) throws -> [MetricsRecord] {
      let moment = Moment(wallClock: Instant(0), uptime: .milliseconds(milliseconds))
      return try fold.take(at: moment, isLast: isLast).map {
        try MetricsRecord(
          $0.value, scanner: Self.settings.scanner, counting: Self.settings.counting)
      }
    }
    _ = fold.add(topic.batch(0..<10, &lasts))
    let whole = try take(at: 0)
    #expect(!whole.isEmpty && whole.allSatisfy { $0.tally != nil })
    _ = fold.add(topic.batch(10..<14, &lasts))
    let short = try take(at: 1)
    #expect(short.contains { $0.tally == nil })
    #expect(try take(at: 2).isEmpty)
    let later = try take(at: 60_000)
    #expect(later.count == short.count { $0.tally == nil })
    for record in later {
      let before = try #require(short.first { $0.key == record.key })
      #expect(record.tally?.live?.hits ?? 0 > 0 && record.revision > before.revision)
      #expect(Sums.hits(record) == Sums.hits(before))
    }
    #expect(try take(at: 60_001).isEmpty)
    _ = fold.add(topic.batch(14..<40, &lasts))
    #expect(try take(at: 60_002).contains { $0.tally == nil })
    #expect(try take(at: 60_003, isLast: true).allSatisfy { $0.tally != nil })
  }
}
