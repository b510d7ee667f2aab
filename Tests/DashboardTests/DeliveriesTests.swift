import AccessLog
import Canvas
import Testing
import Traffic

@testable import Dashboard

/// The page of what the channels were told.
struct DeliveriesTests {
  private static func model() -> DashboardModel {
    var model = Scenario.normal().model
    let outcomes: [(DeliveryEntry.Outcome, String, Int)] = [
      (.delivered, "told", 1), (.postponed, "tried again: the server answered 503", 3),
      (.failed, "could not be told: it exited with status 3: no \u{1B}[31mroute", 1),
      (.waiting, "waits", 0),
    ]
    model.deliveries = outcomes.enumerated().map { place, outcome in
      DeliveryEntry(
        channel: place == 2 ? "on-alert" : "team",
        message: "High traffic generated an alert - hits = \(1_201 + place), triggered at "
          + "2020-07-08T08:0\(place):29Z",
        time: Scenario.noon - 60 + place, tries: outcome.2, outcome: outcome.0, words: outcome.1)
    }
    return model
  }

  @Test(arguments: ScreenTests.sizes)
  func newestFirst(size: Size) throws {
    let model = DeliveriesTests.model()
    let view = ViewState(size: size).pressing("n", in: model)
    try Golden.check(
      DashboardScreen.draw(model, view).text,
      named: "deliveries-\(size.columns)x\(size.rows).txt")
  }

  @Test func itIsScrolledAndClosed() {
    let model = DeliveriesTests.model()
    let size = Size(columns: 60, rows: 14)
    var view = ViewState(size: size).pressing("n", in: model)
    #expect(DashboardScreen.draw(model, view).text.contains("waits"))
    view = view.pressing("G", in: model)
    #expect(DashboardScreen.draw(model, view).text.contains("08:00:29Z"))
    view = view.pressing("g", in: model)
    #expect(view.overlay == .deliveries(offset: 0))
    #expect(view.pressing("n", in: model).overlay == nil)
    #expect(view.pressing([.escape], in: model).overlay == nil)
  }
}
