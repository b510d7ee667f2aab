import AccessLog
import Canvas
import Testing
import Traffic

@testable import Dashboard

struct HeaderTests {
  private func firstRow(_ model: DashboardModel, columns: Int) -> String {
    let view = ViewState(size: Size(columns: columns, rows: 24))
    let text = DashboardScreen.draw(model, view).text
    return String(text.prefix { $0 != "\n" })
  }

  @Test(arguments: [
    (SourceStatus.State.following, "following", ""),
    (.waiting, "waiting for the file", "waiting"),
    (.loading(share: 0.42), "loading 42 %", "loading"),
    (.loading(share: nil), "loading", "loading"),
    (.ended, "ended", "ended"),
    (.failed(reason: "Permission denied"), "cannot read: Permission denied", "unreadable"),
    (.unsaved(reason: "No space left on device"), "not saved: No space left", "not saved"),
    (.unparsed(source: "a.log", expected: "x"), "cannot parse a.log", "not parsed"),
  ])
  func saysHowTheSourceGoes(state: SourceStatus.State, wide: String, narrow: String) {
    var model = Scenario.normal().model
    model.source.state = state
    #expect(firstRow(model, columns: 120).contains(wide))
    #expect(firstRow(model, columns: 40).contains(narrow))
    #expect(firstRow(model, columns: 40).hasSuffix("10:10:04"))
  }

  @Test
  func doesNotSayThatAllIsWellWhereNothingCanBeParsed() {
    var model = Scenario.normal().model
    func text() -> String {
      DashboardScreen.draw(model, ViewState(size: Size(columns: 80, rows: 24))).text
    }
    #expect(text().contains("  OK   "))
    model.source.state = .unparsed(source: "a.log", expected: "x")
    #expect(!text().contains("  OK   "))
    #expect(text().contains("no line can be parsed"))
    #expect(TerminalTitle.text(model).hasPrefix("UNPARSED"))
    model.snapshot = Snapshot(intervalSeconds: 10)
    #expect(text().contains("Cannot parse: expected x"))
  }

  @Test
  func saysPlainlyThatTrafficIsMadeUp() {
    var model = Scenario.normal().model
    model.source.isDemo = true
    #expect(firstRow(model, columns: 80).contains("DEMO TRAFFIC"))
    #expect(firstRow(model, columns: 40).contains("DEMO"))
  }

  @Test
  func saysThatLinesAreMissing() {
    var model = Scenario.normal().model
    #expect(!firstRow(model, columns: 80).contains("MISSING"))
    model.source.hasMissed = true
    #expect(firstRow(model, columns: 80).contains("LINES MISSING"))
    model.source.refused = 12
    #expect(firstRow(model, columns: 80).contains("12 RECORDS REFUSED"))
    model.source.refused = 0
    #expect(firstRow(model, columns: 40).contains("GAP"))
  }

  @Test(arguments: [(0, ""), (60, ""), (61, "log 1 min 01 s behind"), (-7_200, "log 2 h ahead")])
  func aSkewAboveAMinuteIsShown(skew: Int, words: String) {
    var model = Scenario.normal().model
    model.snapshot.skewSeconds = skew
    let row = firstRow(model, columns: 120)
    #expect(words.isEmpty ? !row.contains(" log ") : row.contains(words))
  }

  @Test(arguments: [
    ([String](), "no file"), (["-"], "standard input"), (["/a", "/b"], "/a, /b"),
    (["/a", "/b", "/c"], "/a and 2 more"),
  ])
  func namesWhatIsWatched(paths: [String], name: String) {
    var model = Scenario.normal().model
    model.source.paths = paths
    #expect(firstRow(model, columns: 80).contains(name))
  }

  /// The rows of the intervals just after one has ended, until it is reported.
  @Test(arguments: [
    (80, 24, [" last 10 s   10:10:00     32+hits   3.2/s", " so far      10:10:10      7 hits"]),
    (60, 24, [" last 10 s      32+hits    3.2/s", " so far          7 hits"]),
    (40, 12, [" 10 s    32+hits   3% err  so far     7"]),
  ])
  func theNewestIntervalThatEndedIsShownBeforeItIsReported(
    columns: Int, rows: Int, expected: [String]
  ) throws {
    var model = Scenario.normal().model
    let ended = try #require(model.snapshot.currentInterval)
    var current = ended
    current.start = ended.end
    current.end = ended.end + 10
    current.statistics.hits = 7
    model.snapshot.openIntervals = [ended]
    model.snapshot.currentInterval = current
    model.snapshot.clock = ended.end + 1
    let view = ViewState(size: Size(columns: columns, rows: rows))
    let open = DashboardScreen.draw(model, view).text
    for row in expected { #expect(open.contains("\n" + row), "\(row) in\n\(open)") }
    // Only the mark goes when it is reported.
    model.snapshot.openIntervals = []
    model.snapshot.history.append(ended)
    #expect(
      DashboardScreen.draw(model, view).text == open.replacing("32+hits", with: "32 hits"))
  }

  @Test
  func theArrowsWalkThroughOpenIntervalsToo() throws {
    var model = Scenario.normal().model
    let reported = model.snapshot.history
    model.snapshot.openIntervals = Array(reported.suffix(2))
    model.snapshot.history.removeLast(2)
    let size = Size(columns: 80, rows: 24)
    let past = ViewState(size: size).pressing([.left], in: model)
    #expect(past.pastInterval == reported[reported.count - 2].start)
    #expect(Scene(model, past).isShownOpen)
    let earlier = past.pressing([.left], in: model)
    #expect(earlier.pastInterval == reported[reported.count - 3].start)
    #expect(!Scene(model, earlier).isShownOpen)
  }

  @Test
  func anOpenIntervalWithoutTrafficSaysSoFar() {
    var model = Scenario.traffic(seconds: 300) { _ in 0 }.model
    model.snapshot.openIntervals = [model.snapshot.history.removeLast()]
    let text = DashboardScreen.draw(model, ViewState(size: Size(columns: 80, rows: 24))).text
    #expect(text.contains("10:09:50   No traffic so far"))
  }

  @Test
  func anIntervalWithoutTrafficSaysSo() {
    let model = Scenario.traffic(seconds: 300) { _ in 0 }.model
    let text = DashboardScreen.draw(model, ViewState(size: Size(columns: 80, rows: 24))).text
    #expect(text.contains("No traffic in the last 10 s"))
  }

  @Test(arguments: [80, 60, 40])
  func oneHitIsSingular(columns: Int) {
    var model = Scenario.traffic(seconds: 300) { _ in 1 }.model
    let last = model.snapshot.history.count - 1
    for hits in [1, 2] {
      model.snapshot.history[last].statistics.hits = hits
      model.snapshot.history[last].statistics.clients = hits
      let size = Size(columns: columns, rows: columns == 40 ? 12 : 24)
      let text = DashboardScreen.draw(model, ViewState(size: size)).text
      #expect(text.contains(" 1 hit ") == (hits == 1))
      #expect(text.contains(" 2 hits") == (hits == 2))
      guard columns == 80 else { continue }
      #expect(text.contains(" 1 client ") == (hits == 1))
      #expect(text.contains(" 2 clients") == (hits == 2))
    }
  }

  @Test
  func thePastAndAFrozenScreenAreUnmistakable() {
    let model = Scenario.normal().model
    let size = Size(columns: 80, rows: 24)
    let past = DashboardScreen.draw(model, ViewState(size: size).pressing([.left], in: model))
    #expect(past.text.hasPrefix(" PAST  10:09:40 \u{2013} 10:09:50"))
    #expect((0..<80).allSatisfy { past[column: $0, row: 0].role == .past })
    let frozen = DashboardScreen.draw(model, ViewState(size: size).pressing(" ", in: model))
    #expect(frozen.text.hasPrefix(" FROZEN at 10:10:04"))
    #expect((0..<80).allSatisfy { frozen[column: $0, row: 0].role == .warningBlock })
  }

  @Test
  func aMalformedLineIsCountedInTheFooterAndShownOnDemand() {
    var model = Scenario.normal().model
    let view = ViewState(size: Size(columns: 80, rows: 24))
    #expect(DashboardScreen.draw(model, view).text.contains("m 2 malformed"))
    let open = DashboardScreen.draw(model, view.pressing("m", in: model)).text
    #expect(open.contains("not a \\x1b[31mlog line\\x07 at all"))
    model.snapshot.totalCounts.malformed = 0
    #expect(!DashboardScreen.draw(model, view).text.contains("malformed"))
  }

  /// Hits that are not counted are never silently gone.
  @Test func whatAFilterExcludesIsSaid() throws {
    var model = Scenario.normal().model
    model.filter = "not path=/health"
    let last = model.snapshot.history.count - 1
    let hits = try #require(model.snapshot.history.last?.statistics.hits)
    model.snapshot.history[last].counts.excluded = hits
    model.snapshot.totalCounts.excluded = 1_234
    for (columns, rows, isCounted) in [(80, 24, false), (120, 40, true), (200, 60, true)] {
      let view = ViewState(size: Size(columns: columns, rows: rows))
      let screen = DashboardScreen.draw(model, view).text.split(separator: "\n")
      #expect(screen[0].contains(" where not path=/health: 50% excluded "))
      #expect(screen[0].hasPrefix(" hightide  "))
      #expect(screen.contains { $0.contains("\(hits) excluded") } == isCounted)
      let overlay = DashboardScreen.draw(model, view.pressing("m", in: model)).text
      let line = overlay.split(separator: "\n").last { $0.contains(" excluded  ") }
      #expect(line?.contains(" 1234 ") == true)
    }
    // What does not fit is left out, the name of the program never.
    model.source.isDemo = true
    model.filter = "not path^=/health and status<500 and method=GET"
    let narrow = ViewState(size: Size(columns: 80, rows: 24))
    let title = DashboardScreen.draw(model, narrow).text.split(separator: "\n")[0]
    #expect(title.hasPrefix(" hightide  "), "\(title)")
    #expect(title.contains(" FILTER: 50% excluded "), "\(title)")
    model.source.isDemo = false
    model.filter = "not path=/health"
    let lines = RunSummary(model, began: model.wallClock).lines
    #expect(lines[0].hasSuffix(", 2 malformed lines, 1234 hits excluded"))
    model.snapshot.history[last].counts.excluded = 0
    let view = ViewState(size: Size(columns: 120, rows: 40))
    #expect(DashboardScreen.draw(model, view).text.contains(" where not path=/health  "))
  }
}
