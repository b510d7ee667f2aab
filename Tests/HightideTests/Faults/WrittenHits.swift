import Foundation

/// The hits that were written to a log, by their second: what was written when.
struct WrittenHits {
  private var bySecond: [Int: Int] = [:]

  mutating func add(at second: Int) { bySecond[second, default: 0] += 1 }

  /// The hits of each interval by its start, but for those of `context`, which are in none.
  func intervals(of length: Int, without context: WrittenHits) -> [Date: Int] {
    var hits: [Date: Int] = [:]
    for (second, count) in bySecond {
      let rest = count - context.bySecond[second, default: 0]
      let start = Date(timeIntervalSince1970: TimeInterval(second - second % length))
      if rest > 0 { hits[start, default: 0] += rest }
    }
    return hits
  }

  /// What a rule says of them, judged second by second up to `end`, by its definition.
  func alerts(above threshold: Int, window: Int, until end: Int) -> [ToldAlert] {
    guard let first = bySecond.keys.min() else { return [] }
    var alerts: [ToldAlert] = []
    var sum = 0
    var isTriggered = false
    for second in first...max(first, end) {
      sum += bySecond[second, default: 0] - bySecond[second - window, default: 0]
      guard isTriggered ? sum < threshold * window : sum > threshold * window else { continue }
      isTriggered.toggle()
      alerts.append(
        ToldAlert(
          time: Date(timeIntervalSince1970: TimeInterval(second)),
          state: isTriggered ? "triggered" : "recovered", hits: sum))
    }
    return alerts
  }
}

/// A transition of the rule, as a report tells it.
struct ToldAlert: Equatable {
  var time: Date
  var state: String
  var hits: Int
}
