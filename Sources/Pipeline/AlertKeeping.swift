import AccessLog
import Alerting
package import Fleet
import Traffic

/// Has how the rules stand published behind each transition, and every few seconds, for the sink that keeps it.
struct AlertKeeping: Sendable {
  /// What is killed repeats no more than this.
  private static let pause = Duration.seconds(10)
  /// What is found later than this says so, in seconds.
  private static let latenessWorthSaying = 60

  let nameKey: UInt64
  var trail: ArrivalTrail
  private var savedAt: Duration?
  /// When anything was last read.
  var moment: Moment

  init(nameKey: UInt64, trail: ArrivalTrail, at moment: Moment) {
    self.nameKey = nameKey
    self.trail = trail
    self.moment = moment
  }

  /// What is published: late transitions with when they were found, and behind them how the rules stand.
  mutating func publishes(_ events: [TrafficEvent], of watch: Watch) -> [TrafficEvent] {
    var hasAlerts = false
    var published = events.map { event in
      guard case .alert(var transition) = event else { return event }
      hasAlerts = true
      let delay = moment.wallClock - transition.time
      if delay > AlertKeeping.latenessWorthSaying { transition.foundAt = moment.wallClock }
      return .alert(transition)
    }
    let isDue = savedAt.map { moment.uptime - $0 >= AlertKeeping.pause } ?? true
    guard hasAlerts || isDue, var saved = watch.savedAlerts(nameKey: nameKey) else {
      return published
    }
    savedAt = moment.uptime
    saved.trail = trail
    published.append(.judged(saved))
    return published
  }
}

extension Aggregator {
  /// Has `.judged` published from now on; `trail` is that of the state that the watch continues.
  package func keepAlerts(nameKey: UInt64, trail: ArrivalTrail = ArrivalTrail(), at moment: Moment)
  {
    keeping = AlertKeeping(nameKey: nameKey, trail: trail, at: moment)
  }

  /// Notes by when of its arrival the clocks of the fleet were where they are.
  func noteArrival(_ arrival: Int) {
    guard keeping != nil, let frontier = fleet.book?.frontier else { return }
    let span = watch.book.longestWindow + watch.settings.timing.latenessSeconds
    keeping?.trail.note(clock: frontier, arrival: arrival, span: max(60, 2 * span))
  }

  /// Publishes events, with what is to be kept.
  func publish(_ events: [TrafficEvent], at moment: Moment? = nil) {
    guard keeping != nil else { return bus.publish(events) }
    if let moment { keeping?.moment = moment }
    bus.publish(keeping?.publishes(events, of: watch) ?? events)
  }
}
