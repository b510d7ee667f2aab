import Canvas
import Query
import Testing

@testable import Dashboard

struct ListColumnsTests {
  private func head(
    width: Int, of dimension: Dimension = .section, order: GroupOrder = .hits,
    hasDurations: Bool = false
  ) -> String {
    var grid = Grid(Size(columns: width, rows: 1))
    ListColumns(width: width, of: dimension, by: order, hasDurations: hasDurations).drawHead(
      order: order, area: Area(column: 0, row: 0, columns: width, rows: 1), on: &grid)
    return grid.text.split(separator: " ").joined(separator: " ")
      .trimmingCharacters(in: "\n")
  }

  /// Columns appear where they leave enough for the name, in this order.
  @Test(arguments: [
    (26, "secti… hits▾ share errs"), (38, "section hits▾ share errs"),
    (39, "section hits▾ share bytes errs"), (47, "section hits▾ share bytes errs"),
    (48, "section hits▾ share bytes errs err %"), (55, "section hits▾ share bytes errs err %"),
    (56, "section hits▾ share bytes errs err % change"),
    (68, "section hits▾ share bytes errs err % change hits/s"),
  ])
  func columnsAppearWhereTheNameKeepsItsLeast(width: Int, expected: String) {
    #expect(head(width: width) == expected)
  }

  @Test(arguments: [Dimension.section, .client, .path])
  func theNamesAreHeadedByTheirDimension(dimension: Dimension) {
    #expect(head(width: 54, of: dimension).hasPrefix("\(dimension.name) hits▾"))
  }

  /// The bar's column has no title: the place of the hits tells its width.
  @Test(arguments: [(65, 23), (76, 26), (77, 16), (100, 32)])
  func theBarTakesAThirdOfWhatTheNameLeaves(width: Int, hitsAt: Int) {
    var grid = Grid(Size(columns: width, rows: 1))
    ListColumns(width: width, of: .section, by: .hits).drawHead(
      order: .hits, area: Area(column: 0, row: 0, columns: width, rows: 1), on: &grid)
    // The six cells of the hits follow the name and a blank.
    let h = (0..<width).first { grid[column: $0, row: 0].glyph == "h" }
    #expect(h == hitsAt + 1 + 1)
  }

  @Test
  func durationsHaveAColumnWhereTheyAreKnown() {
    #expect(!head(width: 100).contains("p90"))
    #expect(head(width: 100, hasDurations: true).contains("p90"))
    #expect(head(width: 43, hasDurations: true) == "section hits▾ share bytes errs")
  }

  /// What the list is ordered by is there however narrow it is.
  @Test(arguments: GroupOrder.allCases)
  func theOrdersColumnIsAlwaysThere(order: GroupOrder) {
    for width in [34, 43, 60, 100] {
      #expect(head(width: width, order: order).contains("▾"), "\(width) columns")
    }
  }
}

extension String {
  fileprivate func trimmingCharacters(in scalars: String) -> String {
    String(drop { scalars.contains($0) }.reversed().drop { scalars.contains($0) }.reversed())
  }
}
