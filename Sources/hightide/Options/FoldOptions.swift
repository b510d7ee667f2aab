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
      entries: Options.counting.lifted(
        \.watch, ["interval", "lateness", "where", "section", "by", "client", "trusted"])),
    OptionGroup(title: "What to read", entries: sources),
    OptionGroup(title: "Where to", entries: target),
    OptionGroup(
      title: "Settings",
      entries: Options.settings.lifted(\.watch, ["config", "no-config"]) + [
        .flag(
          "asked", isSetting: false,
          "take options and rules from standard input, as ssh:// gives them, and end with it"
        ) {
          $0.isAsked = true
        }
      ]),
    OptionGroup(title: "About", entries: [.help, .version]),
  ]

  private static let sources: [OptionEntry<FoldOptions>] = {
    var entries: [OptionEntry<FoldOptions>] = Options.sources.lifted(
      \.watch, ["format", "zone", "backfill", "from-start", "replay", "server"])
    // A file begins at its end.
    for index in entries.indices where entries[index].name == "backfill" {
      entries[index].defaultText = "0s"
    }
    return entries
  }()

  private static let target: [OptionEntry<FoldOptions>] =
    [
      .value(
        "to", KafkaOption.place(),
        "send the sums to a topic, and write nothing; the rules of the settings say what else is added "
          + "up, for readers with the same settings"
      ) { options, text in
        set(&options.place, to: KafkaPlace(text))
      }
    ] + Options.sources.lifted(\.watch, ["state", "kafka-config"])
}
