import Kafka
import Remote

/// What `hightide alert` is asked.
struct AlertOptions: Equatable {
  /// The rules, how they are told, and what is read.
  var watch = Options()
  /// The topic of sums.
  var place: KafkaPlace?
  /// The topic of alerts; `nil` for the usual one beside the sums.
  var target: KafkaPlace?

  /// The topic of alerts where the sums are there.
  func target(beside place: KafkaPlace) -> KafkaPlace {
    target ?? KafkaPlace("\(KafkaPlace.scheme)\(place.brokers)/alerts") ?? place
  }
}

extension AlertOptions {
  /// Every option of `alert`, in the order of the help text.
  static let table = [
    OptionGroup(title: "When to alert", entries: lifted(Options.alerting, nil)),
    OptionGroup(title: "How to be told", entries: lifted(Options.telling, nil)),
    OptionGroup(
      title: "What to read",
      entries: lifted(Options.counting, ["interval", "lateness"])
        + lifted(Options.sources, ["from-start", "idle"])),
    OptionGroup(title: "Where to", entries: lifted(Options.sources, ["kafka-config"]) + [to]),
    OptionGroup(title: "What to show", entries: lifted(Options.showing, ["plain", "json", "utc"])),
    OptionGroup(title: "Settings", entries: lifted(Options.settings, ["config", "no-config"])),
    OptionGroup(title: "About", entries: [.help, .version]),
  ]

  private static let to = OptionEntry<AlertOptions>.value(
    "to", KafkaOption.place(),
    "the topic of alerts, which must have one partition (default alerts, beside the sums)"
  ) { options, text in
    set(&options.target, to: KafkaPlace(text))
  }

  /// Some of the options of watching, or all, with the same meaning.
  private static func lifted(
    _ entries: [OptionEntry<Options>], _ names: [String]?
  ) -> [OptionEntry<AlertOptions>] {
    let chosen = names.map { names in
      names.compactMap { name in entries.first { $0.name == name } }
    }
    return (chosen ?? entries).map(lifted)
  }

  private static func lifted(_ entry: OptionEntry<Options>) -> OptionEntry<AlertOptions> {
    let action: OptionEntry<AlertOptions>.Action =
      switch entry.action {
      case .flag(let set): .flag { set(&$0.watch) }
      case .value(let value, let set): .value(value) { set(&$0.watch, $1) }
      case .optional(let value, let set): .optional(value) { set(&$0.watch, $1) }
      case .filter(let set): .filter { set(&$0.watch, $1) }
      case .help: .help
      case .version: .version
      }
    var lifted = OptionEntry<AlertOptions>(
      name: entry.name, short: entry.short, meaning: entry.meaning, choice: entry.choice,
      isSetting: false, action: action)
    lifted.defaultText = entry.defaultText
    lifted.mistake = entry.mistake
    lifted.isSecret = entry.isSecret
    return lifted
  }
}
