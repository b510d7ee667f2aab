package import AccessLog

extension AlertRule {
  /// Silences the rule until a time of ISO 8601; `false` for a text that is none.
  package mutating func silence(until text: String) -> Bool {
    guard let end = Instant(iso8601: text) else { return false }
    silencedUntil = end
    return true
  }

  /// Whether its alerts are recorded and not told when the clock shows that.
  package func isSilenced(at clock: Instant?) -> Bool {
    guard let silencedUntil, let clock else { return false }
    return clock < silencedUntil
  }

  /// Until when the rule is silenced, as settings have it.
  package var enteredSilence: String? { silencedUntil.map { Zone.utc.iso8601($0) } }
}
