import Alerting
import Canvas
import Traffic

extension ViewState {
  /// Chooses the rule that the header shows and that the keys change.
  mutating func choose(_ rule: RuleName) {
    guard rule != chosenRule else { return }
    chosenRule = rule
    thresholds.pending = nil
    thresholds.backtestUntil = nil
  }

  /// A model whose rule is the one that was chosen, if it is still there.
  package func looking(at model: DashboardModel) -> DashboardModel {
    guard let chosenRule, chosenRule != model.rule,
      model.board.rules.contains(where: { $0.rule.name == chosenRule })
    else { return model }
    var model = model
    model.rule = chosenRule
    return model
  }

  /// Asks for how long the rule is to be silenced, or ends its silence.
  mutating func silence(in model: DashboardModel) -> [DashboardCommand] {
    let rule = model.status.rule
    guard rule.isSilenced(at: model.snapshot.clock) else {
      prompt = .silence(text: "", complaint: nil)
      return []
    }
    show("\(rule.name) is told again", at: model.wallClock)
    return [.silence(rule.name, seconds: nil)]
  }

  /// Switches the rule off or on.
  mutating func switchRule(in model: DashboardModel) -> [DashboardCommand] {
    let rule = model.status.rule
    show(
      rule.isEnabled ? "\(rule.name) is off: e switches it on again" : "\(rule.name) is on",
      at: model.wallClock)
    return [.setEnabled(!rule.isEnabled, rule.name)]
  }

  mutating func typeSilence(
    _ key: Key, after text: String, in model: DashboardModel
  ) -> [DashboardCommand] {
    switch key {
    case .escape: prompt = nil
    case .enter:
      guard let seconds = SilenceEntry.seconds(text) else {
        prompt = .silence(text: text, complaint: SilenceEntry.accepted)
        return []
      }
      prompt = nil
      let rule = model.status.rule.name
      show(
        "\(rule) is recorded and not told for \(durationText(seconds)): x ends that",
        at: model.wallClock)
      return [.silence(rule, seconds: seconds)]
    default:
      guard let edited = edited(text, by: key) else { return [] }
      let isFine = edited.isEmpty || SilenceEntry.seconds(edited) != nil
      prompt = .silence(text: edited, complaint: isFine ? nil : SilenceEntry.accepted)
    }
    return []
  }
}

/// For how long a rule is silenced, as it is typed.
enum SilenceEntry {
  static let accepted = "type a time up to 30d, such as 30m, 2h or 1d"

  private static let longest = 30 * 86_400

  /// Understands `90s`, `30m`, `2h` or `1d`, a number alone as minutes; `nil` for anything else.
  static func seconds(_ text: String) -> Int? {
    let words = text.split(separator: " ").joined()
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
    guard let last = words.last else { return nil }
    let unit = units[last]
    let digits = unit == nil ? words[...] : words.dropLast()
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), digits.utf8.count <= 7,
      let number = Int(digits), number > 0
    else { return nil }
    let seconds = number * (unit ?? 60)
    return seconds <= longest ? seconds : nil
  }
}
