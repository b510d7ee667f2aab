import AccessLog

/// The distribution of response sizes.
///
/// Each power of two from 64 bytes on is cut into 32 buckets, below that each size has its own, so
/// that the middle of a bucket is within 1.6 % of any size in it.
///
/// - Complexity: adding is O(1); merging and percentiles are O(buckets). 15 KiB.
struct ByteHistogram: Sendable, Equatable {
  private static let exactSizes = 64
  private static let bucketsPerOctave = 32
  /// Octaves 6 to 62: a size is an `Int` that is not negative.
  private static let bucketCount = exactSizes + (62 - 6 + 1) * bucketsPerOctave

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

  mutating func removeAll() {
    var slots = counts.mutableSpan
    for index in slots.indices { slots[index] = 0 }
    maximum = 0
    total = 0
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
  /// - Precondition: the fractions are ascending, above 0 and at most 1.
  func percentiles(_ fractions: [Double]) -> [Int?] {
    guard total > 0 else { return fractions.map { _ in nil } }
    var results: [Int?] = []
    var seen = 0
    var bucket = -1
    for fraction in fractions {
      let rank = max(1, Int((fraction * Double(total)).rounded(.up)))
      while seen < rank {
        bucket += 1
        seen += counts[bucket]
      }
      results.append(min(ByteHistogram.middle(ofBucket: bucket), maximum))
    }
    return results
  }

  @inline(__always)
  private static func bucket(of size: Int) -> Int {
    guard size >= exactSizes else { return size }
    let octave = 63 - size.leadingZeroBitCount
    return exactSizes + (octave - 6) * bucketsPerOctave + (size >> (octave - 5)) - bucketsPerOctave
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
