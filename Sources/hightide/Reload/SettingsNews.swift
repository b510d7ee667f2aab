import Alerting
import Kafka
import Notifying

/// What differs between two versions of the settings.
struct SettingsNews {
  let rules: SettingsDifference
  let channels: SettingsDifference
  /// Whether anything differs that is not put in force while the program runs.
  private let hasMore: Bool

  init(from old: Options, to new: Options) {
    rules = SettingsDifference("rule", from: old.rules, to: new.rules) { $0.name }
    channels = SettingsDifference("channel", from: old.channels, to: new.channels) { $0.name }
    var rest = old
    rest.adopt(new)
    // In which line a property stands makes no difference.
    let (properties, others) = (rest.kafka.properties, new.kafka.properties)
    if properties.map(\.name) == others.map(\.name),
      properties.map(\.value) == others.map(\.value)
    {
      rest.kafka = new.kafka
    }
    hasMore = rest != new
  }

  /// Such as `1 rule changed, 2 new; 1 channel left out`; also says that no rule changed.
  var words: String {
    (rules.isEmpty ? [rules.words] + differences : differences).joined(separator: "; ")
  }

  /// The same in parts, of which there is none where nothing differs.
  var differences: [String] {
    var differences = [rules, channels].filter { !$0.isEmpty }.map(\.words)
    if hasMore { differences.append("what else changed holds from the next start on") }
    return differences
  }
}

extension Options {
  /// Takes over what of other options can be put in force while the program runs.
  mutating func adopt(_ other: Options) {
    configuredRules = other.configuredRules
    threshold = other.threshold
    windowSeconds = other.windowSeconds
    channels = other.channels
  }
}
