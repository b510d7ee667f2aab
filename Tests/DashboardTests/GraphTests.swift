import AccessLog
import Alerting
import Canvas
import Testing
import Traffic

@testable import Dashboard

struct GraphTests {
  /// Each measure has its name and its scale, and the moment under the cursor its value.
  @Test(arguments: [
    ("", "Requests per second", "max 10/s"), ("c", "Errors per second", "max "),
    ("cc", "Bytes per second", "max "), ("ccc", "Clients in 10 s", "max "),
    ("cccc", "Duration in ms, p90 of 10 s", ""), ("ccccc", "Requests per second", "max 10/s"),
  ])
  func theKeyGoesThroughTheMeasures(keys: String, name: String, note: String) {
    let model = Scenario.normal().model
    let view = ViewState(size: Size(columns: 120, rows: 40)).pressing(keys, in: model)
    let text = DashboardScreen.draw(model, view).text
    #expect(text.contains("1 \(name) "), "\(text)")
    #expect(text.contains(note), "\(text)")
    // In the past it is read out what was there.
    let past = DashboardScreen.draw(model, view.pressing([.left], in: model)).text
    #expect(past.contains(" 10:09:40 "), "\(past)")
  }

  @Test(arguments: GraphSpan.allCases)
  func theTitleNamesTheSpanThatIsDrawn(span: GraphSpan) {
    let model = Scenario.normal().model
    var view = ViewState(size: Size(columns: 120, rows: 50))
    view.span = span
    // 108 columns of two, six or forty seconds would do; a column has a round number of them.
    let shown = [GraphSpan.twoMinutes: "3 min 36 s", .tenMinutes: "18 min", .hour: "1 h 48 min"]
    #expect(DashboardScreen.draw(model, view).text.contains("  last \(shown[span] ?? "")"))
    let help = KeyTable.bindings.first { $0.action == .shorterSpan }?.help ?? ""
    #expect(help.contains(span.words))
  }

  @Test
  func peaksAreKeptWhenSecondsShareAColumn() {
    let time = TimeScale(span: 40, columns: 4, last: Instant(1_009))
    #expect(time.secondsPerColumn == 10)
    var values = Array(repeating: 1, count: 25)
    values[7] = 90
    // 985 … 1009: the first column has no second of it.
    #expect(time.peaks(of: values, start: Instant(985)) == [nil, 1, 90, 1])
  }

  @Test
  func aBarIsTheMeanOfItsSecondsAndItsTipTheGreatest() {
    let time = TimeScale(span: 40, columns: 4, last: Instant(1_009))
    var values = Array(repeating: 1, count: 25)
    values[7] = 90
    #expect(time.means(of: values, start: Instant(985)) == [nil, 1, 9.9, 1])
    // A steady 20/s with seconds up to 40 is never over a threshold of 30.
    var model = Scenario.traffic { $0 % 2 == 0 ? 40 : 0 }.model
    model.status.rule.threshold = 30
    let grid = zoomed(model, "]]")
    let cells = (0..<24).flatMap { row in (0..<80).map { grid[column: $0, row: row] } }
    #expect(!cells.contains { $0.role == .graphOver })
    #expect(cells.filter { $0 == Cell("┊", .graphPeak) }.count > 60)
    #expect(grid.text.contains("max 40/s"))
  }

  @Test
  func columnsKeepTheirSecondsWhileTimePasses() {
    let now = TimeScale(span: 600, columns: 70, last: Instant(1_594_195_803))
    let later = TimeScale(span: 600, columns: 70, last: Instant(1_594_195_809))
    #expect(now.start == later.start)
    let next = TimeScale(span: 600, columns: 70, last: Instant(1_594_195_810))
    #expect(next.start == now.start + 10)
    #expect(now.column(of: Instant(1_594_195_803)) == 69)
    #expect(now.column(of: now.start - 1) == nil)
    #expect(now.column(of: Instant(1_594_195_810)) == nil)
  }

  @Test
  func theAverageIsThatOfTheWindowAtTheEndOfEachColumn() {
    let time = TimeScale(secondsPerColumn: 2, columns: 4, last: Instant(105))
    // 98 … 105 in columns of two; known are 100 … 104.
    let averages = time.averages(of: [6, 0, 3, 3, 9], start: Instant(100), window: 3)
    #expect(averages == [nil, 2, 2, 5])
  }

  @Test(arguments: GraphSpan.allCases, [10, 32, 70, 111, 190, 290])
  func everySpanIsCovered(span: GraphSpan, columns: Int) {
    let time = TimeScale(span: span.seconds, columns: columns, last: Instant(5_000))
    #expect(time.span >= span.seconds)
  }

  @Test(arguments: [
    (0.0, 1.0), (0.7, 1), (3.2, 4), (11.5, 12), (24, 25), (99, 100), (101, 120), (1e6, 1e6),
  ])
  func theAxisEndsAtARoundNumber(peak: Double, top: Double) {
    #expect(ValueScale(peak: peak, rows: 5).top == top)
  }

  @Test
  func whatIsNotNothingIsSeen() {
    let scale = ValueScale(peak: 10_000, rows: 4)
    #expect(scale.eighths(1) == 1)
    #expect(scale.eighths(0) == 0)
    #expect(scale.eighths(1e12) == 32)
  }

  private func zoomed(_ model: DashboardModel, _ keys: String = "") -> Grid {
    let view = ViewState(size: Size(columns: 80, rows: 24)).pressing("1z" + keys, in: model)
    return DashboardScreen.draw(model, view)
  }

  @Test
  func onlyWhatIsOverTheThresholdIsDrawnAsOver() {
    var model = Scenario.normal().model
    func over(_ model: DashboardModel) -> Int {
      let grid = zoomed(model)
      return (0..<24).reduce(0) { sum, row in
        sum + (0..<80).filter { grid[column: $0, row: row].role == .graphOver }.count
      }
    }
    model.status.rule.threshold = 10
    #expect(over(model) == 0)
    model.status.rule.threshold = 7
    #expect(over(model) > 0)
  }

  @Test
  func aThresholdFarAboveTheTrafficIsNamedWithoutPressingTheBarsFlat() {
    var model = Scenario.normal().model
    model.status.rule.threshold = 5_000
    let text = zoomed(model).text
    #expect(text.contains("▲5000 │"))
    #expect(text.contains("10 ┤"))
  }

  @Test
  func alertsAreMarkedWhereTheyTriggeredAndRecovered() {
    let text = zoomed(Scenario.inAlert().model, "]]").text
    let axis = text.split(separator: "\n").first { $0.contains("╵") } ?? ""
    #expect(axis.filter { $0 == "▲" }.count == 2)
    #expect(axis.filter { $0 == "▼" }.count == 1)
  }

  @Test
  func theRateNowIsThatOfTheLastFiveWholeSeconds() {
    var model = Scenario.traffic(seconds: 300) { $0 >= 295 ? 100 : 10 }.model
    let view = ViewState(size: Size(columns: 80, rows: 24))
    // The second under way is left out: four of 100 and one of 10.
    #expect(Scene(model, view).rateNow == 82)
    model.source.state = .ended
    #expect(Scene(model, view).rateNow == 100)
  }
}
