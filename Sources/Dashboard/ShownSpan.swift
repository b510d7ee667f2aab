import AccessLog
import Alerting
import Query
import Traffic

/// The time that an open group, its lines and `w` are about: what is marked, an interval of the past,
/// the alert under way, or the last interval.
struct ShownSpan {
  /// Begins and ends with an interval.
  let seconds: Range<Int>
  let words: String

  /// The span that a scene shows; `nil` while no interval has begun.
  init?(_ scene: Scene) {
    let zone = scene.zone
    func words(_ seconds: Range<Int>) -> String {
      "\(zone.timeOfDay(Instant(seconds.lowerBound))) \u{2013} \(zone.timeOfDay(Instant(seconds.upperBound)))"
    }
    if let mark = scene.view.mark?.seconds {
      seconds = mark
      self.words = words(mark)
      return
    }
    guard let shown = scene.shown else { return nil }
    let interval = shown.start.seconds..<shown.end.seconds
    guard !scene.isPast, let alert = scene.status.underWay else {
      seconds = interval
      self.words = scene.shownWords
      return
    }
    // From the first second of the window that triggered.
    let length = max(1, scene.snapshot.intervalSeconds)
    let first = alert.time.seconds - alert.rule.windowSeconds + 1
    let start = min(interval.lowerBound, first.flooredQuotient(by: length) * length)
    seconds = start..<interval.upperBound
    self.words = "since \(zone.timeOfDay(Instant(start))), the alert"
  }

  init(seconds: Range<Int>, words: String) {
    self.seconds = seconds
    self.words = words
  }

  /// What the intervals of a span add up to, with the groups of some dimensions.
  func statistics(of snapshot: Snapshot, by dimensions: [Dimension] = []) -> Statistics {
    let parts = snapshot.endedIntervals + [snapshot.currentInterval].compactMap(\.self)
    return Statistics.sum(
      parts.filter { seconds.contains($0.start.seconds) }.map(\.statistics),
      top: History.sectionCount, by: dimensions)
  }
}
