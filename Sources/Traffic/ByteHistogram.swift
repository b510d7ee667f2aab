import AccessLog

/// The distribution of response sizes.
///
/// Each power of two from 128 bytes on is cut into 64 buckets, below that each size has its own, so
/// that any two sizes of a bucket are within 1.6 % of each other.
///
/// - Complexity: adding is O(1); merging and percentiles are O(buckets). 9 KiB where no size is above
///   8 MiB, at most 29 KiB.
package struct ByteHistogram: Sendable {
  private static let bucketsPerOctave = 64
  private static let exactSizes = 2 * bucketsPerOctave
  /// The first octave that is cut; the last possible one is 62, since sizes are not negative.
  private static let firstOctave = 7

  /// So that the counts of ordinary traffic never move.
  private static let leastReserved = 1 << 20

  /// Up to the octave of the largest size: most traffic needs a third of all octaves.
  package private(set) var counts: [Int] = []
  /// Largest size added.
  package var maximum = 0
  package private(set) var total = 0

  /// Creates a distribution of no sizes, without allocating.
  package init() {}

  mutating func add(_ records: Span<LineRecord>) {
    add(records.count) { records[$0].responseBytes }
  }

  /// Adds so many hits, each of the size that `size` gives for its index, which is not negative; hits
  /// for which it gives `nil` are left out.
  @inline(__always)
  mutating func add(_ count: Int, _ size: (_ index: Int) -> Int?) {
    for index in 0..<count { maximum = max(maximum, size(index) ?? 0) }
    reserve(for: maximum)
    var slots = counts.mutableSpan
    var added = 0
    for index in 0..<count {
      guard let size = size(index) else { continue }
      slots[ByteHistogram.bucket(of: size)] &+= 1
      added &+= 1
    }
    total += added
  }

  mutating func merge(_ other: ByteHistogram) {
    guard other.total > 0 else { return }
    maximum = max(maximum, other.maximum)
    reserve(for: maximum)
    var slots = counts.mutableSpan
    slots.add(other.counts.span)
    total += other.total
  }

  package mutating func reserve(for size: Int) {
    let bucket = ByteHistogram.bucket(of: max(size, ByteHistogram.leastReserved))
    guard bucket >= counts.count else { return }
    let count = (bucket / ByteHistogram.bucketsPerOctave + 1) * ByteHistogram.bucketsPerOctave
    guard !counts.isEmpty else {
      counts = Array(repeating: 0, count: count)
      return
    }
    counts += repeatElement(0, count: count - counts.count)
  }

  /// Adds hits whose sizes are in one bucket; reserve it before, and set the largest size after.
  package mutating func add(_ hits: Int, toBucket bucket: Int) {
    counts[bucket] += hits
    total += hits
  }

  /// The hits below each of ``ResponseBytes/bounds`` but not below the one before, and the rest.
  func histogram() -> [Int] {
    // The bounds are powers of two, so no bucket lies on both sides of one.
    let ends = ResponseBytes.bounds.map { min(ByteHistogram.bucket(of: $0), counts.count) }
    var start = 0
    return (ends + [counts.count]).map { end in
      defer { start = end }
      return counts[start..<end].reduce(0, &+)
    }
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
    // Octave by octave, which the compiler vectorizes, then bucket by bucket.
    var octave = 0
    var before = 0
    var within = hits(inOctave: 0)
    for fraction in fractions {
      let rank = ByteHistogram.rank(of: fraction, in: total)
      while before + within < rank {
        before += within
        octave += 1
        within = hits(inOctave: octave)
      }
      var bucket = octave * ByteHistogram.bucketsPerOctave
      var seen = before + counts[bucket]
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

  /// The hits in that many buckets from a multiple of it on.
  private func hits(inOctave octave: Int) -> Int {
    let start = octave * ByteHistogram.bucketsPerOctave
    return counts[start..<start + ByteHistogram.bucketsPerOctave].reduce(0, &+)
  }

  /// The rank of a fraction: `fraction * total` rounded up, except for an error of floating point.
  private static func rank(of fraction: Double, in total: Int) -> Int {
    let share = fraction * Double(total)
    let nearest = share.rounded()
    return max(1, Int(abs(share - nearest) < 1e-6 ? nearest : share.rounded(.up)))
  }

  @inline(__always)
  package static func bucket(of size: Int) -> Int {
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

extension ByteHistogram: Equatable {
  /// Whether as many sizes fell in each bucket, and the largest was the same.
  package static func == (left: ByteHistogram, right: ByteHistogram) -> Bool {
    // The largest decides how many buckets there are.
    left.maximum == right.maximum && left.total == right.total && left.counts == right.counts
  }
}
