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
}
