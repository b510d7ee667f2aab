import AccessLog
import Alerting
import Canvas
import Testing
import Traffic

@testable import Dashboard

struct BellTests {
  private func trigger(secondsAgo: Int, in model: DashboardModel) -> AlertEvent {
    let clock = model.snapshot.clock ?? Instant(0)
    return .transition(
      AlertTransition(
        rule: model.status.rule, state: .triggered, time: clock - secondsAgo,
        reading: Reading(hits: 1_300, value: 1_300 / 120)))
  }

  @Test
  func ringsOncePerTrigger() {
    var model = Scenario.normal().model
    var view = ViewState(size: Size(columns: 80, rows: 24))
    #expect(view.update(with: model) == [])
    model.board.history.append(trigger(secondsAgo: 3, in: model))
    #expect(view.update(with: model) == [.ringBell])
    #expect(view.update(with: model) == [])
    model.board.history.append(.thresholdChange(ThresholdChange(time: nil, old: 10, new: 11)))
    #expect(view.update(with: model) == [])
    model.board.history.append(trigger(secondsAgo: 1, in: model))
    model.board.history.append(trigger(secondsAgo: 0, in: model))
    #expect(view.update(with: model) == [.ringBell])
  }

  @Test
  func staysSilentForOldNewsAndWhenMuted() {
    var model = Scenario.normal().model
    model.board.history = [trigger(secondsAgo: 400, in: model)]
    var view = ViewState(size: Size(columns: 80, rows: 24))
    #expect(view.update(with: model) == [])
    view = view.pressing("b", in: model)
    model.board.history.append(trigger(secondsAgo: 2, in: model))
    #expect(view.update(with: model) == [])
  }

  /// The oldest events of a long history are forgotten, so that it does not grow.
  @Test
  func ringsOnceTheHistoryIsFull() {
    var model = Scenario.normal().model
    model.board.history = (0..<10).map { trigger(secondsAgo: 400 - $0, in: model) }
    var view = ViewState(size: Size(columns: 80, rows: 24))
    #expect(view.update(with: model) == [])
    let selected = view.pressing("5jj", in: model)
    let entry = model.board.history[7]
    for age in [2, 1] {
      model.board.forgotten.add(model.board.history.removeFirst())
      model.board.history.append(trigger(secondsAgo: age, in: model))
      #expect(view.update(with: model) == [.ringBell])
    }
    #expect(model.board.transitionCount == 12)
    // The selection stays with its entry.
    let opened = selected.pressing([.enter], in: model)
    let start = opened.pastInterval ?? Instant(0)
    guard case .transition(let transition) = entry else { return #expect(Bool(false)) }
    #expect(start <= transition.time && transition.time < start + 10)
  }

  @Test
  func aThresholdThatIsOnlyTheDefaultIsNamedOnce() {
    var model = Scenario.inAlert().model
    var view = ViewState(size: Size(columns: 80, rows: 24))
    _ = view.update(with: model)
    #expect(!DashboardScreen.draw(model, view).text.contains("only the default"))
    model.usesDefaultThreshold = true
    view = ViewState(size: Size(columns: 80, rows: 24))
    _ = view.update(with: model)
    #expect(
      DashboardScreen.draw(model, view).text.contains(
        "10/s is only the default: t sets a threshold for this site"))
    model.wallClock = model.wallClock + 31
    _ = view.update(with: model)
    #expect(!DashboardScreen.draw(model, view).text.contains("only the default"))
  }

  @Test
  func theTitleSaysTheStateFirstInPlainASCII() {
    var model = Scenario.inAlert().model
    model.source.paths = ["/tmp/\u{1B}]0;x\u{7}é.log"]
    let title = TerminalTitle.text(model)
    #expect(title.hasPrefix("ALERT 18.5/s, alert > 10/s - /tmp/\\x1b]0;x\\x07"))
    #expect(title.unicodeScalars.allSatisfy { $0.isASCII && $0.value >= 0x20 && $0.value < 0x7F })
  }
}
