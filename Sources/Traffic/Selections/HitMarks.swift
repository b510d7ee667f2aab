import AccessLog

/// Which filters of selections the hits of a block match.
package struct HitMarks: Sendable {
  /// Marks of no filters.
  static let none = HitMarks(filterCount: 0)

  /// How many words of marks a hit has.
  private let wordCount: Int
  /// One bit for each filter, hit by hit.
  private var words: [UInt64]

  init(filterCount: Int) {
    wordCount = (filterCount + 63) / 64
    words = Array(repeating: 0, count: wordCount * LineScanner.blockCount)
  }

  /// Forgets the marks of the hit at a place of the block.
  @inline(__always)
  mutating func clear(_ place: Int) {
    for word in place &* wordCount..<(place &+ 1) &* wordCount { words[word] = 0 }
  }

  /// Marks that the hit at a place of the block matches a filter.
  @inline(__always)
  mutating func mark(_ place: Int, filter: Int) {
    words[place &* wordCount &+ filter >> 6] |= 1 << UInt64(filter & 63)
  }

  /// Whether a hit matches a filter.
  @inline(__always)
  func has(_ record: LineRecord, filter: Int) -> Bool {
    words[Int(record.place) &* wordCount &+ filter >> 6] >> UInt64(filter & 63) & 1 != 0
  }
}
