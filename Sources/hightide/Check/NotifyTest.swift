import AccessLog
import Alerting
import Notifying
import Reporting
import System
import Traffic

/// Tells one channel of the settings an alert that there is not, and its recovery.
struct NotifyTest {
  private let channel: ChannelSettings
  private let isJSON: Bool

  /// `nil` if the settings have no channel of that name.
  init?(_ name: String, _ options: Options, isJSON: Bool) {
    guard let found = options.channels.first(where: { $0.name == name }) else { return nil }
    channel = found
    self.isJSON = isJSON
  }

  /// Tells both, whatever the channel is told otherwise; returns what became of each, and whether both
  /// arrived.
  func run() throws(SystemError) -> (text: String, isFine: Bool) {
    let interruption = try Interruption()
    let channel = self.channel.channel(in: .standardError)
    let now = Instant(Int(MachineClock.wall.components.seconds))
    var (text, isFine) = ("", true)
    for state in [AlertTransition.State.triggered, .recovered] {
      let notice = notice(state, at: now)
      let (word, reason, arrived) = NotifyTest.words(channel.tell(notice, until: interruption))
      isFine = isFine && arrived
      text += isJSON ? json(state, word, reason) : plain(state, word, reason)
    }
    return (text, isFine)
  }

  private func notice(_ state: AlertTransition.State, at now: Instant) -> Notice {
    var rule = AlertRule(name: RuleName("test"))
    rule.message = "This is a test of hightide on \(MachineName.current), {state} at {time}"
    rule.severity = .info
    let transition = AlertTransition(
      rule: rule, state: state, time: now, reading: Reading(hits: 0, value: 0))
    let stamp = Zone.utc.iso8601(now).filter { $0 != "-" && $0 != ":" }
    return Notice(
      transition, key: "test-\(state.rawValue)-\(stamp)", alertKey: "test-\(stamp)")
  }

  /// An outcome in a word, its reason, and whether someone was told.
  private static func words(_ attempt: Attempt) -> (word: String, reason: String?, Bool) {
    switch attempt {
    case .delivered: ("told", nil, true)
    case .instead(let reason): ("told", reason, true)
    case .skipped(let reason): ("not told", reason, false)
    case .failed(let reason): ("failed", reason, false)
    case .postponed(let reason, _): ("failed for now", reason, false)
    }
  }

  private func plain(_ state: AlertTransition.State, _ word: String, _ reason: String?) -> String {
    "\(channel.name) (\(channel.kind)), \(state.rawValue): \(word)"
      + (reason.map { ": \(printableText($0.utf8))" } ?? "") + "\n"
  }

  private func json(_ state: AlertTransition.State, _ word: String, _ reason: String?) -> String {
    let fields = [
      ("type", "notify"), ("channel", channel.name), ("kind", channel.kind),
      ("state", state.rawValue), ("outcome", word),
    ].map { "\(JSONText.string($0)):\(JSONText.string($1))" }
    return "{\(fields.joined(separator: ",")),\"reason\":"
      + "\(reason.map(JSONText.string) ?? "null")}\n"
  }
}
