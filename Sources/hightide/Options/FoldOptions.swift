private import Fleet
import Kafka
import Remote

/// What `hightide fold` is asked.
struct FoldOptions: Equatable {
  /// What is followed, and what is counted of it; a file begins at its end.
  var watch = Options()
  /// Whether what is wanted is said on standard input, by the dashboard that reads the output.
  var isAsked = false
  /// The topic that the sums are sent to; `nil` for standard output.
  var place: KafkaPlace?

  init() { watch.reading = .follow(backfillSeconds: 0) }

  /// What `--version` prints: whether the versions fit is found by its last line.
  static var version: String { About.text + "\(FoldFrame.greeting)\n" }
}

extension FoldOptions {
  /// Every option of `fold`, in the order of the help text.
  static let table = [
    OptionGroup(
      title: "What to count",
      entries: lifted(
        Options.counting,
        [
          "interval", "lateness", "where", "section", "by", "client", "trusted",
        ])),
    OptionGroup(
      title: "What to read",
      entries: lifted(
        Options.sources, ["format", "zone", "backfill", "from-start", "replay", "server"])),
    OptionGroup(title: "Where to", entries: target),
    OptionGroup(
      title: "Settings",
      entries: lifted(Options.settings, ["config", "no-config"]) + [
        .flag(
          "asked", isSetting: false,
          "take options and rules from standard input, as ssh:// gives them, and end with it"
        ) {
          $0.isAsked = true
        }
      ]),
    OptionGroup(title: "About", entries: [.help, .version]),
  ]

  private static let target: [OptionEntry<FoldOptions>] =
    [
      .value(
        "to", KafkaOption.place(),
        "send the sums to a topic, and write nothing; the rules of the settings say what else is added "
          + "up, for readers with the same settings"
      ) { options, text in
        set(&options.place, to: KafkaPlace(text))
      }
    ] + lifted(Options.sources, ["state", "kafka-config"])

  /// Some of the options of watching, with the same meaning.
  private static func lifted(
    _ entries: [OptionEntry<Options>], _ names: [String]
  ) -> [OptionEntry<FoldOptions>] {
    names.compactMap { name in entries.first { $0.name == name }.map(lifted) }
  }

  private static func lifted(_ entry: OptionEntry<Options>) -> OptionEntry<FoldOptions> {
    let action: OptionEntry<FoldOptions>.Action =
      switch entry.action {
      case .flag(let set): .flag { set(&$0.watch) }
      case .value(let value, let set): .value(value) { set(&$0.watch, $1) }
      case .optional(let value, let set): .optional(value) { set(&$0.watch, $1) }
      case .filter(let set): .filter { set(&$0.watch, $1) }
      case .help: .help
      case .version: .version
      }
    var lifted = OptionEntry<FoldOptions>(
      name: entry.name, short: entry.short, meaning: entry.meaning, choice: entry.choice,
      isSetting: false, action: action)
    lifted.defaultText = entry.name == "backfill" ? "0s" : entry.defaultText
    lifted.mistake = entry.mistake
    return lifted
  }
}
