import AccessLog

/// What selections need to know of the hits of a block: which filters they match, and their groups.
package struct HitMarks: Sendable {
  /// Marks of no filters.
  static let none = HitMarks(filterCount: 0, groupCount: 0)

  /// How many words of marks a hit has.
  private let wordCount: Int
  /// One bit for each filter, hit by hit.
  private var words: [UInt64]
  private let groupCount: Int
  /// The hash of the name of each group, hit by hit.
  private var groups: [UInt64]
  /// The names of all groups of all blocks, by their hashes.
  private(set) var names = HashedNames()
  /// Some hashes of which the names are known, each at the place of its lowest bits.
  private var known: [UInt64]
  private static let knownCount = 1_024

  init(filterCount: Int, groupCount: Int) {
    wordCount = (filterCount + 63) / 64
    words = Array(repeating: 0, count: wordCount * LineScanner.blockCount)
    self.groupCount = groupCount
    groups = Array(repeating: 0, count: groupCount * LineScanner.blockCount)
    known = groupCount == 0 ? [] : Array(repeating: 0, count: HitMarks.knownCount)
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

  /// Sets the group of the hit at a place of the block; `write` appends its name if it is a new one.
  @inline(__always)
  mutating func setGroup(
    _ place: Int, dimension: Int, hash: UInt64, _ write: (inout [UInt8]) -> Void
  ) {
    // 0 is for hits that are not grouped.
    let hash = max(1, hash)
    groups[place &* groupCount &+ dimension] = hash
    let slot = Int(truncatingIfNeeded: hash) & (HitMarks.knownCount &- 1)
    guard known[slot] != hash else { return }
    known[slot] = hash
    names.add(hash, write)
  }

  /// The hash of the name of the group of a hit in a dimension.
  @inline(__always)
  func group(_ record: LineRecord, dimension: Int) -> UInt64 {
    groups[Int(record.place) &* groupCount &+ dimension]
  }
}
