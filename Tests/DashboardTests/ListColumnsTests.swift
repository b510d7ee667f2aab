import Canvas
import Query
import Testing

@testable import Dashboard

struct ListColumnsTests {
  private func head(
    width: Int, of dimension: Dimension = .section, order: GroupOrder = .hits
  ) -> String {
    var grid = Grid(Size(columns: width, rows: 1))
    ListColumns(width: width, of: dimension).drawHead(
      order: order, area: Area(column: 0, row: 0, columns: width, rows: 1), on: &grid)
    return grid.text.split(separator: " ").joined(separator: " ")
      .trimmingCharacters(in: "\n")
  }

  /// Columns appear where they leave enough for the name, in this order.
  @Test(arguments: [
    (26, "secti… hits▾ share errs"), (33, "section hits▾ share errs"),
    (34, "section hits▾ share bytes errs"), (45, "section hits▾ share bytes errs"),
    (46, "section hits▾ share bytes errs err %"), (53, "section hits▾ share bytes errs err %"),
    (54, "section hits▾ share bytes errs err % change"),
  ])
  func columnsAppearWhereTheNameKeepsItsLeast(width: Int, expected: String) {
    #expect(head(width: width) == expected)
  }

  @Test(arguments: [Dimension.section, .client, .path])
  func theNamesAreHeadedByTheirDimension(dimension: Dimension) {
    #expect(head(width: 54, of: dimension).hasPrefix("\(dimension.name) hits▾"))
  }

  /// The bar's column has no title: the place of the hits tells its width.
  @Test(arguments: [(65, 23), (66, 13), (100, 38)])
  func theBarTakesAThirdOfWhatTheNameLeaves(width: Int, hitsAt: Int) {
    var grid = Grid(Size(columns: width, rows: 1))
    ListColumns(width: width, of: .section).drawHead(
      order: .hits, area: Area(column: 0, row: 0, columns: width, rows: 1), on: &grid)
    // The six cells of the hits follow the name and a blank.
    let h = (0..<width).first { grid[column: $0, row: 0].glyph == "h" }
    #expect(h == hitsAt + 1 + 1)
  }

  @Test
  func anOrderWithoutAColumnIsNamed() {
    #expect(head(width: 26, order: .change).hasPrefix("by ch"))
    #expect(head(width: 34, order: .change).hasPrefix("by cha"))
    #expect(head(width: 60, order: .change).contains("change▾"))
  }
}

extension String {
  fileprivate func trimmingCharacters(in scalars: String) -> String {
    String(drop { scalars.contains($0) }.reversed().drop { scalars.contains($0) }.reversed())
  }
}
