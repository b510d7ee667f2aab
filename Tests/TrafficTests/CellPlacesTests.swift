import TestSupport
import Testing

@testable import Traffic

@Suite struct CellPlacesTests {
  /// Few different values, so that all of them come again and some differ in one part alone.
  @Test(arguments: [1, 10, 400], 1...3 as ClosedRange<UInt64>)
  func cellsAreFoundWhereTheyStand(values: Int, seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var places = CellPlaces()
    for _ in 0..<3 {
      var cells: [SelectedHits] = []
      var expected: [SelectedHits: Int] = [:]
      for _ in 0..<5_000 {
        let cell = SelectionCell(
          group: UInt64(random.below(values)), key: UInt64(random.below(2)) << 63)
        let hits = SelectedHits(selection: random.below(3), cell: cell)
        let found = places.find(hits.selection, cell, in: cells) { ($0.selection, $0.cell) }
        #expect(found == expected[hits])
        guard found == nil else { continue }
        expected[hits] = cells.count
        cells.append(hits)
      }
      #expect(cells.count == expected.count)
      places.removeAll()
    }
  }
}
