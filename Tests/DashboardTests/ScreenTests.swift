import Canvas
import Dashboard
import Query
import Testing
import Traffic

/// Screens as their user sees them, at the sizes that matter.
struct ScreenTests {
  static let sizes = [
    Size(columns: 80, rows: 24), Size(columns: 120, rows: 40), Size(columns: 40, rows: 12),
    Size(columns: 200, rows: 60),
  ]

  private func check(
    _ name: String, _ model: DashboardModel, _ view: ViewState,
    at location: SourceLocation = #_sourceLocation
  ) throws {
    let size = view.size
    let grid = DashboardScreen.draw(model, view)
    #expect(grid.size == size, sourceLocation: location)
    try Golden.check(
      grid.text, named: "\(name)-\(size.columns)x\(size.rows).txt", at: location)
  }

  @Test(arguments: sizes)
  func quietStart(size: Size) throws {
    try check("start", Scenario.start().model, ViewState(size: size))
  }

  @Test(arguments: sizes)
  func normalTraffic(size: Size) throws {
    try check("normal", Scenario.normal().model, ViewState(size: size))
  }

  @Test(arguments: sizes)
  func inAlert(size: Size) throws {
    try check("alert", Scenario.inAlert().model, ViewState(size: size))
  }

  @Test(arguments: sizes)
  func inAlertWithoutUnicode(size: Size) throws {
    try check("ascii", Scenario.inAlert().model, ViewState(size: size, glyphs: .ascii))
  }

  /// Time that was not read is no silence, and what began in it has no beginning.
  @Test(arguments: sizes)
  func alertThatBeganBeforeWhatWasRead(size: Size) throws {
    let model = Scenario.sinceBefore().model
    try check("unread", model, ViewState(size: size).pressing("]", in: model))
    let view = ViewState(size: size, glyphs: .ascii).pressing("]", in: model)
    try check("ascii-unread", model, view)
  }

  @Test(arguments: sizes)
  func alertThatBeganBeforeWhatWasReadAndIsOver(size: Size) throws {
    let model = Scenario.wasSinceBefore().model
    try check("unread-over", model, ViewState(size: size).pressing("]5", in: model))
  }

  @Test(arguments: sizes)
  func sectionOpenBesideTimeThatWasNotRead(size: Size) throws {
    var model = Scenario.sinceBefore().model
    let view = ViewState(size: size).pressing([.enter], in: model)
    model.group = Scenario.opened(model, view)
    try check("section-unread", model, view)
  }

  /// What is open, typed or past, in ASCII.
  @Test(arguments: [("start", ""), ("help", "?"), ("prompt", "t12"), ("zoom", "5z")], sizes)
  func statesWithoutUnicode(state: (name: String, keys: String), size: Size) throws {
    let model = state.name == "start" ? Scenario.start().model : Scenario.inAlert().model
    let view = ViewState(size: size, glyphs: .ascii).pressing(state.keys, in: model)
    try check("ascii-\(state.name)", model, view)
  }

  @Test(arguments: sizes)
  func pastAndSectionWithoutUnicode(size: Size) throws {
    var model = Scenario.inAlert().model
    var view = ViewState(size: size, glyphs: .ascii).pressing([.left, .left], in: model)
    try check("ascii-past", model, view)
    view = view.pressing([.end, .enter], in: model)
    model.group = Scenario.opened(model, view)
    try check("ascii-section", model, view)
  }

  @Test(arguments: sizes)
  func inThePast(size: Size) throws {
    let model = Scenario.inAlert().model
    let view = ViewState(size: size).pressing("5]", in: model)
      .pressing([.down, .down, .enter], in: model)
    try check("past", model, view)
  }

  @Test(arguments: sizes)
  func frozen(size: Size) throws {
    let view = ViewState(size: size).pressing(" ", in: Scenario.normal().model)
    try check("frozen", Scenario.inAlert().model, view)
  }

  @Test(arguments: sizes)
  func sectionOpen(size: Size) throws {
    var model = Scenario.normal().model
    let view = ViewState(size: size).pressing([.enter], in: model)
    model.group = Scenario.opened(model, view)
    try check("section", model, view)
  }

  @Test(arguments: sizes)
  func sectionOpenInAlert(size: Size) throws {
    var model = Scenario.inAlert().model
    let view = ViewState(size: size).pressing([.enter], in: model)
    model.group = Scenario.opened(model, view)
    try check("section-alert", model, view)
  }

  @Test(arguments: sizes)
  func help(size: Size) throws {
    let model = Scenario.normal().model
    try check("help", model, ViewState(size: size).pressing("?", in: model))
  }

  @Test(arguments: sizes)
  func malformedLines(size: Size) throws {
    let model = Scenario.normal().model
    try check("malformed", model, ViewState(size: size).pressing("m", in: model))
  }

  @Test(arguments: sizes)
  func thresholdTyped(size: Size) throws {
    let model = Scenario.inAlert().model
    try check("threshold", model, ViewState(size: size).pressing("]t12.5", in: model))
  }

  @Test(arguments: sizes)
  func thresholdRefused(size: Size) throws {
    let model = Scenario.inAlert().model
    let view = ViewState(size: size).pressing("tmany", in: model).pressing([.enter], in: model)
    try check("refused", model, view)
  }

  @Test(arguments: sizes)
  func sectionsFiltered(size: Size) throws {
    let model = Scenario.normal().model
    try check("filter", model, ViewState(size: size).pressing("ss/in", in: model))
  }

  @Test(arguments: sizes)
  func screenFiltered(size: Size) throws {
    var model = Scenario.inAlert().model
    let view = ViewState(size: size).pressing("jj=!", in: model)
      .pressing("f and status=404", in: model).pressing([.enter], in: model)
    model.filtered = Scenario.filtered(model, view, progress: 0.4)
    try check("screenfilter", model, view)
    model.filtered?.progress = nil
    try check("screenfilter-ascii", model, ViewState(size: size, glyphs: .ascii).seeing(view))
  }

  @Test(arguments: sizes)
  func screenFilterTyped(size: Size) throws {
    let model = Scenario.normal().model
    try check(
      "typedfilter", model, ViewState(size: size).pressing("fstatus>=500 and path=", in: model))
    let view = ViewState(size: size).pressing("fstat", in: model).pressing([.enter], in: model)
    try check("typedfilter-refused", model, view)
  }

  @Test(arguments: sizes)
  func linesShown(size: Size) throws {
    var model = Scenario.inAlert().model
    var view = ViewState(size: size).pressing("l", in: model)
    model.lines = Scenario.lines(50)
    try check("lines", model, view)
    view = view.pressing([.up, .up, .enter], in: model)
    try check("line", model, view)
    try check("copy", model, view.pressing("y", in: model))
    let ascii = ViewState(size: size, glyphs: .ascii).pressing("l ", in: model)
    try check("ascii-lines", model, ascii)
  }

  /// A group while the past is read, and one of a span that was marked.
  @Test(arguments: sizes)
  func groupOpen(size: Size) throws {
    var model = Scenario.inAlert().model
    var view = ViewState(size: size).pressing([.character("d"), .down, .enter, .enter], in: model)
    model.group = Scenario.opened(model, view, progress: 0.25)
    try check("group-reading", model, view)
    view = ViewState(size: size).pressing("v", in: model)
      .pressing([.left, .left, .character("v"), .enter], in: model)
    model.group = Scenario.opened(model, view)
    try check("group-marked", model, view)
  }

  /// Of a group that an interval of the span does not list there may be more.
  @Test func whatMayBeMoreSaysSo() throws {
    var model = Scenario.inAlert().model
    let view = ViewState(size: Size(columns: 120, rows: 40)).pressing("v", in: model)
      .pressing([.left, .left, .character("v"), .enter], in: model)
    var group = try #require(Scenario.opened(model, view))
    for index in group.snapshot.history.indices where index % 2 == 0 {
      let lists = group.snapshot.history[index].statistics.groups
      let paths = try #require(lists.firstIndex { $0.dimension == .path })
      group.snapshot.history[index].statistics.groups[paths].counts.removeLast()
    }
    model.group = group
    let lines = DashboardScreen.draw(model, view).text.split(separator: "\n")
    // Beside the greatest of the sizes.
    let marked = lines.filter { $0.replacing("≥4M", with: "").contains("≥") }
    #expect(marked.count == 1 && marked[0].hasPrefix("┃ /  "))
  }

  @Test(arguments: sizes)
  func why(size: Size) throws {
    let model = Scenario.inAlert().model
    let view = ViewState(size: size).pressing("v", in: model)
      .pressing([.left, .left, .left, .character("v")], in: model)
    try check("marked", model, view)
    try check("why", model, view.pressing("w", in: model))
  }

  /// The other measures of the graph, and the moment that is read out.
  @Test(arguments: [1, 2, 3, 4], sizes)
  func curves(measure: Int, size: Size) throws {
    var model = Scenario.inAlert().model
    for index in model.snapshot.history.indices {
      model.snapshot.history[index].statistics.durations = Durations(
        count: 9, sum: 9, p50: 9, p90: (20 + index % 40) * 1_000_000, p99: 9, max: 9, histogram: [])
    }
    let view = ViewState(size: size).pressing(String(repeating: "c", count: measure), in: model)
    try check("curve-\(view.measure)", model, view.pressing([.left], in: model))
  }

  @Test(arguments: sizes)
  func dimensionChosen(size: Size) throws {
    let model = Scenario.inAlert().model
    try check("choice", model, ViewState(size: size).pressing("dj", in: model))
  }

  @Test(arguments: sizes)
  func networksListed(size: Size) throws {
    let model = Scenario.inAlert().model
    let view = ViewState(size: size).pressing("ssd", in: model).pressing(
      [.down, .enter], in: model)
    try check("networks", model, view)
    try check("networks-zoomed", model, view.pressing("z", in: model))
  }

  @Test(arguments: Panel.all, sizes)
  func zoomed(panel: Panel, size: Size) throws {
    let model = Scenario.inAlert().model
    try check(
      "zoom-\(panel.name)", model, ViewState(size: size).pressing("\(panel.key)z", in: model))
  }

  @Test(arguments: GraphSpan.allCases)
  func graphOfSpan(span: GraphSpan) throws {
    let model = Scenario.inAlert().model
    let keys = span == .twoMinutes ? "1z" : span == .tenMinutes ? "1z]" : "1z]]"
    let view = ViewState(size: Size(columns: 80, rows: 24)).pressing(keys, in: model)
    try check("span-\(span)", model, view)
  }
}
