import AccessLog
import Alerting
import Canvas
import Query
import Testing
import Traffic

@testable import Dashboard

struct KeyTests {
  private let size = Size(columns: 120, rows: 40)

  @Test(arguments: [
    (Key.character("q"), DashboardCommand.quit), (.control("c"), .quit),
    (.control("l"), .redraw), (.control("z"), .suspend), (.character("M"), .setMouse(false)),
    (.character("T"), .setTheme(.light)),
  ])
  func keysAskTheProgram(key: Key, command: DashboardCommand) {
    let model = Scenario.normal().model
    var view = ViewState(size: size)
    #expect(view.handle(.key(key), in: model) == [command])
  }

  @Test
  func everyKeyOfTheTableIsInTheHelpOnceAndWorksOnce() {
    let keys = KeyTable.bindings.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
    let texts = HelpOverlay.lines(in: Size(columns: 200, rows: 60)).map(\.text)
    for binding in KeyTable.bindings where !binding.help.isEmpty {
      #expect(texts.filter { $0 == binding.help }.count == 1, "\(binding.name)")
    }
    // A binding without a text of its own follows the one that speaks for it.
    #expect(KeyTable.bindings.first?.help.isEmpty == false)
  }

  @Test
  func tabWalksThroughThePanelsAndBack() {
    let model = Scenario.normal().model
    var view = ViewState(size: size)
    var seen: [Panel] = []
    for _ in 0..<5 {
      _ = view.handle(.key(.tab), in: model)
      seen.append(view.focus)
    }
    #expect(seen == [.statuses, .responseBytes, .alerts, .graph, .sections])
    _ = view.handle(.key(.backTab), in: model)
    #expect(view.focus == .graph)
  }

  @Test
  func theSelectionFollowsItsSectionWhenTheOrderChanges() throws {
    var model = Scenario.normal().model
    var view = ViewState(size: size).pressing("jj", in: model)
    let chosen = try #require(GroupList(Scene(model, view)).selected)
    model.snapshot.history[model.snapshot.history.count - 1].statistics.sections.reverse()
    #expect(GroupList(Scene(model, view)).selected?.name == chosen.name)
    #expect(view.handle(.key(.enter), in: model) == [.open(GroupChoice(.section, chosen.name))])
    #expect(view.handle(.key(.escape), in: model) == [.open(nil)])
  }

  @Test(arguments: [
    ("", GroupOrder.hits), ("s", .bytes), ("ss", .errors), ("sss", .errorShare),
    ("ssss", .change), ("sssss", .p90), ("ssssss", .hits),
  ])
  func sectionsAreOrderedByTheChosenColumn(keys: String, order: GroupOrder) {
    var model = Scenario.normal().model
    let last = model.snapshot.history.count - 1
    for index in 0..<5 {
      model.snapshot.history[last].statistics.sections[index].p90 = LoggedDuration(
        .milliseconds(80 + index * 37 % 100))
    }
    let view = ViewState(size: size).pressing(keys, in: model)
    #expect(view.order == order)
    let list = GroupList(Scene(model, view))
    let values = list.groups.map { section -> Double in
      switch order {
      case .hits: Double(section.hits)
      case .bytes: Double(section.bytes)
      case .errors: Double(section.errors)
      case .errorShare: Double(section.errors) / Double(section.hits)
      case .change: Double(list.change(of: section) ?? 0)
      case .p90: section.p90.seconds ?? -1
      }
    }
    #expect(values == values.sorted(by: >))
    #expect(Set(values).count > 1)
  }

  /// What is listed is chosen; the list is filtered, sorted and opened like that of the sections.
  @Test
  func aDimensionIsChosenAndItsGroupsOpened() throws {
    let model = Scenario.normal().model
    var view = ViewState(size: size)
    #expect(view.listedDimensions == [.section, .network])
    view = view.pressing("d", in: model)
    #expect(view.listedDimensions == Dimension.listed)
    let choice = DashboardScreen.draw(model, view).text.split(separator: "\n").map {
      $0.split(separator: " ").joined(separator: " ")
    }
    #expect(choice.contains { $0.contains("▸ Sections 8 45% /api") })
    #expect(choice.contains { $0.contains(" Networks 4 53% 203.0.113.0/24") })
    view = view.pressing([.down, .enter], in: model)
    #expect(view.dimension == .network && view.overlay == nil && view.focus == .sections)
    #expect(view.listedDimensions == [.network, .section])
    let text = DashboardScreen.draw(model, view).text
    #expect(text.contains("2 Networks"))
    view = view.pressing("/198", in: model).pressing([.enter], in: model)
    let list = GroupList(Scene(model, view))
    #expect(list.groups.map { printableText($0.name) } == ["198.51.100.0/24"])
    let opened = view.handle(.key(.enter), in: model)
    #expect(opened == [.open(GroupChoice(.network, Array("198.51.100.0/24".utf8)))])
    #expect(
      DashboardScreen.draw(model, view).text.contains("Network 198.51.100.0/24"))
    // Another dimension clears the filter of names, which would match none of its groups.
    view = view.pressing([.escape, .character("d"), .character("d"), .enter], in: model)
    #expect(view.dimension == .client && view.filter.isEmpty)
    // Esc leaves the choice as it was.
    view = view.pressing([.character("d"), .down, .escape], in: model)
    #expect(view.dimension == .client && view.overlay == nil)
  }

  /// A filter finds what the list shows, also of names that are no ASCII.
  @Test
  func theFilterTakesWhatIsTyped() {
    var model = Scenario.normal().model
    let last = model.snapshot.history.count - 1
    model.snapshot.history[last].statistics.sections[1].name = Array("/caf\u{E9}".utf8)
    let view = ViewState(size: size).pressing("/F\u{E9}", in: model)
    let names = GroupList(Scene(model, view)).groups.map { printableText($0.name) }
    #expect(names == ["/caf\\xc3\\xa9"])
    #expect(DashboardScreen.draw(model, view).text.contains("Sections with: F\\xc3\\xa9"))
  }

  @Test
  func longWaysIntoThePastAreShort() throws {
    let model = Scenario.normal().model
    let history = model.snapshot.history
    var view = ViewState(size: size).pressing([.shiftLeft], in: model)
    #expect(view.pastInterval == history[history.count - 7].start)
    view = view.pressing([.shiftRight], in: model)
    #expect(view.pastInterval == nil)
    view = view.pressing([.character("1"), .pageUp, .pageUp], in: model)
    #expect(view.pastInterval == history[history.count - 13].start)
    view = view.pressing([.home], in: model)
    #expect(view.pastInterval == history[0].start)
    view = view.pressing([.shiftLeft], in: model)
    #expect(view.pastInterval == history[0].start)
    view = view.pressing([.character("G")], in: model)
    #expect(view.pastInterval == nil)
    // A click in the graph shows what happened there.
    let area = try #require(Scene(model, view).layout.panels[.graph])
    let press = MouseEvent(.press, column: area.column + 60, row: area.row + 3)
    _ = view.handle(.mouse(press), in: model)
    let time = TimeScale(
      span: 120, columns: area.columns - 4 - RateGraphPanel.gutter, last: Scenario.noon + 3)
    let second = time.seconds(of: 60 - 2 - RateGraphPanel.gutter).lowerBound
    let start = try #require(view.pastInterval).seconds
    #expect(start <= second && second < start + 10)
  }

  @Test
  func theFilterListsOnlyNamesWithItsText() {
    let model = Scenario.normal().model
    var view = ViewState(size: size).pressing("/IN", in: model)
    let names = GroupList(Scene(model, view)).groups.map { printableText($0.name) }
    #expect(names == ["/login", "/admin"])
    view = view.pressing([.escape], in: model)
    #expect(view.filter.isEmpty)
  }

  @Test
  func theArrowsWalkThroughThePastAndEndReturns() {
    var model = Scenario.normal().model
    let history = model.snapshot.history
    var view = ViewState(size: size).pressing([.left, .left, .right], in: model)
    #expect(view.pastInterval == history[history.count - 2].start)
    // What is reported meanwhile moves nothing.
    var next = history[history.count - 1]
    next.start = next.end
    next.end = next.start + 10
    model.snapshot.history.append(next)
    #expect(Scene(model, view).shown == history[history.count - 2])
    view = view.pressing([.right, .right], in: model)
    #expect(view.pastInterval == nil)
    view = view.pressing([.left, .left, .end], in: model)
    #expect(view.pastInterval == nil)
  }

  @Test
  func anIntervalThatIsNoLongerKeptGivesWayToTheOldest() {
    var model = Scenario.normal().model
    let view = ViewState(size: size).pressing(
      Array(repeating: .left, count: model.snapshot.history.count + 5), in: model)
    #expect(Scene(model, view).shown == model.snapshot.history.first)
    model.snapshot.history.removeFirst(10)
    #expect(Scene(model, view).shown == model.snapshot.history.first)
  }

  @Test
  func enterOnAnAlertJumpsToItsMoment() throws {
    let model = Scenario.inAlert().model
    let view = ViewState(size: size).pressing([.character("5"), .down, .down, .enter], in: model)
    let start = try #require(view.pastInterval)
    let recovery = try #require(model.board.history.transitions.first { $0.state == .recovered })
    #expect(start <= recovery.time && recovery.time < start + 10)
  }

  @Test
  func freezingKeepsThePictureWhileCountingContinues() {
    let model = Scenario.normal().model
    var view = ViewState(size: size).pressing(" ", in: model)
    var later = model
    later.snapshot.totalHits += 500
    later.snapshot.history.removeLast()
    #expect(Scene(later, view).snapshot == model.snapshot)
    view = view.pressing(" ", in: later)
    #expect(Scene(later, view).snapshot == later.snapshot)
  }

  @Test
  func theSnapshotIsTheTextOfTheScreen() {
    let model = Scenario.normal().model
    var view = ViewState(size: size)
    let text = DashboardScreen.draw(model, view).text
    #expect(view.handle(.key(.character("p")), in: model) == [.writeSnapshot(text)])
  }

  /// What is open is closed; on the dashboard the program is quit.
  @Test(arguments: ["?", "m", "z", "5z", "2\r"])
  func quitClosesWhatIsOpen(keys: String) {
    let model = Scenario.normal().model
    let dashboard = ViewState(size: size)
    let opening = keys.map { $0 == "\r" ? Key.enter : .character($0) }
    var view = dashboard.pressing(opening, in: model)
    #expect(view.isSomethingOpen)
    #expect(DashboardScreen.draw(model, view).text.contains("q close"))
    #expect(!view.handle(.key(.character("q")), in: model).contains(.quit))
    #expect(!view.isSomethingOpen)
    #expect(DashboardScreen.draw(model, view).text.contains("q quit"))
    #expect(view.handle(.key(.character("q")), in: model) == [.quit])
    view = dashboard.pressing(opening, in: model)
    #expect(view.handle(.key(.control("c")), in: model) == [.quit])
  }

  @Test
  func pastedTextIsNoKeys() {
    let model = Scenario.normal().model
    var view = ViewState(size: size)
    #expect(view.handle(.paste("+++q"), in: model) == [])
    #expect(view == ViewState(size: size))
    view = view.pressing("/a", in: model)
    #expect(view.handle(.paste("\npi\u{1B}\nq"), in: model) == [])
    #expect(view.filter == "api" && view.prompt == .filter(text: "api"))
    view = view.pressing([.escape, .character("t")], in: model)
    #expect(view.handle(.paste("12.5\r\n"), in: model) == [])
    #expect(view.prompt == .threshold(text: "12.5", complaint: nil))
    #expect(view.pressing([.enter], in: model).threshold(in: model) == 12.5)
  }

  /// Nothing that is pasted is left out in silence.
  @Test(arguments: [
    ("cafe\u{301}x", "cafe\u{301}x"), ("a\tb", "a b"), ("\u{1F469}\u{200D}\u{1F4BB}", nil),
    (String(repeating: "p", count: 300), nil),
  ])
  func aNameIsPastedAsItIs(pasted: String, entered: String?) {
    let model = Scenario.normal().model
    for key in ["/", "f"] {
      var view = ViewState(size: size).pressing(key, in: model)
      _ = view.handle(.paste(pasted), in: model)
      switch view.prompt {
      case .filter(let text), .screenFilter(let text, _, _): #expect(text == entered ?? pasted)
      default: Issue.record("no prompt")
      }
    }
  }

  @Test
  func theThemeIsThatOfTheBackgroundUntilOneIsChosen() {
    let model = Scenario.normal().model
    var view = ViewState(size: size, followsBackground: true)
    #expect(view.handle(.background(.light), in: model) == [.setTheme(.light)])
    #expect(view.handle(.background(.dark), in: model) == [.setTheme(.standard)])
    view = view.pressing("T", in: model)
    #expect(view.handle(.background(.dark), in: model) == [])
    view = ViewState(size: size, theme: .monochrome)
    #expect(view.handle(.background(.light), in: model) == [])
    #expect(view.theme == .monochrome)
  }

  @Test
  func noticesGoAwayByThemselves() {
    var model = Scenario.normal().model
    var view = ViewState(size: size)
    view.show("Saved to x.txt", at: model.wallClock)
    #expect(DashboardScreen.draw(model, view).text.contains("Saved to x.txt"))
    model.wallClock = model.wallClock + 6
    _ = view.update(with: model)
    #expect(!DashboardScreen.draw(model, view).text.contains("Saved"))
  }
}

extension [AlertEvent] {
  fileprivate var transitions: [AlertTransition] {
    compactMap { if case .transition(let transition) = $0 { transition } else { nil } }
  }
}
