import AccessLog
import Alerting
import Canvas
import Testing
import Traffic

@testable import Dashboard

struct RunSummaryTests {
  @Test
  func saysWhatWasSeen() {
    var model = Scenario.inAlert().model
    model.source.paths = ["/var/log/\u{1B}[2Jx.log"]
    let lines = RunSummary(model, began: model.wallClock - 75).lines
    let hits = model.snapshot.totalHits
    #expect(
      lines[0]
        == "/var/log/\\x1b[2Jx.log: \(hits) hits counted from 10:08:49 to 10:10:04, "
        + "2 malformed lines")
    #expect(lines[1].hasPrefix("last 1 h 02 min of the log: "))
    let seconds = model.snapshot.seconds
    #expect(lines[1].contains("peak \(seconds.hits.max() ?? 0)/s at "))
    #expect(lines[2] == "2 alerts:")
    #expect(lines[3].hasSuffix(", recovered after 4 min 56 s"))
    #expect(lines[4].hasSuffix(", under way"))
    #expect(lines.count == 5)
  }

  @Test
  func hitsOfRunsBeforeAreToldApart() {
    let model = Scenario.inAlert().model
    let hits = model.snapshot.totalHits
    let lines = RunSummary(model, began: model.wallClock - 75, hitsBefore: hits - 8).lines
    #expect(
      lines[0].contains(
        ": 8 hits counted from 10:08:49 to 10:10:04, \(hits) hits with the runs before"))
  }

  @Test
  func rowsAreBrokenAtBlanksAndStayIndented() {
    let summary = RunSummary(Scenario.inAlert().model, began: Scenario.noon)
    for width in [40, 80, 200] {
      let rows = summary.rows(width: width)
      #expect(rows.allSatisfy { $0.utf8.count <= width })
      let words = rows.flatMap { $0.split(separator: " ") }
      #expect(words == summary.lines.flatMap { $0.split(separator: " ") })
    }
    #expect(summary.rows(width: 80).last == "  2020-07-08T10:07:27+02:00, under way")
  }

  @Test
  func anAlertMayHaveBegunBefore() {
    var model = Scenario.inAlert().model
    for index in model.board.history.indices {
      guard case .transition(var transition) = model.board.history[index] else { continue }
      transition.beganBefore = true
      model.board.history[index] = .transition(transition)
    }
    let lines = RunSummary(model, began: model.wallClock).lines
    #expect(lines[3].hasSuffix(", since before that, recovered after more than 4 min 56 s"))
    #expect(lines[4].hasSuffix(", since before that, under way"))
  }

  /// Each group recovers by itself.
  @Test
  func aRecoveryIsThatOfItsGroup() {
    var model = Scenario.inAlert().model
    var transitions = model.board.history.compactMap { event -> AlertTransition? in
      if case .transition(let transition) = event { transition } else { nil }
    }
    guard let index = transitions.firstIndex(where: { $0.state == .recovered }) else { return }
    var other = transitions[index]
    transitions[0].group = Array("/long".utf8)
    transitions[index].group = Array("/long".utf8)
    other.group = Array("/short".utf8)
    other.time = other.time - 200
    transitions.insert(other, at: index)
    model.board.history = transitions.map { .transition($0) }
    let lines = RunSummary(model, began: model.wallClock).lines
    #expect(lines[3].hasSuffix(", recovered after 4 min 56 s"), "\(lines)")
  }

  @Test
  func anAlertMayHaveEndedWithItsRule() {
    var model = Scenario.inAlert().model
    guard case .transition(var end) = model.board.history[1] else { return }
    end.ending = .switchedOff
    model.board.history[1] = .transition(end)
    let lines = RunSummary(model, began: model.wallClock).lines
    #expect(lines[3].hasSuffix(", ended with its rule after 4 min 56 s"))
    let screen = DashboardScreen.draw(model, ViewState(size: Size(columns: 200, rows: 60))).text
    #expect(screen.contains("▼ High traffic alert ended at "))
    #expect(screen.contains("the rule was switched off"))
    // It did not fall below anything.
    #expect(screen.contains("after 4 min 56 s, peak ") && !screen.contains("; after 4 min 56 s"))
  }

  @Test
  func ofManyAlertsItNamesTheLast() {
    var model = Scenario.inAlert().model
    model.board.history += model.board.history.prefix(1) + model.board.history.prefix(1)
    let lines = RunSummary(model, began: model.wallClock).lines
    #expect(lines[2] == "4 alerts, the last 3:")
    #expect(lines.count == 6)
  }

  @Test
  func saysSoWhereNothingHappened() {
    let model = Scenario.start().model
    let lines = RunSummary(model, began: model.wallClock).lines
    #expect(
      lines == [
        "/var/log/nginx/access.log: 0 hits counted from 10:10:00 to 10:10:00", "no alert",
      ])
  }
}
