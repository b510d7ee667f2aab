import AccessLog
import Query
import TallyCodec
import TestSupport
import Testing
import Traffic

/// Tallies as bytes, and what merging them promises.
@Suite struct TallyRecordTests {
  private static let scanner = LineScanner(nameKey: 7)

  /// The tally of some lines.
  private static func tally(of lines: [String], scanner: LineScanner = scanner) -> Tally {
    var scanner = scanner
    var tally = Tally(hashedWith: scanner)
    let bytes = Array(lines.joined().utf8)
    var block = Array(repeating: LineRecord(), count: LineScanner.blockCount)
    var offset = 0
    while offset < bytes.count {
      let count = scanner.scan(
        unsafe bytes.span.bytes, from: &offset, to: bytes.count, into: &block)
      tally.add(block.span.extracting(first: count), unsafe bytes.span.bytes)
    }
    return tally
  }

  /// Lines whose sections are among so many, the first of them most often.
  private static func lines(_ count: Int, seed: UInt64, sections: Int) -> [String] {
    var random = SeededRandom(seed: seed)
    return (0..<count).map { _ in
      let section = Int(
        random.next() % 4 == 0 ? random.next() % 3 : random.next() % UInt64(sections))
      let method = ["GET", "POST", "PROPFINDALL"][Int(random.next() % 3)]
      return "10.0.\(random.next() % 90).\(random.next() % 200) - - [08/Jul/2020:08:10:30 +0000] "
        + "\"\(method) /\(section) HTTP/1.1\" \(200 + random.next() % 400) \(random.next() % 9_999)\n"
    }
  }

  /// More sections than are kept exactly, and heavy hitters of which some have no name.
  private static let full: [Tally] = (0..<3).map { part in
    tally(
      of: (0..<70_000).map { number in
        let section = number % 40 == 0 ? "late\(number % 3)" : "\(part)-\(number)"
        return "10.0.0.1 - - [08/Jul/2020:08:10:30 +0000] \"GET /\(section) HTTP/1.1\" 200 1\n"
      })
  }

  @Test(arguments: [(0, 1), (1, 1), (500, 20), (5_000, 3_000)])
  func aRecordReadAndWrittenIsTheSameBytes(count: Int, sections: Int) throws {
    for seed in UInt64(1)...4 {
      let scanner = TallyRecordTests.scanner
      let tally = TallyRecordTests.tally(
        of: TallyRecordTests.lines(count, seed: seed, sections: sections))
      let bytes = TallyRecord.bytes(of: tally)
      let read = try TallyRecord.tally(from: bytes, scanner: scanner)
      #expect(read.statistics(top: .max) == tally.statistics(top: .max))
      #expect(TallyRecord.bytes(of: read) == bytes)
    }
  }

  /// With groups of two dimensions, and durations of most hits.
  private static func timedTally(_ count: Int, seed: UInt64) -> Tally {
    var random = SeededRandom(seed: seed)
    var hits = HitScanner(scanner, Counting(dimensions: [.path, .client]))
    var tally = Tally(hashedWith: scanner)
    let bytes = Array(lines(count, seed: seed, sections: 30).joined().utf8)
    var block = Array(repeating: LineRecord(), count: LineScanner.blockCount)
    var text = LineText(bytes)
    var offset = 0
    while offset < bytes.count {
      let count = hits.scan(&text, from: &offset, to: bytes.count, into: &block)
      for index in 0..<count where random.below(5) > 0 {
        block[index].duration = LoggedDuration(nanoseconds: random.below(9_000_000_000))
      }
      hits.names.haveDurations = true
      tally.add(block.span.extracting(first: count), unsafe bytes.span.bytes, hits.names)
    }
    return tally
  }

  @Test func durationsAreReadAndWrittenAsTheSameBytes() throws {
    let counting = Counting(dimensions: [.path, .client])
    for seed in UInt64(1)...4 {
      let tally = TallyRecordTests.timedTally(700, seed: seed)
      let bytes = TallyRecord.bytes(of: tally)
      let read = try TallyRecord.tally(from: bytes, scanner: TallyRecordTests.scanner)
      let statistics = read.statistics(top: .max, by: counting)
      #expect(statistics == tally.statistics(top: .max, by: counting))
      #expect(statistics.durations?.count ?? 0 > 400)
      #expect(statistics.groups[0].counts.contains { $0.p90 != .none })
      #expect(TallyRecord.bytes(of: read) == bytes)
      var sum = read
      sum.merge(tally)
      #expect(sum.statistics(top: 1).durations?.count == 2 * (statistics.durations?.count ?? 0))
    }
  }

  @Test func damagedDurationsAreRefusedOrAddUp() {
    let bytes = TallyRecord.bytes(of: TallyRecordTests.timedTally(60, seed: 3))
    var random = SeededRandom(seed: 6)
    for _ in 0..<500 {
      var damaged = bytes
      damaged[random.below(bytes.count)] ^= UInt8(1 << random.below(8))
      guard
        let read = try? TallyRecord.tally(from: damaged, scanner: TallyRecordTests.scanner)
      else { continue }
      let statistics = read.statistics(top: .max, by: Counting(dimensions: [.path, .client]))
      #expect(statistics.durations?.count ?? 0 <= statistics.hits)
      #expect(
        statistics.durations.map { $0.histogram.reduce(0, +) == $0.count } ?? true)
    }
  }

  @Test func aFullTallyIsReadAndWrittenAsTheSameBytes() throws {
    let scanner = TallyRecordTests.scanner
    let bytes = TallyRecord.bytes(of: TallyRecordTests.full[0])
    let read = try TallyRecord.tally(from: bytes, scanner: scanner)
    #expect(read.statistics(top: 50) == TallyRecordTests.full[0].statistics(top: 50))
    #expect(TallyRecord.bytes(of: read) == bytes)
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func mergingInAnyOrderAndGroupingReportsTheSame(seed: UInt64) {
    let all = TallyRecordTests.lines(4_000, seed: seed, sections: 900)
    let parts = stride(from: 0, to: all.count, by: 500).map {
      TallyRecordTests.tally(of: Array(all[$0..<$0 + 500]))
    }
    func sum(_ tallies: some Sequence<Tally>) -> Tally {
      tallies.reduce(into: Tally()) { $0.merge($1) }
    }
    let expected = TallyRecordTests.tally(of: all).statistics(top: .max)
    #expect(sum(parts).statistics(top: .max) == expected)
    #expect(sum(parts.reversed()).statistics(top: .max) == expected)
    var random = SeededRandom(seed: seed)
    let shuffled = parts.shuffled(using: &random)
    let grouped = [
      sum(shuffled.prefix(3)), sum(shuffled.dropFirst(3).prefix(1)), sum(shuffled.dropFirst(4)),
    ]
    #expect(sum(grouped).statistics(top: .max) == expected)
  }

  @Test(arguments: [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
  func fullTalliesMergeWithinTheirBounds(order: [Int]) {
    let merged = order.map { TallyRecordTests.full[$0] }.reduce(into: Tally()) { $0.merge($1) }
    let statistics = merged.statistics(top: .max)
    #expect(statistics.hits == 210_000)
    #expect(statistics.sections.reduce(0) { $0 + $1.hits } == 210_000)
    for name in ["/late0", "/late1", "/late2"] {
      // A fortieth of the hits are of the three.
      let exact = (0..<70_000).count { $0 % 40 == 0 && "/late\($0 % 3)" == name } * 3
      let found = statistics.sections.first { $0.name == Array(name.utf8) }?.hits ?? 0
      #expect(found <= exact)
      #expect(exact * 100 < 210_000 || exact - found <= 210, "\(name): \(found) of \(exact)")
    }
  }

  @Test func aRecordOfAnotherKeyIsRefused() {
    let bytes = TallyRecord.bytes(of: TallyRecordTests.full[0])
    #expect(throws: RecordError.impossible("the names of a tally are hashed with another key")) {
      _ = try TallyRecord.tally(from: bytes, scanner: LineScanner(nameKey: 8))
    }
  }

  @Test func talliesOfDifferingKeysAreNeverMerged() async {
    await #expect(processExitsWith: .failure) {
      var tally = TallyRecordTests.tally(of: TallyRecordTests.lines(9, seed: 1, sections: 2))
      tally.merge(
        TallyRecordTests.tally(
          of: TallyRecordTests.lines(9, seed: 1, sections: 2), scanner: LineScanner(nameKey: 8)))
    }
  }

  /// What the next version adds, it may add anywhere.
  @Test func fieldsOfANewerVersionAreSkipped() throws {
    let scanner = TallyRecordTests.scanner
    let tally = TallyRecordTests.tally(of: TallyRecordTests.lines(50, seed: 1, sections: 5))
    let bytes = TallyRecord.bytes(of: tally)
    let fields = try #require(RecordFields(bytes))
    #expect(fields.ranges.count > 20)
    for (index, range) in fields.ranges.enumerated() {
      var newer = bytes
      newer.insert(
        contentsOf: RecordFields.unknown[index % RecordFields.unknown.count], at: range.upperBound)
      let read = try TallyRecord.tally(from: newer, scanner: scanner)
      #expect(TallyRecord.bytes(of: read) == bytes)
    }
  }

  @Test func aRecordOfANewerVersionIsRefused() {
    let bytes: [UInt8] = [8, 2]
    #expect(throws: RecordError.impossible("a tally was written by a newer version")) {
      _ = try TallyRecord.tally(from: bytes, scanner: TallyRecordTests.scanner)
    }
  }

  @Test func aRecordOfNothingIsATallyOfNothing() throws {
    let read = try TallyRecord.tally(from: [], scanner: TallyRecordTests.scanner)
    #expect(read.statistics(top: .max) == Statistics())
    #expect(TallyRecord.bytes(of: Tally()) == [8, 1])
  }

  /// A field that is missing is 0 or empty, which adds up or is refused.
  @Test func withoutAnyOfItsFieldsARecordIsRefusedOrAddsUp() throws {
    let tally = TallyRecordTests.tally(of: TallyRecordTests.lines(80, seed: 1, sections: 5))
    let bytes = TallyRecord.bytes(of: tally)
    for range in try #require(RecordFields(bytes)).ranges {
      var less = bytes
      less.removeSubrange(range)
      expectRefusedOrSound(less)
    }
  }

  /// Hashes of clients and of names that are known by nothing else are kept: where these change,
  /// `StateLayout.current` and the version of a tally have to be raised.
  @Test func hashesAreThoseOfEarlierVersions() {
    let scanner = TallyRecordTests.scanner
    #expect(scanner.keyMark == 18_195_881_140_017_859_832)
    #expect(scanner.hash(ofName: Array("/pages".utf8)) == 6_852_769_468_736_675_737)
    #expect(
      scanner.hash(ofName: Array("/a/longer/name/than/sixteen/bytes".utf8))
        == 1_990_861_554_954_342_284)
    let tally = TallyRecordTests.tally(of: TallyRecordTests.lines(1, seed: 1, sections: 1))
    let sum = TallyRecord.bytes(of: tally).reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    #expect(sum == 13_699_483_208_432_068_927)
  }

  /// Any bytes give a tally that adds up, or an error.
  private func expectRefusedOrSound(_ bytes: [UInt8]) {
    guard let read = try? TallyRecord.tally(from: bytes, scanner: TallyRecordTests.scanner) else {
      return
    }
    let statistics = read.statistics(top: .max)
    #expect(statistics.sections.reduce(0) { $0 + $1.hits } == statistics.hits)
    #expect(statistics.methods.reduce(0) { $0 + $1.hits } == statistics.hits)
    #expect(statistics.statuses.reduce(0) { $0 + $1.hits } == statistics.hits)
  }

  @Test func damagedRecordsAreRefusedOrAddUp() {
    let tally = TallyRecordTests.tally(of: TallyRecordTests.lines(300, seed: 1, sections: 9))
    let bytes = TallyRecord.bytes(of: tally)
    var random = SeededRandom(seed: 5)
    for _ in 0..<1_000 {
      var damaged = bytes
      damaged[Int(random.next() % UInt64(bytes.count))] ^= UInt8(1 << (random.next() % 8))
      expectRefusedOrSound(damaged)
    }
    for count in bytes.indices where count % 5 == 0 {
      expectRefusedOrSound(Array(bytes.prefix(count)))
    }
  }

  /// Records that ask for more memory than they could fill.
  @Test(arguments: [
    // Bytes, numbers and words of which there are 2^40.
    [42, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20], [34, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20],
    // Groups in groups, and a group that does not end.
    [UInt8](repeating: 0x83, count: 4_000), Array(repeating: 35, count: 4_000),
    // A length of all bits.
    [26] + [UInt8](repeating: 0xFF, count: 9) + [1],
  ])
  func hostileRecordsAreRefused(bytes: [UInt8]) {
    #expect(throws: RecordError.self) {
      _ = try TallyRecord.tally(from: bytes, scanner: TallyRecordTests.scanner)
    }
  }
}
