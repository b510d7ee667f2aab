import AccessLog

/// The distribution of how long hits took, over the hits whose lines state that.
///
/// Percentiles are within 1.6 %, as those of ``ByteHistogram``; all else is exact, as far as
/// ``LoggedDuration`` is.
///
/// - Complexity: adding is O(1); merging and percentiles are O(buckets). Nothing where no line states a
///   duration, about 15 KiB where none took longer than 15 s.
package struct DurationHistogram: Sendable, Equatable {
  /// In nanoseconds.
  package var sizes = ByteHistogram()
  /// In nanoseconds; stays at `Int.max` once it is reached.
  package var sum = 0
  /// Hits per bucket of ``Durations/bounds``, and those above all; empty without hits.
  package var buckets: [Int] = []

  /// Creates a distribution of nothing, without allocating.
  package init() {}

  /// How many hits have a duration.
  package var count: Int { sizes.total }

  /// Adds the durations of hits.
  mutating func add(_ records: Span<LineRecord>) {
    var all = LoggedDuration.none
    for index in records.indices { all = .both(all, records[index].duration) }
    guard all != .none else { return }
    sizes.add(records.count) { records[$0].duration.nanoseconds }
    if buckets.isEmpty { buckets = Array(repeating: 0, count: Durations.bounds.count + 1) }
    let (table, bounds) = (Durations.firstBuckets, Durations.bounds)
    let (firstBuckets, limits) = (table.span, bounds.span)
    var sum = sum
    var slots = buckets.mutableSpan
    for index in records.indices {
      guard let nanoseconds = records[index].duration.nanoseconds else { continue }
      sum = sum.saturatingAdding(nanoseconds)
      let first = firstBuckets[Int.bitWidth &- nanoseconds.leadingZeroBitCount]
      // No second bound has as many bits.
      let isAbove = first < limits.count && nanoseconds >= limits[first]
      slots[first &+ (isAbove ? 1 : 0)] &+= 1
    }
    self.sum = sum
  }

  mutating func merge(_ other: DurationHistogram) {
    guard other.count > 0 else { return }
    sizes.merge(other.sizes)
    sum = sum.saturatingAdding(other.sum)
    buckets = buckets.isEmpty ? other.buckets : zip(buckets, other.buckets).map { $0 + $1 }
  }

  /// What is said of the durations; `nil` where there are none.
  func statistics() -> Durations? {
    let percentiles = sizes.percentiles([0.5, 0.9, 0.99])
    guard let p50 = percentiles[0], let p90 = percentiles[1], let p99 = percentiles[2] else {
      return nil
    }
    return Durations(
      count: count, sum: sum, p50: p50, p90: p90, p99: p99, max: sizes.maximum, histogram: buckets)
  }
}
