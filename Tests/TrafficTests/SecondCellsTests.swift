import Query
import TestSupport
import Testing

@testable import Traffic

@Suite struct SecondCellsTests {
  static let selections: [Selection] = [
    Selection(group: .path), Selection(extra: .bytes, group: .path),
    Selection(extra: .errors, group: .client), Selection(extra: .clients),
    Selection(extra: .clients, group: .network(bits: 24)), Selection(extra: .values(.bytes)),
    Selection(extra: .values(.duration), group: .path),
    Selection(extra: .malformed, group: .status),
  ]

  /// Cells that have only what the selection has.
  private func cells(of selection: Selection) -> [SelectionCell] {
    var random = SeededRandom(seed: 7)
    let (hasKey, hasExtra): (Bool, Bool)
    switch selection.extra {
    case .nothing: (hasKey, hasExtra) = (false, false)
    case .clients: (hasKey, hasExtra) = (true, false)
    case .values: (hasKey, hasExtra) = (true, true)
    default: (hasKey, hasExtra) = (false, true)
    }
    var cells: [SelectionCell] = []
    for number in 0..<100 {
      var cell = SelectionCell(hits: random.number(0...1_000_000))
      if selection.group != nil { cell.group = .max - UInt64(number) }
      if hasKey { cell.key = .max / UInt64(1 + number) }
      if hasExtra { cell.extra = random.number(-9...9) }
      cells.append(cell)
    }
    cells[5].hits = .max
    if hasExtra { cells[6].extra = .max }
    return cells
  }

  @Test(arguments: selections) func returnsTheCellsThatWereAdded(selection: Selection) {
    let cells = cells(of: selection)
    let shape = SecondCells.Shape(of: selection)
    var appended = SecondCells(shape)
    for cell in cells { appended.append(cell) }
    #expect(appended.all == cells)
    #expect(SecondCells(shape, cells).all == cells)
    #expect(appended.count == cells.count && !appended.isEmpty)
    #expect(SecondCells(shape).isEmpty && SecondCells(shape).all == [])
  }

  @Test func forgetsGroups() {
    let selection = Selection(extra: .values(.bytes), group: .path)
    let cells = cells(of: selection)
    var left = SecondCells(SecondCells.Shape(of: selection), cells)
    var forgotten = HashPlaces()
    for cell in cells[10..<90] { forgotten[cell.group] = 0 }
    left.forget(forgotten)
    #expect(left.all == Array(cells[..<10] + cells[90...]))
  }
}
