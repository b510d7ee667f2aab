import AccessLog
import Alerting
import Query
import Traffic

/// The time that an open group, its lines and `w` are about: what is marked, an alert, an interval of
/// the past, or the last interval.
struct ShownSpan {
  /// Begins and ends with an interval.
  let seconds: Range<Int>
  let words: String

  /// The span that a scene shows; `nil` while no interval has begun.
  init?(_ scene: Scene) {
    guard let moment = ShownSpan(momentOf: scene) else { return nil }
    guard scene.view.mark == nil, let (alert, recovery) = scene.alert,
      let last = scene.intervals.last ?? scene.shown
    else {
      self = moment
      return
    }
    // From the first second of the window that triggered, as far as that is kept: a rate over more would be
    // too low.
    let length = max(1, scene.snapshot.intervalSeconds)
    func start(_ second: Int) -> Int { second.flooredQuotient(by: length) * length }
    let first = max(
      start(alert.triggerTime.seconds - alert.rule.windowSeconds + 1),
      scene.intervals.first?.start.seconds ?? .min)
    let end = recovery.map { start($0.seconds) + length } ?? last.end.seconds
    seconds = min(moment.seconds.lowerBound, first)..<max(moment.seconds.upperBound, end)
    words =
      recovery == nil
      ? "since \(scene.zone.timeOfDay(Instant(seconds.lowerBound))), the alert"
      : ShownSpan.words(seconds, scene.zone) + ", the alert"
  }

  /// The span that is marked, or the interval that is shown.
  init?(momentOf scene: Scene) {
    if let mark = scene.view.mark?.seconds {
      self.init(seconds: mark, words: ShownSpan.words(mark, scene.zone))
      return
    }
    guard let shown = scene.shown else { return nil }
    self.init(seconds: shown.start.seconds..<shown.end.seconds, words: scene.shownWords)
  }

  init(seconds: Range<Int>, words: String) {
    self.seconds = seconds
    self.words = words
  }

  private static func words(_ seconds: Range<Int>, _ zone: Zone) -> String {
    "\(zone.timeOfDay(Instant(seconds.lowerBound))) \u{2013} \(zone.timeOfDay(Instant(seconds.upperBound)))"
  }

  /// What the intervals of a span add up to, with the groups of some dimensions.
  func statistics(of snapshot: Snapshot, by dimensions: [Dimension] = []) -> Statistics {
    let parts = snapshot.endedIntervals + [snapshot.currentInterval].compactMap(\.self)
    return Statistics.sum(
      parts.filter { seconds.contains($0.start.seconds) }.map(\.statistics),
      top: History.sectionCount, by: dimensions)
  }
}
