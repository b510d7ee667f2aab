import AccessLog
import Alerting
import Canvas
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
    #expect(view.handle(.key(.enter), in: model) == [.openSection(chosen.name)])
    #expect(view.handle(.key(.escape), in: model) == [.openSection(nil)])
  }

  @Test(arguments: [
    ("", GroupOrder.hits), ("s", .bytes), ("ss", .errors), ("sss", .errorShare),
    ("ssss", .change), ("sssss", .hits),
  ])
  func sectionsAreOrderedByTheChosenColumn(keys: String, order: GroupOrder) {
    let model = Scenario.normal().model
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
      }
    }
    #expect(values == values.sorted(by: >))
    #expect(Set(values).count > 1)
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
