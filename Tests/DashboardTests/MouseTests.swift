import AccessLog
import Alerting
import Canvas
import Query
import Testing
import Traffic

@testable import Dashboard

struct MouseTests {
  private let size = Size(columns: 120, rows: 40)

  /// The first place where a text stands.
  private func place(of text: String, in grid: Grid) throws -> (column: Int, row: Int) {
    for row in 0..<grid.size.rows {
      let line = (0..<grid.size.columns).map { grid[column: $0, row: row].glyph }
      let wanted = Array(text.unicodeScalars)
      for column in 0...(line.count - wanted.count)
      where Array(line[column..<column + wanted.count]) == wanted {
        return (column, row)
      }
    }
    throw Missing(text: text)
  }

  private struct Missing: Error { var text: String }

  @Test
  func aPressFocusesAndSelects() throws {
    let model = Scenario.inAlert().model
    var view = ViewState(size: size)
    let alert = try place(of: "Threshold changed", in: DashboardScreen.draw(model, view))
    _ = view.handle(.mouse(MouseEvent(.press, column: alert.column, row: alert.row)), in: model)
    #expect(view.focus == .alerts)
    #expect(view.alertSelection == 2)
    let section = try place(of: "/report", in: DashboardScreen.draw(model, view))
    _ = view.handle(
      .mouse(MouseEvent(.press, column: section.column, row: section.row)), in: model)
    #expect(view.focus == .sections)
    #expect(view.groupSelection.name == Array("/report".utf8))
  }

  @Test
  func aDoublePressOpensARowAndZoomsElsewhere() throws {
    let model = Scenario.inAlert().model
    var view = ViewState(size: size)
    let grid = DashboardScreen.draw(model, view)
    let section = try place(of: "/report", in: grid)
    let opened = view.handle(
      .mouse(MouseEvent(.doublePress, column: section.column, row: section.row)), in: model)
    #expect(opened == [.open(GroupChoice(.section, Array("/report".utf8)))])
    view = ViewState(size: size)
    let graph = try place(of: "Requests per second", in: grid)
    _ = view.handle(
      .mouse(MouseEvent(.doublePress, column: graph.column, row: graph.row)), in: model)
    #expect(view.focus == .graph && view.isZoomed)
  }

  @Test
  func aPressOnTheListBesideListsIt() throws {
    let model = Scenario.inAlert().model
    var view = ViewState(size: Size(columns: 200, rows: 60))
    let network = try place(of: "198.51.100.0/24", in: DashboardScreen.draw(model, view))
    let press = MouseEvent(.press, column: network.column, row: network.row)
    #expect(view.handle(.mouse(press), in: model) == [])
    #expect(view.dimension == .network && view.focus == .sections)
  }

  /// From where the button is pressed to where it is let go, though the graph moves meanwhile.
  @Test
  func aDragInTheGraphMarks() throws {
    let model = Scenario.inAlert().model
    var view = ViewState(size: size).pressing("]", in: model)
    let area = try #require(Scene(model, view).layout.panels[.graph])
    let first = area.column + 2 + RateGraphPanel.gutter
    let time = TimeScale(
      span: 600, columns: area.columns - 4 - RateGraphPanel.gutter, last: Scenario.noon + 3)
    func send(_ action: MouseEvent.Action, _ column: Int) {
      _ = view.handle(
        .mouse(MouseEvent(action, column: first + column, row: area.row + 3)), in: model)
    }
    send(.press, 30)
    #expect(view.mark == nil)
    send(.release, 60)
    let mark = try #require(view.mark)
    #expect(!mark.isGrowing)
    #expect(mark.seconds.contains(time.seconds(of: 30).lowerBound))
    #expect(mark.seconds.contains(time.seconds(of: 60).lowerBound))
    #expect(mark.seconds.count <= 31 * time.secondsPerColumn + 20)
    // A click marks nothing, and leaves a mark as it is.
    send(.press, 20)
    send(.release, 20)
    #expect(view.mark == mark)
    // What is let go elsewhere was no drag.
    send(.press, 20)
    _ = view.handle(.mouse(MouseEvent(.release, column: 0, row: 0)), in: model)
    #expect(view.mark == mark)
  }

  @Test
  func theWheelMovesUnderThePointer() throws {
    let model = Scenario.inAlert().model
    var view = ViewState(size: size)
    let alert = try place(of: "5 Alerts", in: DashboardScreen.draw(model, view))
    for _ in 0..<2 {
      _ = view.handle(
        .mouse(MouseEvent(.wheelDown, column: alert.column, row: alert.row)), in: model)
    }
    #expect(view.alertSelection == 1)
    _ = view.handle(
      .mouse(MouseEvent(.wheelUp, column: alert.column, row: alert.row)), in: model)
    #expect(view.alertSelection == 2)
  }
}
