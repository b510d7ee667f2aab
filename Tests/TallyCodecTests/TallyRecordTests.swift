import AccessLog
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
      let bytes = TallyRecord.bytes(of: tally, scanner: scanner)
      let read = try TallyRecord.tally(from: bytes, scanner: scanner)
      #expect(read.statistics(top: .max) == tally.statistics(top: .max))
      #expect(TallyRecord.bytes(of: read, scanner: scanner) == bytes)
    }
  }

  @Test func aFullTallyIsReadAndWrittenAsTheSameBytes() throws {
    let scanner = TallyRecordTests.scanner
    let bytes = TallyRecord.bytes(of: TallyRecordTests.full[0], scanner: scanner)
    let read = try TallyRecord.tally(from: bytes, scanner: scanner)
    #expect(read.statistics(top: 50) == TallyRecordTests.full[0].statistics(top: 50))
    #expect(TallyRecord.bytes(of: read, scanner: scanner) == bytes)
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
    let bytes = TallyRecord.bytes(of: TallyRecordTests.full[0], scanner: TallyRecordTests.scanner)
    #expect(throws: StateError.impossible("the names of a tally are hashed with another key")) {
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

  /// What the next version adds is skipped if its tag is even, and refused if it is odd.
  @Test(arguments: [(2, true), (3, false)])
  func aPartOfANewerVersionIsSkippedOrRefused(tag: UInt8, isRead: Bool) throws {
    let scanner = TallyRecordTests.scanner
    let tally = TallyRecordTests.tally(of: TallyRecordTests.lines(50, seed: 1, sections: 5))
    let bytes = TallyRecord.bytes(of: tally, scanner: scanner) + [tag, 3, 1, 2, 3]
    let read = try? TallyRecord.tally(from: bytes, scanner: scanner)
    #expect(read?.statistics(top: .max) == (isRead ? tally.statistics(top: .max) : nil))
  }

  /// Whatever the bytes are, they give a tally or an error.
  @Test func damagedRecordsAreRefusedOrAddUp() {
    let scanner = TallyRecordTests.scanner
    let tally = TallyRecordTests.tally(of: TallyRecordTests.lines(300, seed: 1, sections: 9))
    let bytes = TallyRecord.bytes(of: tally, scanner: scanner)
    var random = SeededRandom(seed: 5)
    for _ in 0..<2_000 {
      var damaged = bytes
      damaged[Int(random.next() % UInt64(bytes.count))] ^= UInt8(1 << (random.next() % 8))
      guard let read = try? TallyRecord.tally(from: damaged, scanner: scanner) else { continue }
      let statistics = read.statistics(top: .max)
      #expect(statistics.sections.reduce(0) { $0 + $1.hits } == statistics.hits)
      #expect(statistics.methods.reduce(0) { $0 + $1.hits } == statistics.hits)
    }
    for count in 0..<bytes.count {
      #expect(throws: StateError.self) {
        _ = try TallyRecord.tally(from: Array(bytes.prefix(count)), scanner: scanner)
      }
    }
  }
}
