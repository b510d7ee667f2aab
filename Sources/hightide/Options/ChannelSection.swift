import Alerting
import Notifying
import Settings

/// A channel as a section of a settings file describes it.
struct ChannelSection {
  /// The words before its name.
  static let prefix = "notify "

  private(set) var channel: ChannelSettings
  /// Whether the channel is told of alerts.
  private(set) var isEnabled = true

  /// The keys of every kind, and what each says, in words.
  static let common = [
    (key: "kind", meaning: "one of \(ChannelKind.names.joined(separator: ", "))"),
    (key: "on", meaning: "triggered, recovered, or both with a comma between (default both)"),
    (key: "severity", meaning: "info, warning or critical: this and above (default info)"),
    (
      key: "repeat",
      meaning: "tell a trigger again after each such duration, as long as it has not recovered"
    ),
    (key: "enabled", meaning: "no leaves the channel out (default yes)"),
  ]
  /// The longest pause between two tellings of one alert, in seconds: a week.
  private static let longestRepeat = 604_800

  /// Understands a section whose name begins with ``prefix``.
  init(_ section: SettingsDocument.Section) throws(SettingsMistake) {
    let name = String(section.name.dropFirst(ChannelSection.prefix.count))
    guard !name.isEmpty, name.utf8.count <= 64, name.allSatisfy(\.isNameCharacter) else {
      throw SettingsMistake(
        line: section.line,
        "a channel is called by letters, digits, '-', '_' and '.', such as [notify team]")
    }
    let names = ChannelKind.names.joined(separator: ", ")
    guard let kindEntry = section.entries.first(where: { $0.key == "kind" }) else {
      throw SettingsMistake(
        line: section.line, "[\(section.name)] needs a 'kind', which is one of \(names)")
    }
    guard let kind = ChannelKind.named(kindEntry.value) else {
      throw SettingsMistake(
        line: kindEntry.line, "'kind' takes one of \(names); not '\(kindEntry.value)'")
    }
    channel = ChannelSettings(name: name, kind: kind.name)
    for entry in section.entries { try take(entry, kind, section.name) }
    if let key = kind.missingKey(in: channel.values) {
      throw SettingsMistake(
        line: section.line, "[\(section.name)] needs a '\(key.name)': \(key.accepted)")
    }
  }

  private mutating func take(
    _ entry: SettingsDocument.Entry, _ kind: ChannelKind, _ section: String
  ) throws(SettingsMistake) {
    let isSecret = kind.keys.contains { $0.name == entry.key && $0.isSecret }
    func require<Value>(_ value: Value?, _ accepted: String) throws(SettingsMistake) -> Value {
      guard let value else {
        throw SettingsMistake(
          line: entry.line,
          "'\(entry.key)' takes \(accepted)" + (isSecret ? "" : "; not '\(entry.value)'"))
      }
      return value
    }
    switch entry.key {
    case "kind": break
    case "on":
      channel.subscription.states = try require(
        ChannelSection.states(entry.value), "triggered, recovered, or both with a comma between")
    case "severity":
      channel.subscription.severity = try require(
        Severity(rawValue: entry.value), "info, warning or critical: this and above")
    case "repeat":
      let seconds = try require(
        Duration.wholeSeconds(entered: entry.value, in: 1...ChannelSection.longestRepeat),
        "a duration from 1s to 7d in whole seconds, such as 30m")
      channel.subscription.repeatAfter = .seconds(seconds)
    case "enabled":
      isEnabled = try require(["yes": true, "no": false][entry.value], "yes or no")
    default:
      guard let key = kind.keys.first(where: { $0.name == entry.key }) else {
        throw unknown(entry, kind, section)
      }
      channel.values[entry.key] = try require(
        key.accepts(entry.value) ? entry.value : nil, key.accepted)
    }
  }

  private func unknown(
    _ entry: SettingsDocument.Entry, _ kind: ChannelKind, _ section: String
  ) -> SettingsMistake {
    let keys = ChannelSection.common.map(\.key) + kind.keys.map(\.name)
    let closest = closestWord(to: entry.key, in: keys)
    return SettingsMistake(
      line: entry.line,
      "unknown key '\(entry.key)' in [\(section)], whose kind is \(kind.name); "
        + (closest.map { "did you mean '\($0)'?" } ?? "there are \(keys.joined(separator: ", "))"))
  }

  /// The states of a list with commas; `nil` if one is none.
  private static func states(_ text: String) -> Set<Notice.State>? {
    var states: Set<Notice.State> = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let state = Notice.State(rawValue: word.filter { $0 != " " && $0 != "\t" }) else {
        return nil
      }
      states.insert(state)
    }
    return states
  }
}

extension Character {
  fileprivate var isNameCharacter: Bool {
    isASCII && (isLetter || isNumber) || self == "-" || self == "_" || self == "."
  }
}

extension ChannelSection {
  /// Whether an entry's value is never shown: it is an address or a secret itself, not where one is.
  static func isHidden(_ entry: SettingsDocument.Entry) -> Bool {
    let isSecret = ChannelKind.table.flatMap(\.keys).contains {
      $0.name == entry.key && $0.isSecret
    }
    return isSecret && !entry.value.hasPrefix("env:") && !entry.value.hasPrefix("file:")
  }
}
