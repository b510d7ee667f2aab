import AccessLog
import Alerting
import Canvas
import Query
import Testing
import Traffic

@testable import Dashboard

/// The graph of what the chosen rule measures.
struct RuleGraphTests {
  private static let size = Size(columns: 80, rows: 24)
  private let model = Scenario.withRules().model

  @Test(arguments: [
    ("6", "1 Requests per second"), ("6j", "1 server-errors: share in %"),
    ("6jjj", "1 big-downloads: bytes per second"), ("6jjjjj", "1 surge: hits per second"),
    // A rule that is off, another measure, and a filter of the screen, which alerts do not obey.
    ("6jjjj", "1 Requests per second"), ("6jc", "1 Errors per second"),
    ("6jfstatus=200\r", "1 Requests per second"),
  ])
  func saysWhatItShows(keys: String, expected: String) {
    let keys = keys.split(separator: "\r", omittingEmptySubsequences: false)
    var view = ViewState(size: RuleGraphTests.size).pressing(String(keys[0]), in: model)
    if keys.count > 1 { view = view.pressing([.enter], in: model) }
    var model = model
    model.filtered = Scenario.filtered(model, view)
    let text = DashboardScreen.draw(model, view).text
    #expect(text.contains("─ \(expected)"), "\(text)")
  }

  private func graph(
    _ change: (inout RuleStatus) -> Void = { _ in }, of name: String = "surge"
  ) throws -> TimeGraph {
    var model = model
    model.rule = RuleName(name)
    change(&model.status)
    let scene = Scene(model, ViewState(size: RuleGraphTests.size))
    let time = TimeScale(
      span: 60, columns: 60, last: try #require(scene.lastWholeSecond))
    return try #require(RuleGraph(scene)).graph(on: time)
  }

  /// Seven hits per second before, three times that is the limit.
  @Test func aFactorIsHeldAgainstWhatItMultiplies() throws {
    #expect(try graph().kind == .rule(.perSecond, limit: 21, isBelow: false))
    let unknown = try graph { $0.reading.base = nil }
    #expect(unknown.kind == .rule(.perSecond, limit: nil, isBelow: false))
  }

  @Test func eachColumnHasTheWorstOfItsSeconds() throws {
    var (values, line): ([Double?], Double) = ([], 0)
    for isBelow in [false, true] {
      var model = model
      model.rule = RuleName("server-errors")
      model.status.rule.side = isBelow ? .below : .above
      let trail = try #require(model.status.trail)
      let scene = Scene(model, ViewState(size: RuleGraphTests.size))
      let time = TimeScale(span: 600, columns: 60, last: try #require(scene.lastWholeSecond))
      let graph = try #require(RuleGraph(scene)).graph(on: time)
      guard case .rule(.share, let limit?, isBelow) = graph.kind else {
        Issue.record("\(graph.kind)")
        return
      }
      (values, line) = (graph.values, limit)
      let seconds = time.seconds(of: 30)
      let worst = isBelow ? seconds.lowerBound : seconds.upperBound - 1
      #expect(values[30] == trail.value(at: .init(worst)).map { $0 * 100 })
    }
    // In per cent.
    #expect(line == 5)
  }

  /// Of a rule with `below` the bars under the line stand out, not those above.
  @Test func barsBeyondTheLineStandOut() throws {
    for (isBelow, value, isOver) in [
      (true, 1.0, true), (true, 9, false), (false, 9, true), (false, 1, false),
    ] {
      let graph = TimeGraph(
        kind: .rule(.perSecond, limit: 5, isBelow: isBelow), values: [value, value])
      var grid = Grid(Size(columns: RateGraphPanel.gutter + 2, rows: 8))
      graph.draw(
        in: Area(column: 0, row: 0, columns: RateGraphPanel.gutter + 2, rows: 8), isTyping: false,
        on: &grid)
      let roles = (0..<8).map { grid[column: RateGraphPanel.gutter, row: $0].role }
      #expect(roles.contains(.graphOver) == isOver)
    }
  }
}
