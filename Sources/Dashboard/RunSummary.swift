package import AccessLog
import Alerting
import Canvas
import Traffic

/// What is left on the normal screen once the dashboard has closed: a few lines of what was seen.
package struct RunSummary {
  /// No more alerts than these have a line each.
  private static let alertsNamed = 3

  private let model: DashboardModel
  private let began: Instant
  private let hitsBefore: Int

  /// Sums up what a model shows; `began` is when the program did, by the wall clock, with so many hits that
  /// runs before it had counted.
  package init(_ model: DashboardModel, began: Instant, hitsBefore: Int = 0) {
    self.model = model
    self.began = began
    self.hitsBefore = hitsBefore
  }

  /// Printable ASCII, whatever the log is called; at most as many alerts as are named.
  var lines: [String] {
    [counts, rates].compactMap { $0 } + alerts
  }

  /// The same, broken at blanks into rows of at most so many cells.
  package func rows(width: Int) -> [String] {
    lines.flatMap { line in
      let indent = line.prefix { $0 == " " }
      return wrapped(String(line.dropFirst(indent.count)), width: width - indent.count)
        .map { String(indent) + $0 }
    }
  }

  private var zone: Zone { model.zone }

  private var counts: String {
    let snapshot = model.snapshot
    let name = printableText(model.source.name.utf8.prefix(200))
    let span = "\(zone.timeOfDay(began)) to \(zone.timeOfDay(model.wallClock))"
    let hits = snapshot.totalHits - hitsBefore
    var text = "\(name): \(counted(hits, "hit")) counted from \(span)"
    if hitsBefore > 0 { text += ", \(counted(snapshot.totalHits, "hit")) with the runs before" }
    if snapshot.totalCounts.malformed > 0 {
      text += ", \(counted(snapshot.totalCounts.malformed, "malformed line"))"
    }
    if snapshot.totalCounts.excluded > 0 {
      text += ", \(counted(snapshot.totalCounts.excluded, "hit")) excluded"
    }
    return text
  }

  /// The mean and the greatest second of those kept, an hour at most.
  private var rates: String? {
    let seconds = model.snapshot.seconds
    guard let most = seconds.hits.max(), most > 0,
      let place = seconds.hits.lastIndex(of: most)
    else { return nil }
    let sum = seconds.hits.reduce(0, +)
    let mean = rateText(Double(sum) / Double(seconds.hits.count))
    let errors = longShare(seconds.errors.reduce(0, +), of: sum)
    return
      "last \(durationText(seconds.hits.count)) of the log: \(mean) on average, peak \(most)/s at "
      + "\(zone.timeOfDay(seconds.start + place)), \(errors) errors"
  }

  private var alerts: [String] {
    let count = model.board.transitionCount
    let triggers = model.board.newestTransitions(count).filter { $0.state == .triggered }
    guard !triggers.isEmpty else { return ["no alert"] }
    let named = triggers.suffix(RunSummary.alertsNamed)
    let head = counted(triggers.count, "alert")
    return [triggers.count > named.count ? "\(head), the last \(named.count):" : "\(head):"]
      + named.map { "  " + words(of: $0) }
  }

  private func words(of trigger: AlertTransition) -> String {
    let message = trigger.message(time: zone.iso8601(trigger.time))
    let text = printableText(message.utf8) + (trigger.beganBefore ? ", since before that" : "")
    if model.board.underWay(trigger) != nil { return text + ", under way" }
    let recovery = model.board.newestTransitions(model.board.transitionCount).first {
      $0.state == .recovered && $0.triggerTime == trigger.triggerTime
        && $0.rule.name == trigger.rule.name && $0.group == trigger.group
    }
    guard let recovery else { return text }
    let end = recovery.ending == nil ? "recovered" : "ended with its rule"
    return text + ", \(end) after \(trigger.beganBefore ? "more than " : "")"
      + durationText(recovery.time - trigger.triggerTime)
  }

  private func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
