/// The cells of one second of a selection.
///
/// A cell takes one word for each number that the selection has: there may be a million cells.
struct SecondCells: Sendable {
  /// The numbers that a cell has beside its hits.
  struct Shape: Sendable {
    let hasGroup: Bool
    let hasKey: Bool
    let hasExtra: Bool

    init(of selection: Selection) {
      hasGroup = selection.group != nil
      switch selection.extra {
      case .nothing: (hasKey, hasExtra) = (false, false)
      case .bytes, .errors, .matching, .malformed: (hasKey, hasExtra) = (false, true)
      case .clients: (hasKey, hasExtra) = (true, false)
      case .values: (hasKey, hasExtra) = (true, true)
      }
    }

    /// How many numbers a cell has.
    var width: Int { 1 + (hasGroup ? 1 : 0) + (hasKey ? 1 : 0) + (hasExtra ? 1 : 0) }
  }

  private let shape: Shape
  /// The numbers of all cells, one after the other.
  private var words: [UInt64] = []

  init(_ shape: Shape) {
    self.shape = shape
  }

  /// Allocates no more than the cells need, since they stay for a whole window.
  init(_ shape: Shape, _ cells: [SelectionCell]) {
    self.shape = shape
    words.reserveCapacity(shape.width * cells.count)
    for cell in cells { append(cell) }
  }

  /// - Complexity: O(1).
  var count: Int { words.count / shape.width }

  var isEmpty: Bool { words.isEmpty }

  var all: [SelectionCell] {
    var all: [SelectionCell] = []
    all.reserveCapacity(count)
    forEachCell { all.append($0) }
    return all
  }

  @inline(__always)
  mutating func append(_ cell: SelectionCell) {
    words.append(UInt64(bitPattern: Int64(cell.hits)))
    if shape.hasGroup { words.append(cell.group) }
    if shape.hasKey { words.append(cell.key) }
    if shape.hasExtra { words.append(UInt64(bitPattern: Int64(cell.extra))) }
  }

  @inline(__always)
  func forEachCell(_ body: (SelectionCell) -> Void) {
    var place = 0
    func next() -> UInt64 {
      defer { place += 1 }
      return words[place]
    }
    while place < words.count {
      var cell = SelectionCell(hits: Int(truncatingIfNeeded: next()))
      if shape.hasGroup { cell.group = next() }
      if shape.hasKey { cell.key = next() }
      if shape.hasExtra { cell.extra = Int(truncatingIfNeeded: next()) }
      body(cell)
    }
  }

  /// Forgets the cells of some groups.
  mutating func forget(_ groups: HashPlaces) {
    var kept: [SelectionCell] = []
    forEachCell { if !groups.contains($0.group) { kept.append($0) } }
    if kept.count < count { self = SecondCells(shape, kept) }
  }
}
