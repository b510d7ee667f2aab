import AccessLog

/// The distribution of response sizes.
///
/// Each power of two from 128 bytes on is cut into 64 buckets, below that each size has its own, so
/// that any two sizes of a bucket are within 1.6 % of each other.
///
/// - Complexity: adding is O(1); merging and percentiles are O(buckets). 29 KiB.
struct ByteHistogram: Sendable, Equatable {
  private static let bucketsPerOctave = 64
  private static let exactSizes = 2 * bucketsPerOctave
  /// The first octave that is cut; the last is 62, since a size is an `Int` that is not negative.
  private static let firstOctave = 7
  private static let bucketCount = exactSizes + (62 - firstOctave + 1) * bucketsPerOctave

  private var counts = Array(repeating: 0, count: ByteHistogram.bucketCount)
  /// Largest size added.
  private(set) var maximum = 0
  private(set) var total = 0

  mutating func add(_ records: Span<LineRecord>) {
    var largest = maximum
    var slots = counts.mutableSpan
    for index in records.indices {
      let size = records[index].responseBytes
      slots[ByteHistogram.bucket(of: size)] &+= 1
      largest = max(largest, size)
    }
    (maximum, total) = (largest, total + records.count)
  }

  mutating func merge(_ other: ByteHistogram) {
    var slots = counts.mutableSpan
    slots.add(other.counts.span)
    maximum = max(maximum, other.maximum)
    total += other.total
  }

  /// The hits below each of ``ResponseBytes/bounds`` but not below the one before, and the rest.
  func histogram() -> [Int] {
    var hits = Array(repeating: 0, count: ResponseBytes.bounds.count + 1)
    var bound = 0
    for (index, count) in counts.enumerated() where count > 0 {
      // The bounds are powers of two, so no bucket lies on both sides of one.
      let size = ByteHistogram.lowerBound(ofBucket: index)
      while bound < ResponseBytes.bounds.count, size >= ResponseBytes.bounds[bound] { bound += 1 }
      hits[bound] += count
    }
    return hits
  }

  /// For each fraction the size that at least that share of the hits do not exceed (nearest rank),
  /// within 1.6 %; `nil` if there are no hits.
  ///
  /// Where that is one of the largest sizes, it is the largest.
  ///
  /// - Precondition: the fractions are ascending, above 0 and at most 1.
  func percentiles(_ fractions: [Double]) -> [Int?] {
    guard total > 0 else { return fractions.map { _ in nil } }
    var results: [Int?] = []
    var seen = 0
    var bucket = -1
    for fraction in fractions {
      let rank = ByteHistogram.rank(of: fraction, in: total)
      while seen < rank {
        bucket += 1
        seen += counts[bucket]
      }
      results.append(
        bucket == ByteHistogram.bucket(of: maximum)
          ? maximum : ByteHistogram.middle(ofBucket: bucket))
    }
    return results
  }

  /// The least whole number that is not below a share of a total, which the product of two
  /// floating-point numbers may be by a hair.
  private static func rank(of fraction: Double, in total: Int) -> Int {
    let share = fraction * Double(total)
    let nearest = share.rounded()
    return max(1, Int(abs(share - nearest) < 1e-6 ? nearest : share.rounded(.up)))
  }

  @inline(__always)
  private static func bucket(of size: Int) -> Int {
    guard size >= exactSizes else { return size }
    let octave = 63 - size.leadingZeroBitCount
    let place = size >> (octave - firstOctave + 1) - bucketsPerOctave
    return exactSizes + (octave - firstOctave) * bucketsPerOctave + place
  }

  private static func lowerBound(ofBucket index: Int) -> Int {
    guard index >= exactSizes else { return index }
    let octave = (index - exactSizes) / bucketsPerOctave
    return (bucketsPerOctave + (index - exactSizes) % bucketsPerOctave) << (octave + 1)
  }

  private static func middle(ofBucket index: Int) -> Int {
    guard index >= exactSizes else { return index }
    let width = 1 << ((index - exactSizes) / bucketsPerOctave + 1)
    return lowerBound(ofBucket: index) + (width - 1) / 2
  }
}
