import Alerting

/// How many rules differ between two lists.
struct RuleDifference: Equatable {
  var kept = 0
  var changed = 0
  var new = 0
  var left = 0

  init(from old: [AlertRule], to now: [AlertRule]) {
    for rule in now {
      guard let before = old.first(where: { $0.name == rule.name }) else {
        new += 1
        continue
      }
      if before == rule { kept += 1 } else { changed += 1 }
    }
    left = old.count { rule in !now.contains { $0.name == rule.name } }
  }

  /// What changed, such as `1 rule changed, 2 new`.
  var words: String {
    let parts = [(changed, "changed"), (new, "new"), (left, "left out")].filter { $0.0 > 0 }
    guard let first = parts.first else { return "no rule changed" }
    return "\(first.0) \(first.0 == 1 ? "rule" : "rules") \(first.1)"
      + parts.dropFirst().map { ", \($0.0) \($0.1)" }.joined()
  }
}
