import AccessLog
import Traffic

/// How often each alert is told.
///
/// Holds the alerts that had a transition lately, or have an untold one.
struct RestraintBook: Sendable {
  /// One for each rule and group.
  private struct Key: Hashable {
    var rule: RuleName
    var group: [UInt8]?
  }

  /// Beyond this many no more are kept, and others are told as usual.
  private static let mostAlerts = 20_000
  /// How long one is kept that has nothing to be told, in windows: longer than it could begin to flap.
  private static let keptWindows = 10

  private var alerts: [Key: Restraint] = [:]
  /// When ``releases(at:_:)`` has something to do.
  private(set) var due: Instant?

  /// Takes in a transition of a rule that is silenced until then; returns it with what there is to say of
  /// how it is told.
  mutating func note(
    _ transition: AlertTransition, silencedUntil: Instant?
  ) -> AlertTransition {
    let key = Key(rule: transition.rule.name, group: transition.group)
    guard alerts[key] != nil || makeRoom(at: transition.time) else { return transition }
    var restraint = alerts[key] ?? Restraint(transition)
    let noted = restraint.note(transition, silencedUntil: silencedUntil)
    alerts[key] = restraint
    if let next = restraint.due(silencedUntil: silencedUntil) { due = min(due ?? next, next) }
    return noted
  }

  /// How each alert is told, for the state, by rule and group.
  var all: [Restraint] { alerts.values.sorted { RestraintBook.precedes($0.last, $1.last) } }

  private static func precedes(_ one: AlertTransition, _ other: AlertTransition) -> Bool {
    let (name, otherName) = (one.rule.name.description, other.rule.name.description)
    return name == otherName
      ? (one.group ?? []).lexicographicallyPrecedes(other.group ?? []) : name < otherName
  }

  /// Takes in how an alert is told that an earlier run had.
  mutating func restore(_ restraint: Restraint) {
    let last = restraint.last
    alerts[Key(rule: last.rule.name, group: last.group)] = restraint
  }

  /// What is to be told by now that was held back, by rule and group.
  ///
  /// - Complexity: O(1) before ``due``, otherwise O(alerts).
  mutating func releases(
    at second: Instant, _ silencedUntil: (RuleName) -> Instant?
  ) -> [AlertTransition] {
    guard let due, second >= due else { return [] }
    var released: [AlertTransition] = []
    for key in alerts.keys {
      let silence = silencedUntil(key.rule)
      if let transition = alerts[key]?.release(at: second, silencedUntil: silence) {
        released.append(transition)
      }
    }
    setDue(silencedUntil)
    return released.sorted { one, other in
      one.time == other.time ? RestraintBook.precedes(one, other) : one.time < other.time
    }
  }

  /// Reckons again when something is due, once a silence has changed.
  mutating func setDue(_ silencedUntil: (RuleName) -> Instant?) {
    due = alerts.compactMap { key, restraint in
      restraint.due(silencedUntil: silencedUntil(key.rule))
    }.min()
  }

  /// Forgets the alerts of rules.
  mutating func forget(_ rules: some Sequence<RuleName>) {
    let names = Set(rules)
    alerts = alerts.filter { !names.contains($0.key.rule) }
  }

  /// The rule's recoveries that are held back although their trigger was told.
  func heldRecoveries(of rule: RuleName) -> [AlertTransition] {
    alerts.filter { $0.key.rule == rule && $0.value.isToldAsTriggered && $0.value.hasNews }
      .map { _, restraint in
        var recovery = restraint.last
        recovery.isWithheld = false
        return recovery
      }
      .sorted(by: RestraintBook.precedes)
  }

  /// Whether the last that was told of an alert is that it triggered.
  func isToldAsTriggered(_ rule: RuleName, _ group: [UInt8]?) -> Bool {
    alerts[Key(rule: rule, group: group)]?.isToldAsTriggered ?? true
  }

  /// Whether an alert flaps.
  func isFlapping(_ rule: RuleName, _ group: [UInt8]?) -> Bool {
    alerts[Key(rule: rule, group: group)]?.isFlapping ?? false
  }

  /// The last transition of an alert, if it is known.
  func last(_ rule: RuleName, _ group: [UInt8]?) -> AlertTransition? {
    alerts[Key(rule: rule, group: group)]?.last
  }

  /// Whether another alert can be kept; forgets those that were calm for long.
  private mutating func makeRoom(at second: Instant) -> Bool {
    guard alerts.count >= RestraintBook.mostAlerts else { return true }
    alerts = alerts.filter { _, restraint in
      restraint.hasNews || restraint.isFlapping
        || second - restraint.last.time
          < RestraintBook.keptWindows * restraint.last.rule.windowSeconds
    }
    return alerts.count < RestraintBook.mostAlerts
  }
}
