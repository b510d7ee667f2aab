/// The distribution of how long hits took, in nanoseconds, over the hits whose lines state that.
package struct Durations: Hashable, Sendable {
  /// How many hits there are of which it is known; at least one.
  package var count: Int
  /// Stays at `Int.max` once it is reached.
  package var sum: Int
  package var p50: Int
  package var p90: Int
  package var p99: Int
  package var max: Int
  /// Hits per bucket of ``bounds``: those below its bound and not below the one before; the last
  /// entry is for all the rest.
  package var histogram: [Int]

  /// The exclusive upper bounds of all buckets but the last.
  package static let bounds = [
    5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000,
  ].map { $0 * 1_000_000 }

  /// For each number of bits of a duration, how many bounds all of them are above: those with fewer bits.
  ///
  /// A bound is at least twice the one before it, so that no two have as many bits.
  static let firstBuckets: [Int] = (0...Int.bitWidth).map { bits in
    bounds.count { Int.bitWidth - $0.leadingZeroBitCount < bits }
  }

  package init(
    count: Int, sum: Int, p50: Int, p90: Int, p99: Int, max: Int, histogram: [Int]
  ) {
    self.count = count
    self.sum = sum
    self.p50 = p50
    self.p90 = p90
    self.p99 = p99
    self.max = max
    self.histogram = histogram
  }

  /// In seconds.
  package var mean: Double { Double(sum) / Double(count) / 1_000_000_000 }
}
