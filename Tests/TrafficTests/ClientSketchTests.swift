import AccessLog
import TestSupport
import Testing

@testable import Traffic

@Suite struct ClientSketchTests {
  private static func record(_ hash: UInt64) -> LineRecord {
    var record = LineRecord()
    record.clientHash = hash
    return record
  }

  /// A sketch of as many distinct hashes.
  private func sketch(_ range: Range<Int>) -> ClientSketch {
    var sketch = ClientSketch()
    let records = range.map { number in
      var random = SeededRandom(seed: UInt64(number))
      return ClientSketchTests.record(random.next())
    }
    sketch.add(records.span)
    return sketch
  }

  @Test(arguments: [0, 1, 2, 31, 32, 33, 511, 512, 513, 4_095, 4_096])
  func countsUpTo4096ClientsExactly(count: Int) {
    #expect(sketch(0..<count).distinct() == count)
    var twice = sketch(0..<count)
    twice.merge(sketch(0..<count / 2))
    #expect(twice.distinct() == count)
  }

  /// The same log gives the same numbers in every process.
  @Test(arguments: [100, 4_096, 4_097, 20_000])
  func saysTheSameHoweverItsSlotsAreSpread(count: Int) {
    let records = (0..<count).map { number in
      var random = SeededRandom(seed: UInt64(number))
      return ClientSketchTests.record(random.next())
    }
    let sketches = [1, 0x9E37_79B9_7F4A_7C15, UInt64.max].map { spread in
      var sketch = ClientSketch(spread: spread)
      for start in stride(from: 0, to: count, by: 997) {
        var part = ClientSketch(spread: ~spread | 1)
        part.add(records[start..<min(count, start + 997)].span)
        part.compact()
        sketch.merge(part)
      }
      return sketch
    }
    #expect(Set(sketches.map { $0.distinct() }).count == 1)
    #expect(sketches.allSatisfy { $0 == sketches[0] })
  }

  @Test(arguments: [4_097, 5_000, 10_000, 30_000, 100_000, 300_000])
  func isWithinTwoPercentBeyond(count: Int) {
    let found = sketch(0..<count).distinct()
    #expect(abs(found - count) <= count / 50, "\(found) for \(count)")
  }

  @Test(arguments: [10_000, 60_000])
  func isWithinTwoPercentForAddressesThatFollowOneAnother(count: Int) {
    // As they stand in logs: the hash has to spread names that differ in a digit.
    let hash = ByteHash(key: 0x6869_6768_7469_6465)
    var sketch = ClientSketch()
    for number in 0..<count {
      let name = Array("10.\(number >> 16).\(number >> 8 & 255).\(number & 255)".utf8)
      let record = ClientSketchTests.record(hash(unsafe name.span.bytes, 0..<name.count))
      sketch.add([record].span)
    }
    #expect(abs(sketch.distinct() - count) <= count / 50)
  }

  /// No hit has to search through all of the clients that were there before.
  ///
  /// Hashes are the same in every run, so that somebody can choose addresses whose hashes end alike.
  @Test(arguments: [true, false])
  func chosenHashesDoNotCrowd(endAlike: Bool) {
    var random = SeededRandom(seed: 1)
    let records = (0..<4_000).map { _ in
      let hash = random.next()
      return ClientSketchTests.record(endAlike ? hash << 13 | 5 : hash >> 13)
    }
    var sketch = ClientSketch()
    sketch.add(records.span)
    sketch.compact()
    #expect(sketch.distinct() == 4_000)
    let runs = sketch.slots.split(separator: 0).map(\.count)
    #expect(runs.max() ?? 0 < 400)
  }

  @Test func aHashOfZeroIsAHost() {
    var sketch = ClientSketch()
    sketch.add([ClientSketchTests.record(0), ClientSketchTests.record(0)].span)
    #expect(sketch.distinct() == 1)
  }

  @Test(arguments: [100, 2_000, 4_096, 6_000])
  func whatItSaysDependsNeitherOnOrderNorOnMerging(cut: Int) {
    let whole = sketch(0..<8_000)
    let parts = [sketch(0..<cut), sketch(cut / 2..<8_000), sketch(0..<10)]
    for order in [[0, 1, 2], [1, 0, 2], [2, 1, 0]] {
      var merged = ClientSketch()
      for index in order { merged.merge(parts[index]) }
      #expect(merged == whole)
      #expect(merged.distinct() == whole.distinct())
    }
  }

  @Test func exactSketchesMergeIntoAnEstimateOnceThereAreTooMany() {
    var merged = sketch(0..<3_000)
    merged.merge(sketch(3_000..<6_000))
    #expect(merged == sketch(0..<6_000))
  }
}
