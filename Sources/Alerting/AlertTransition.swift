package import AccessLog
import Traffic

/// A rule that was breached, or that recovered.
package struct AlertTransition: Hashable, Sendable {
  package enum State: String, Sendable {
    case triggered
    case recovered
  }

  /// As it was when this happened.
  package var rule: AlertRule
  /// The name of the group that was judged; `nil` where all hits were.
  package var group: [UInt8]?
  package var state: State
  /// The last second of the window that was judged.
  package var time: Instant
  /// What was measured in that window.
  package var reading: Reading
  /// When the breach began: `time` itself for a trigger.
  package var triggerTime: Instant
  /// The worst value of any window from the trigger to `time`; windows with too few hits for
  /// the rule are left out.
  package var peak: Double
  /// Whether the breach began earlier than `triggerTime`, before what was read.
  package var beganBefore = false
  /// Whether a source of lines could not be read then.
  package var lacksData = false
  /// Whether the alert flaps.
  package var isFlapping = false
  /// Whether it is recorded, and not told: its rule is silenced, or it flaps.
  package var isWithheld = false
  /// What made it trigger, or what went away when it recovered, greatest part first, if that was
  /// looked for; `nil` if it was not.
  package var causes: [Cause]?
  /// Why the alert is over that has not recovered; `nil` if it recovered, and of a trigger.
  package var ending: AlertEnding?
  /// When it was found by the wall clock, where that was long after it happened.
  package var foundAt: Instant?

  /// Creates a transition; a trigger needs neither `triggerTime` nor `peak`.
  package init(
    rule: AlertRule, state: State, time: Instant, reading: Reading, triggerTime: Instant? = nil,
    peak: Double? = nil
  ) {
    self.rule = rule
    self.state = state
    self.time = time
    self.reading = reading
    self.triggerTime = triggerTime ?? time
    self.peak = peak ?? reading.value ?? 0
  }

  package var hits: Int { reading.hits }

  /// Whether it triggered earlier than it says.
  package var isSinceBefore: Bool { state == .triggered && beganBefore }

  /// Hits per second over the window.
  package var average: Double { Double(hits) / Double(rule.windowSeconds) }

  /// What the value was held against: of a recovery, the value to recover at.
  package var limit: Double {
    reading.limit(
      state == .recovered ? rule.recovery ?? rule.threshold : rule.threshold)
  }

  /// The sentence that tells a person, with a `time` in ISO 8601.
  ///
  /// For a terminal the name of the group is written as text that is safe on any: whoever can send a
  /// request chooses it.
  package func message(time: String, forTerminal: Bool = false) -> String {
    let group = group.map { forTerminal ? printableText($0) : String(decoding: $0, as: UTF8.self) }
    if let ending {
      let of = group.map { " of \($0)" } ?? ""
      let what = rule.name == .highTraffic ? "High traffic" : "\(rule.name)\(of):"
      return "\(what) alert ended at \(time): \(ending.words)"
    }
    guard rule.name == .highTraffic else {
      let text = MessageTemplate(of: rule).text(of: self, group ?? "", time)
      // No data is not no traffic.
      return rule.measure == .silence && lacksData ? text + "; a log cannot be read" : text
    }
    return switch state {
    case .triggered:
      "High traffic generated an alert - hits = \(hits), triggered at \(time)"
    case .recovered:
      "High traffic alert recovered - hits = \(hits), recovered at \(time)"
    }
  }
}
