import AccessLog
import Canvas
import Query
import TestSupport
import Testing
import Traffic

@testable import Dashboard

/// The filter of the whole screen: its keys, and what obeys it.
struct ScreenFilterTests {
  private let size = Size(columns: 120, rows: 40)
  private let model = Scenario.inAlert().model

  private func texts(_ view: ViewState) -> [String] { view.screenFilter.parts.map(\.text) }

  @Test func keysAddExcludeAndRemove() throws {
    var view = ViewState(size: size)
    let add = view.handle(.key(.character("=")), in: model)
    let first = try #require(GroupList(Scene(model, ViewState(size: size))).selected)
    let filter = Filter(.section, is: first.name)
    #expect(add == [.look(through: filter)])
    // Once more changes nothing; the other way replaces it.
    view = view.seeing(view)
    model.filteredLike(view) { model in
      #expect(view.handle(.key(.character("=")), in: model) == [])
      #expect(texts(view) == [filter.text])
      #expect(view.handle(.key(.character("!")), in: model) == [.look(through: filter.negated)])
      #expect(texts(view) == [filter.negated.text])
    }
    view = view.pressing("f and status=404", in: model).pressing([.enter], in: model)
    #expect(texts(view) == [filter.negated.text, "status=404"])
    view = view.pressing([.backspace], in: model)
    #expect(texts(view) == [filter.negated.text])
    view = view.pressing("f and (status=404 or status=500)", in: model)
      .pressing([.enter], in: model)
    #expect(view.screenFilter.parts.count == 2)
    #expect(view.handle(.key(.escape), in: model) == [.look(through: nil)])
    #expect(view.screenFilter.all == nil)
    #expect(view.handle(.key(.backspace), in: model) == [])
  }

  @Test func escapeFirstStopsReadingThePast() {
    var view = ViewState(size: size).pressing("=", in: model)
    var model = model
    model.filtered = Scenario.filtered(model, view, progress: 0.3)
    #expect(view.handle(.key(.escape), in: model) == [.stopReading])
    #expect(view.handle(.key(.escape), in: model) == [.look(through: nil)])
  }

  @Test func mistakesStayInTheLine() {
    var view = ViewState(size: size).pressing("fstatus>>5", in: model)
    #expect(view.handle(.key(.enter), in: model) == [])
    guard case .screenFilter("status>>5", let complaint?, nil)? = view.prompt else {
      Issue.record("\(String(describing: view.prompt))")
      return
    }
    #expect(complaint.contains("column 8"))
    #expect(DashboardScreen.draw(model, view).text.contains("at column 8"))
    view = view.pressing([.escape], in: model)
    #expect(view.prompt == nil && view.screenFilter.all == nil)
  }

  @Test func tabCompletesNamesAndTheValuesThatAreShown() {
    var view = ViewState(size: size).pressing("fag", in: model).pressing([.tab], in: model)
    #expect(view.prompt?.text == "agent")
    view = view.pressing([.tab, .tab], in: model)
    #expect(view.prompt?.text == "agent")
    view = view.pressing("=", in: model).pressing([.tab], in: model)
    #expect(view.prompt?.text == "agent=Firefox")
    view = view.pressing([.tab], in: model)
    #expect(view.prompt?.text == "agent=Googlebot")
    view = view.pressing([.enter], in: model)
    #expect(texts(view) == ["agent=Googlebot"])
  }

  @Test func whatIsPastedIsText() {
    var view = ViewState(size: size).pressing("f", in: model)
    _ = view.handle(.paste("status=404\nq"), in: model)
    #expect(view.prompt?.text == "status=404")
  }

  /// All numbers are of the filter, but those of alerts.
  @Test func everyPanelObeysAndAlertsSayThatTheyDoNot() throws {
    let view = ViewState(size: size).pressing("=", in: model)
    var model = model
    model.filtered = Scenario.filtered(model, view)
    let scene = Scene(model, view)
    #expect(scene.snapshot == model.filtered?.snapshot)
    let text = DashboardScreen.draw(model, view).text
    #expect(text.contains("FILTER  section /api"))
    #expect(text.contains("% of") && text.contains("alerts judge all hits"))
    #expect(text.contains("5 Alerts  of all hits"))
    #expect(text.contains(" ALERT "))
    // While nothing is known yet, nothing is shown.
    model.filtered = nil
    let counting = DashboardScreen.draw(model, view).text
    #expect(counting.contains("Counting") && !counting.contains("No traffic"))
    #expect(Scene(model, view).snapshot.seconds.hits.isEmpty)
  }

  /// Names that are made up to do harm, in the row, the line and the notices.
  @Test func hostileNamesAreData() {
    var random = SeededRandom(seed: 11)
    for _ in 0..<100 {
      var model = model
      let name = (0..<random.number(1...40)).map { _ in UInt8(random.below(256)) }
      let last = model.snapshot.history.count - 1
      model.snapshot.history[last].statistics.sections[0].name = name
      for keys in ["=", "!", "=f", "fsection=\t", "f\t\t\t"] {
        var view = ViewState(size: size)
        for key in keys { view = view.pressing([key == "\t" ? .tab : .character(key)], in: model) }
        model.filtered = Scenario.filtered(model, view)
        let text = DashboardScreen.draw(model, view).text
        #expect(
          text.unicodeScalars.allSatisfy {
            $0 == "\n" || (0x20..<0x7F).contains($0.value) || (0x2010...0x25FF).contains($0.value)
              || $0 == "\u{B7}"
          }, "\(name)")
      }
    }
  }
}

extension DashboardModel {
  /// Calls a function with the model as it is while a filter chooses what is shown, the lists as they
  /// were.
  fileprivate func filteredLike(_ view: ViewState, _ body: (DashboardModel) -> Void) {
    var model = self
    model.filtered = view.screenFilter.all.map { FilteredModel(filter: $0, snapshot: snapshot) }
    body(model)
  }
}

extension ViewState.Prompt {
  fileprivate var text: String {
    switch self {
    case .threshold(let text, _), .filter(let text), .screenFilter(let text, _, _),
      .silence(let text, _):
      text
    }
  }
}
