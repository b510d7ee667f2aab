import Canvas
import Testing
import Traffic

@testable import Dashboard

struct StatusesTests {
  private func text(rows: Int) -> String {
    var model = Scenario.normal().model
    model.snapshot.history[model.snapshot.history.count - 1].statistics.statuses = [
      (200, 40), (201, 1), (204, 2), (301, 9), (302, 3), (404, 8), (429, 7), (500, 6), (600, 5),
    ].map { StatusCount(status: $0.0, hits: $0.1) }
    return DashboardScreen.draw(model, ViewState(size: Size(columns: 200, rows: rows))).text
  }

  @Test
  func whereNotAllCodesFitThoseWithTheMostHitsAreListed() {
    let text = text(rows: 34)
    for code in [" 200 ", " 301 ", " 404 ", " 429 "] { #expect(text.contains(code)) }
    for code in [" 201 ", " 204 ", " 302 "] { #expect(!text.contains(code)) }
  }

  @Test
  func onALargeScreenEveryCodeStandsUnderItsClassAndMethodsBelow() {
    let text = text(rows: 60)
    for code in [200, 201, 204, 301, 302, 404, 429, 500, 600] {
      #expect(text.contains(" \(code) "))
    }
    #expect(text.contains("Methods"))
  }
}
