/// How the cells of a series are made fewer where there are too many: coarser values, or a sample of
/// the clients.
struct CellCompaction: Sendable {
  /// How many of a client's lowest bits have to be 0 for it to be kept.
  private(set) var sampleBits = 0
  /// Into how many parts a power of two of values is cut, as a power of two; `nil` for all values.
  private(set) var octaveBits: Int?

  /// Takes the next step; `false` if there is none for the selection.
  mutating func advance(for selection: Selection) -> Bool {
    switch selection.extra {
    case .clients:
      guard sampleBits < 32 else { return false }
      sampleBits += 1
    case .values:
      guard octaveBits ?? 8 > 2 else { return false }
      octaveBits = (octaveBits ?? 8) - 2
    default: return false
    }
    return true
  }

  /// What is kept of a cell.
  func kept(_ cell: SelectionCell, of selection: Selection) -> SelectionCell? {
    var kept = cell
    switch selection.extra {
    case .clients where cell.key & (1 << UInt64(sampleBits) - 1) != 0: kept.key = 0
    case .values:
      if let octaveBits { kept.key = CellCompaction.coarse(cell.key, octaveBits) }
    default: break
    }
    return kept
  }

  /// What is kept of the cells of a second, those that are alike joined.
  func compacted(_ cells: [SelectionCell], of selection: Selection) -> [SelectionCell] {
    var places = CellPlaces()
    var compacted: [SelectionCell] = []
    for cell in cells {
      guard let kept = kept(cell, of: selection) else { continue }
      if let index = places.find(0, kept, in: compacted, { (0, $0) }) {
        compacted[index].merge(kept)
      } else {
        compacted.append(kept)
      }
    }
    return compacted
  }

  /// The greatest value that is in the same part of its power of two.
  static func coarse(_ value: UInt64, _ octaveBits: Int) -> UInt64 {
    let octave = 63 - value.leadingZeroBitCount
    guard octave > octaveBits else { return value }
    let shift = UInt64(octave - octaveBits)
    return (value >> shift + 1) << shift &- 1
  }
}
