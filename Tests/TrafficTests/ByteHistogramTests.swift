import AccessLog
import TestSupport
import Testing

@testable import Traffic

@Suite struct ByteHistogramTests {
  private func histogram(_ sizes: [Int]) -> ByteHistogram {
    let records = sizes.map { size in
      var record = LineRecord()
      record.responseBytes = size
      return record
    }
    var histogram = ByteHistogram()
    histogram.add(records.span)
    return histogram
  }

  /// What `ceil(percent / 100 * count)` sizes do not exceed.
  private func nearestRank(_ percent: Int, of sizes: [Int]) -> Int {
    sizes.sorted()[(percent * sizes.count + 99) / 100 - 1]
  }

  private static func sizes(_ distribution: String, count: Int) -> [Int] {
    var random = SeededRandom(seed: UInt64(count))
    return (0..<count).map { index in
      switch distribution {
      case "small": Int(random.next() % 70)
      case "uniform": Int(random.next() % 100_000)
      case "every octave": Int(random.next() >> (random.next() % 63 + 1))
      case "powers of two": 1 << Int(random.next() % 62)
      case "below powers of two": 1 << Int(random.next() % 62) - 1
      case "two far ends": index.isMultiple(of: 2) ? 0 : .max
      case "one size": 123_457
      default: .max - Int(random.next() % 4)
      }
    }
  }

  @Test(
    arguments: [
      "small", "uniform", "every octave", "powers of two", "below powers of two", "two far ends",
      "one size", "huge",
    ], [1, 2, 3, 10, 99, 100, 101, 1_000])
  func percentilesAreWithinTwoPercentOfTheNearestRank(distribution: String, count: Int) {
    let sizes = ByteHistogramTests.sizes(distribution, count: count)
    let percentiles = histogram(sizes).percentiles([0.01, 0.5, 0.9, 0.99, 1])
    for (percent, found) in zip([1, 50, 90, 99, 100], percentiles) {
      let exact = Double(nearestRank(percent, of: sizes))
      #expect(abs(Double(found ?? -1) - exact) <= 0.02 * exact, "p\(percent)")
    }
  }

  @Test func sizesBelow64AreExact() {
    for size in 0..<64 { #expect(histogram([size, size, 70]).percentiles([0.5]) == [size]) }
  }

  @Test func aPercentileNeverExceedsTheLargestSize() {
    for size in [64, 65, 1 << 20, 1 << 62, .max - 1, .max] {
      #expect(histogram([size]).percentiles([0.5, 1]).allSatisfy { $0 ?? .max <= size })
    }
  }

  @Test func nothingHasNoPercentiles() {
    #expect(ByteHistogram().percentiles([0.5, 1]) == [nil, nil])
    #expect(ByteHistogram().histogram() == Array(repeating: 0, count: 9))
  }

  @Test func aHitFallsInTheFirstBucketWhoseBoundIsAboveItsBytes() {
    for (index, bound) in ResponseBytes.bounds.enumerated() {
      var expected = Array(repeating: 0, count: 9)
      expected[index] = 1
      expected[index + 1] = 2
      #expect(histogram([bound - 1, bound, bound + (bound > 1 ? 1 : 0)]).histogram() == expected)
    }
    #expect(histogram([.max]).histogram().last == 1)
  }

  @Test func mergingIsAddingInAnyOrder() {
    let (first, second) = ([3, 900, .max], [0, 5_000_000, 900])
    var merged = histogram(first)
    merged.merge(histogram(second))
    #expect(merged == histogram(second + first))
  }
}
