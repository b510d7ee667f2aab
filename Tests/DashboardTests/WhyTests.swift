import AccessLog
import Alerting
import Canvas
import Query
import Testing
import Traffic

@testable import Dashboard

/// Spans that are marked, and what is said of them.
struct WhyTests {
  private let size = Size(columns: 120, rows: 40)

  /// Traffic of ten minutes, in which a network comes in the last minute.
  private var model: DashboardModel {
    var model = Scenario.normal().model
    let count = model.snapshot.history.count
    for index in 0..<count {
      var statistics = Statistics()
      let isNew = index >= count - 6
      let usual = GroupCount(name: Array("198.51.100.0/24".utf8), hits: 50, bytes: 0, errors: 0)
      // A client that stands for itself is a part of its network.
      let client = GroupCount(name: Array("203.0.113.9/32".utf8), hits: 90, bytes: 0, errors: 0)
      let rest = GroupCount(name: Array("203.0.113.0/24".utf8), hits: 10, bytes: 0, errors: 0)
      statistics.hits = isNew ? 150 : 50
      statistics.groups = [
        Groups(dimension: .network, counts: isNew ? [client, usual, rest] : [usual]),
        Groups(
          dimension: .client,
          counts: isNew
            ? [GroupCount(name: Array("203.0.113.9".utf8), hits: 90, bytes: 0, errors: 0)] : []),
      ]
      model.snapshot.history[index].statistics = statistics
    }
    return model
  }

  private func text(_ view: ViewState, _ model: DashboardModel) -> String {
    DashboardScreen.draw(model, view).text
  }

  @Test func aMarkGrowsWithEachStepAndSaysWhatItIs() throws {
    let model = model
    let history = model.snapshot.history
    var view = ViewState(size: size).pressing("v", in: model)
    #expect(view.mark?.seconds.count == 10)
    view = view.pressing([.left, .shiftLeft], in: model)
    let end = history[history.count - 1].end.seconds
    #expect(view.mark?.seconds == end - 80..<end)
    view = view.pressing([.character("v"), .left], in: model)
    // It no longer grows.
    #expect(view.mark?.seconds == end - 80..<end && view.mark?.isGrowing == false)
    #expect(view.pressing("v", in: model).mark == nil)
    #expect(view.pressing([.escape], in: model).mark == nil)
    // In the graph a page is a long way.
    view = ViewState(size: size).pressing([.character("1"), .character("v"), .pageUp], in: model)
    #expect(view.mark?.seconds == end - 70..<end)
  }

  @Test func theCauseOfARiseIsNamedAndOpened() throws {
    let model = model
    var view = ViewState(size: size).pressing("v", in: model)
    for _ in 0..<5 { view = view.pressing([.left], in: model) }
    view = view.pressing("vw", in: model)
    let causes = try #require(SpanCauses(Scene(model, view)))
    #expect(causes.rates == (15, 5) as (Double, Double))
    #expect(causes.causes.map { printableText($0.group) } == ["203.0.113.9/32"])
    #expect(causes.causes.first?.share == 0.9)
    #expect(text(view, model).contains("15.0/s, 5.0/s before; what was added:"))
    #expect(
      view.handle(.key(.enter), in: model) == [
        .open(GroupChoice(.network, Array("203.0.113.9/32".utf8)))
      ])
    // Its hits are those of the client.
    #expect(view.groupFilter(in: model) == Filter(.client, is: Array("203.0.113.9".utf8)))
  }

  @Test func whatWentAwayIsNamedToo() throws {
    var model = model
    model.snapshot.history.reverse()
    let starts = model.snapshot.history.map(\.start).sorted()
    for (index, start) in starts.enumerated() {
      model.snapshot.history[index].start = start
      model.snapshot.history[index].end = start + 10
    }
    // The first minute is the busy one now; the second is compared with it.
    var view = ViewState(size: size)
    view.pastInterval = starts[11]
    view = view.pressing("v", in: model)
    for _ in 0..<5 { view = view.pressing([.left], in: model) }
    view = view.pressing("w", in: model)
    let text = text(view, model)
    #expect(text.contains("5.0/s, 15.0/s before; what went away:"))
    #expect(text.contains("203.0.113.9/32"))
    #expect(text.contains("0 hits, 540 before"))
  }

  @Test func nothingIsSaidOfWhatIsNotKnown() {
    let model = model
    var view = ViewState(size: size)
    view.pastInterval = model.snapshot.history[0].start
    view = view.pressing("w", in: model)
    #expect(text(view, model).contains("Not enough of the time before is known"))
    view = ViewState(size: size)
    view.pastInterval = model.snapshot.history[20].start
    view = view.pressing("w", in: model)
    #expect(text(view, model).contains("No group grew faster"))
    #expect(
      !text(ViewState(size: size).pressing("w", in: Scenario.start().model), Scenario.start().model)
        .isEmpty)
  }

  /// Two alerts: a network comes with the first, which has recovered.
  private var twoAlerts: DashboardModel {
    var model = Scenario.inAlert().model
    let start = model.snapshot.seconds.start.seconds
    for index in model.snapshot.history.indices {
      let isBusy = (1_500..<1_800).contains(
        model.snapshot.history[index].start.seconds - start)
      var statistics = Statistics()
      statistics.hits = isBusy ? 150 : 50
      statistics.errors = isBusy ? 50 : 5
      func group(_ name: String, hits: Int, errors: Int) -> GroupCount {
        GroupCount(name: Array(name.utf8), hits: hits, bytes: 0, errors: errors)
      }
      let usual = group("198.51.100.0/24", hits: 45, errors: 5)
      let failing = group("192.0.2.0/24", hits: 5, errors: isBusy ? 45 : 0)
      let new = group("203.0.113.0/24", hits: 100, errors: 0)
      statistics.groups = [
        Groups(dimension: .network, counts: (isBusy ? [new] : []) + [usual, failing])
      ]
      model.snapshot.history[index].statistics = statistics
    }
    return model
  }

  @Test(arguments: [1, 2]) func anOldAlertIsExplainedFromItsWindowToItsRecovery(entry: Int) throws {
    let model = twoAlerts
    let transitions = model.board.history.compactMap { event -> AlertTransition? in
      guard case .transition(let transition) = event else { return nil }
      return transition
    }
    let (trigger, recovery) = (transitions[0], transitions[1])
    // The trigger and the recovery are the same alert.
    var view = ViewState(size: size).pressing("5", in: model)
    for _ in 0..<model.board.history.count - entry + 1 { view = view.pressing([.down], in: model) }
    for _ in 1..<entry { view = view.pressing([.up], in: model) }
    view = view.pressing("w", in: model)
    let span = try #require(ShownSpan(Scene(model, view)))
    #expect(
      span.seconds
        == (trigger.time.seconds - 119) / 10 * 10..<recovery.time.seconds / 10 * 10 + 10)
    let found = try #require(SpanCauses(Scene(model, view)))
    #expect(found.words.hasSuffix(", the alert"))
    #expect(found.causes.map { printableText($0.group) } == ["203.0.113.0/24"])
    #expect(found.causes.first?.hits == 3_000)
    // Its group is opened for the same time.
    view = view.pressing([.enter], in: model)
    #expect(ShownSpan(Scene(model, view))?.seconds == span.seconds)
    // Another interval is shown as any other.
    view = view.pressing([.escape, .left], in: model)
    #expect(ShownSpan(Scene(model, view))?.seconds.count == 10)
  }

  @Test func theAlertUnderWayIsExplainedOnTheLiveScreen() throws {
    let model = twoAlerts
    let view = ViewState(size: size).pressing("5w", in: model)
    #expect(view.pastInterval == nil)
    #expect(try #require(SpanCauses(Scene(model, view))).words.hasPrefix("since "))
  }

  @Test func anAlertBeginsNoEarlierThanWhatIsKept() throws {
    var model = twoAlerts
    let kept = model.snapshot.history.suffix(20)
    model.snapshot.history = Array(kept)
    let first = try #require(kept.first).start.seconds
    let span = try #require(ShownSpan(Scene(model, ViewState(size: size))))
    let trigger = try #require(model.status.underWay).triggerTime.seconds
    #expect(span.seconds.lowerBound == max(first, (trigger - 119) / 10 * 10))
    model.snapshot.history = Array(kept.suffix(3))
    let shorter = try #require(ShownSpan(Scene(model, ViewState(size: size))))
    #expect(shorter.seconds.lowerBound == model.snapshot.history[0].start.seconds)
    #expect(shorter.seconds.lowerBound > (trigger - 119) / 10 * 10)
  }

  @Test func anAlertIsExplainedByWhatItsRuleIsAbout() throws {
    var model = twoAlerts
    let first = try #require(model.board.history.firstIndex { $0.rule == .highTraffic })
    guard case .transition(var trigger) = model.board.history[first] else { return }
    trigger.rule.measure = .share(of: .errors)
    model.board.history[first] = .transition(trigger)
    var view = ViewState(size: size).pressing("5", in: model)
    for _ in model.board.history.indices.dropFirst() { view = view.pressing([.down], in: model) }
    view = view.pressing("w", in: model)
    // The network of the most hits has no errors.
    let text = text(view, model)
    #expect(text.contains("errors before; what was added:"))
    #expect(!text.contains("203.0.113.0/24"))
    #expect(text.contains("192.0.2.0/24") && text.contains(" errors, "))
  }

  @Test func ofALongTimeItsFirstPartIsComparedWithAllThatIsKeptBefore() throws {
    let model = model
    let history = model.snapshot.history
    var view = ViewState(size: size)
    view.mark = TimeMark(history[2].start.seconds..<history[2].end.seconds, isGrowing: false)
    view.mark?.extend(
      to: history[history.count - 1].start.seconds..<history[history.count - 1].end.seconds)
    let found = try #require(SpanCauses(Scene(model, view)))
    #expect(found.words.hasSuffix(", its first 20 s"))
    #expect(found.rates == (5, 5) as (Double, Double))
  }
}
