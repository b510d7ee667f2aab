import AccessLog
import TestSupport
import Testing

@testable import Traffic

@Suite struct NameTableTests {
  private static var hit: LineRecord {
    var record = LineRecord()
    record.status = 200
    return record
  }

  /// Hits of sections, each of which stands where its name does, under one hash.
  private static func hits(_ names: [String], hash: UInt64) -> ([LineRecord], [UInt8]) {
    var bytes: [UInt8] = []
    var records: [LineRecord] = []
    for name in names {
      var record = hit
      record.sectionStart = UInt32(bytes.count)
      record.sectionLength = UInt16(name.utf8.count)
      record.sectionHash = hash
      bytes += name.utf8
      records.append(record)
    }
    return (records, bytes)
  }

  private static func listed(_ table: NameTable) -> [String] {
    table.entries.map {
      String(decoding: table.names[$0.name], as: UTF8.self) + " \($0.sums.hits)"
    }
  }

  @Test func namesOfOneHashAreToldApart() {
    let names = ["/a", "/b", "/a", "/a-name-of-more-than-16-bytes", "/b", "/c"]
    let (records, bytes) = NameTableTests.hits(names, hash: 5)
    var table = NameTable()
    let end = table.add(records.span, from: 0, unsafe bytes.span.bytes, upTo: .whole)
    #expect(end == 6)
    let once = ["/a 2", "/b 2", "/a-name-of-more-than-16-bytes 1", "/c 1"]
    #expect(NameTableTests.listed(table) == once)
    var both = NameTable()
    #expect(both.add(table, upTo: .whole).isEmpty)
    #expect(both.add(table, upTo: .nothing).isEmpty)
    #expect(
      NameTableTests.listed(both) == ["/a 4", "/b 4", "/a-name-of-more-than-16-bytes 2", "/c 2"])
  }

  @Test func whatGoesBeyondTheCapacityEndsTheWork() {
    let (records, bytes) = NameTableTests.hits(["/a", "/a", "/bcd", "/a", "/e"], hash: 9)
    var table = NameTable()
    var capacity = NameCapacity.whole
    capacity.nameBytes = 5
    let span = unsafe bytes.span.bytes
    #expect(table.add(records.span, from: 0, span, upTo: capacity) == 2)
    #expect(table.add(records.span, from: 3, span, upTo: .nothing) == 4)
    #expect(NameTableTests.listed(table) == ["/a 3"])
    capacity.nameBytes = 6
    capacity.count = 2
    #expect(table.add(records.span, from: 2, span, upTo: capacity) == 4)
    #expect(NameTableTests.listed(table) == ["/a 4", "/bcd 1"])
  }

  /// None is added behind the first that goes beyond the capacity, even if it would fit.
  @Test func aMergeRefusesNewNamesBeyondTheCapacity() {
    let (records, bytes) = NameTableTests.hits(
      ["/a", "/long-name", "/b", "/c", "", "/a"], hash: 9)
    var table = NameTable()
    #expect(table.add(records.span, from: 0, unsafe bytes.span.bytes, upTo: .whole) == 6)
    var other = NameTable()
    #expect(other.add(records.span, from: 2, unsafe bytes.span.bytes, upTo: .whole) == 6)
    #expect(NameTableTests.listed(other) == ["/b 1", "/c 1", "- 1", "/a 1"])
    var capacity = NameCapacity.whole
    capacity.nameBytes = 10
    #expect(other.add(table, upTo: capacity) == [1])
    #expect(NameTableTests.listed(other) == ["/b 2", "/c 2", "- 2", "/a 3"])
    var few = NameTable()
    #expect(few.add(table, upTo: capacity) == [1, 2, 3, 4])
    #expect(NameTableTests.listed(few) == ["/a 2"])
    #expect(few.add(table, upTo: .nothing) == [1, 2, 3, 4])
    #expect(few.add(NameTable(), upTo: .nothing).isEmpty)
    #expect(NameTableTests.listed(few) == ["/a 4"])
  }

  /// A merge looks up names in batches.
  @Test(arguments: 1...4)
  func mergedTablesHoldWhatADictionaryDoes(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var table = NameTable()
    var hits: [String: Int] = [:]
    for _ in 0..<40 {
      let names = (0..<Int.random(in: 0...100, using: &random)).map { _ in
        let number = Int.random(in: 0..<500, using: &random)
        // Many names share a length and a hash; short, long and unknown names are mixed.
        return ["", "/\(number % 7)", "/\(number)/of-more-than-16-bytes"][number % 3]
      }
      var part = NameTable()
      for hash in UInt64(0)..<5 {
        let (records, bytes) = NameTableTests.hits(
          names.filter { UInt64($0.utf8.reduce(0) { $0 + Int($1) } % 5) == hash }, hash: hash << 40)
        let end = part.add(records.span, from: 0, unsafe bytes.span.bytes, upTo: .whole)
        #expect(end == records.count)
      }
      for name in names { hits[name.isEmpty ? "-" : name, default: 0] += 1 }
      #expect(table.add(part, upTo: .whole).isEmpty)
    }
    #expect(Set(NameTableTests.listed(table)) == Set(hits.map { "\($0) \($1)" }))
    #expect(table.count == hits.count)
  }

  /// More than a table has at most a quarter of its slots for.
  @Test func manyNamesAreFoundAgain() {
    var hits = NamedHits()
    hits.appendNoise(0..<20_000)
    var counter = NameCounter()
    hits.add(to: &counter, after: 0)
    hits.add(to: &counter, after: 20_000)
    let table = counter.exact
    #expect(table.count == 20_000 && table.entries.allSatisfy { $0.sums.hits == 2 })
    let names = unsafe table.names.span.bytes
    let places = table.entries.map { table.find(NameKey($0), names) }
    #expect(places == (0..<20_000).map { Optional($0) })
  }

  @Test(arguments: [1, 100, 5_000])
  func aTableThatBeginsWithTheSizeOfAnotherHoldsTheSame(count: Int) {
    var hits = NamedHits()
    hits.appendNoise(0..<count)
    var first = NameCounter()
    hits.add(to: &first, after: 0)
    var second = first.emptied(besides: [nil, NameCounter(slots: 1 << 15)][count % 3 % 2])
    #expect(second.exact.entries.isEmpty)
    hits.add(to: &second, after: 0)
    #expect(second.top(.max) == first.top(.max))
    #expect(
      second.exact.names.prefix(second.nameBytes) == first.exact.names.prefix(first.nameBytes))
  }
}
