import Alerting
import Canvas
import Testing
import Traffic

@testable import Dashboard

/// What every row of the panel table must hold, whatever panels there are.
struct PanelTableTests {
  private static let wide = Size(columns: 80, rows: 24)

  @Test
  func namesAndWordsAreUnique() {
    #expect(Set(Panel.all).count == PanelTable.rows.count)
    #expect(Set(PanelTable.rows.map(\.word)).count == PanelTable.rows.count)
    #expect(Panel.all.contains(PanelTable.flexible))
  }

  @Test
  func everyPanelHasANumberKeyAndAWordInTheHelp() throws {
    for (index, row) in PanelTable.rows.enumerated() {
      let key = Key.character(Character("\(index + 1)"))
      #expect(KeyTable.action(of: key) == .focus(row.panel))
      let view = ViewState(size: PanelTableTests.wide).pressing([key], in: Scenario.start().model)
      #expect(view.focus == row.panel)
    }
    let help = try #require(
      KeyTable.bindings.first { $0.action == .focus(Panel.all[0]) }
    )
    #expect(help.help == PanelTable.rows.map(\.word).joined(separator: ", "))
    #expect(help.name == "1 \u{2013} \(PanelTable.rows.count)")
  }

  /// Each panel is drawn with its key in its title, in focus with the heavy line.
  @Test(arguments: Panel.all)
  func everyPanelShowsItsKeyAndItsFocus(panel: Panel) throws {
    let model = Scenario.withRules().model
    let size = Size(columns: 120, rows: 40)
    for focus in Panel.all {
      let view = ViewState(size: size).pressing(focus.key, in: model)
      let grid = DashboardScreen.draw(model, view)
      let area = try #require(Scene(model, view).layout.panels[panel])
      let corner = grid[column: area.column, row: area.row].glyph
      #expect(corner == (panel == focus ? "┏" : "╭"))
      let key = String(grid[column: area.column + 2, row: area.row].glyph)
      #expect(key == panel.key)
    }
  }

  /// Enter does what the panel says; what has nothing to open is zoomed.
  @Test(arguments: [
    (Panel.graph, true), (.sections, false), (.statuses, true), (.responseBytes, true),
    (.alerts, false),
  ])
  func enterZoomsWhatHasNothingToOpen(panel: Panel, zooms: Bool) {
    let model = Scenario.inAlert().model
    let view = ViewState(size: PanelTableTests.wide).pressing(panel.key, in: model)
      .pressing([.enter], in: model)
    #expect(view.isZoomed == zooms)
    #expect((view.openGroup != nil) == (panel == .sections))
    #expect((view.pastInterval != nil) == (panel == .alerts))
  }

  @Test
  func panelsStandSideBySideFromTheSumOfTheirLeastColumns() {
    #expect(PanelTable.columnsSideBySide == 79)
    for (columns, isBeside) in [(78, false), (79, true)] {
      let layout = Layout(ViewState(size: Size(columns: columns, rows: 60)), messageRows: 0)
      #expect((layout.panels[.sections]?.row == layout.panels[.statuses]?.row) == isBeside)
    }
  }

  @Test(arguments: [
    // Columns, rows of the body, and the rows of graph, sections, statuses and alerts; 0 where a
    // panel is left out.
    (80, 7, [4, 3, 3, 0]), (80, 6, [6, 0, 0, 0]), (80, 15, [8, 7, 7, 0]), (80, 16, [6, 6, 6, 4]),
    (80, 19, [7, 7, 7, 5]), (200, 55, [21, 21, 21, 13]),
    (40, 6, [6, 0, 0, 0]), (40, 7, [4, 3, 0, 0]), (40, 17, [9, 8, 0, 0]), (40, 18, [6, 6, 0, 6]),
    (60, 28, [11, 10, 0, 7]), (60, 29, [8, 8, 7, 6]),
  ])
  func rowsAreSharedByWeightAboveTheLeast(columns: Int, rows: Int, expected: [Int]) {
    let size = Size(columns: columns, rows: rows)
    let bands = PanelBands(
      isNarrow: size.breadth < .wide, border: columns >= 100 ? .box : .rule,
      contents: PanelContents())
    let areas = bands.areas(in: Area(column: 0, row: 4, columns: columns, rows: rows))
    let heights = [Panel.graph, .sections, .statuses, .alerts].map { areas[$0]?.rows ?? 0 }
    #expect(heights == expected)
  }

  /// Rows that a panel would leave empty go to one that can fill them.
  @Test
  func rowsGoToWhatHasSomethingToShow() throws {
    let size = Size(columns: 200, rows: 60)
    func heights(_ alerts: Int, _ groups: Int) throws -> [Int] {
      var model = Scenario.normal().model
      model.board.history = Array(
        repeating: Scenario.inAlert().model.board.history[0], count: alerts)
      let last = model.snapshot.history.count - 1
      let one = model.snapshot.history[last].statistics.sections[0]
      model.snapshot.history[last].statistics.sections = Array(repeating: one, count: groups)
      let layout = Scene(model, ViewState(size: size)).layout
      return try [Panel.graph, .sections, .alerts].map { try #require(layout.panels[$0]?.rows) }
    }
    // Two rows of a border and at least three within.
    #expect(try heights(0, 100) == [21, 29, 5])
    #expect(try heights(8, 100) == [21, 24, 10])
    #expect(try heights(100, 100) == [21, 21, 13])
    // Of few groups so many rows as the panels beside them can use.
    #expect(try heights(0, 5) == [26, 24, 5])
    #expect(try heights(0, 22) == [23, 27, 5])
  }

  /// Whatever the size, the panels that are shown fill the body and are not below their least.
  @Test
  func panelsFillTheBody() {
    for columns in 40...210 {
      for rows in 7...60 {
        let isNarrow = columns < PanelTable.columnsSideBySide
        let border: PanelBorder = columns >= 100 && rows >= 27 ? .box : .rule
        let areas = PanelBands(isNarrow: isNarrow, border: border, contents: PanelContents())
          .areas(in: Area(column: 0, row: 0, columns: columns, rows: rows))
        let gaps = isNarrow || border == .box ? 0 : 2
        let cells = areas.values.reduce(0) { $0 + $1.columns * $1.rows }
        let middle = areas[.sections]?.rows ?? 0
        #expect(cells + gaps * middle == columns * rows, "\(columns)x\(rows)")
        for row in PanelTable.rows {
          guard let inside = areas[row.panel].map(border.inside) else { continue }
          #expect(inside.rows >= row.rows.least - (isNarrow ? 0 : 4), "\(columns)x\(rows)")
          #expect(inside.columns >= (isNarrow ? 18 : row.columns.least - 2), "\(columns)x\(rows)")
        }
      }
    }
  }
}
