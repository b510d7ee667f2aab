/// Hits of selections in one to four words each: a journal holds those of minutes.
struct PackedHits: Sendable {
  /// The words that follow the first word of an entry.
  ///
  /// The first word holds these parts, the selection, and the hits if they fit.
  private struct Parts: OptionSet {
    let rawValue: UInt64
    static let group = Parts(rawValue: 1)
    static let key = Parts(rawValue: 2)
    static let extra = Parts(rawValue: 4)
    static let hits = Parts(rawValue: 8)
    static let bits = UInt64(4)
  }

  private static let selectionBits = UInt64(20)
  private static let greatestHits = UInt64(1) << (64 - Parts.bits - selectionBits) - 1

  private var words: [UInt64] = []

  /// - Precondition: There are no more than a million selections.
  init(_ hits: [SelectedHits]) {
    words.reserveCapacity(2 * hits.count)
    append(hits)
  }

  /// How many words there are, of 8 bytes each.
  var wordCount: Int { words.count }

  mutating func append(_ hits: [SelectedHits]) {
    for hits in hits {
      let cell = hits.cell
      let count = UInt64(bitPattern: Int64(cell.hits))
      var parts: Parts = []
      if cell.group != 0 { parts.insert(.group) }
      if cell.key != 0 { parts.insert(.key) }
      if cell.extra != 0 { parts.insert(.extra) }
      if count > PackedHits.greatestHits { parts.insert(.hits) }
      precondition(hits.selection >> PackedHits.selectionBits == 0)
      let first = UInt64(hits.selection) << Parts.bits | parts.rawValue
      let shift = Parts.bits + PackedHits.selectionBits
      words.append(parts.contains(.hits) ? first : first | count << shift)
      if parts.contains(.hits) { words.append(count) }
      if parts.contains(.group) { words.append(cell.group) }
      if parts.contains(.key) { words.append(cell.key) }
      if parts.contains(.extra) { words.append(UInt64(bitPattern: Int64(cell.extra))) }
    }
  }

  /// All hits, in the order in which they were appended.
  var all: [SelectedHits] {
    var all: [SelectedHits] = []
    all.reserveCapacity(words.count / 2)
    var place = 0
    func next() -> UInt64 {
      defer { place += 1 }
      return words[place]
    }
    while place < words.count {
      let first = next()
      let parts = Parts(rawValue: first & (1 << Parts.bits - 1))
      let selection = first >> Parts.bits & (1 << PackedHits.selectionBits - 1)
      var cell = SelectionCell()
      let count =
        parts.contains(.hits) ? next() : first >> (Parts.bits + PackedHits.selectionBits)
      cell.hits = Int(truncatingIfNeeded: count)
      if parts.contains(.group) { cell.group = next() }
      if parts.contains(.key) { cell.key = next() }
      if parts.contains(.extra) { cell.extra = Int(truncatingIfNeeded: next()) }
      all.append(SelectedHits(selection: Int(selection), cell: cell))
    }
    return all
  }
}
