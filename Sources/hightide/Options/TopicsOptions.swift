import Kafka
import Remote
private import Settings

/// What `hightide topics` is to do, and where.
struct TopicsOptions: Equatable {
  enum Task: String, CaseIterable {
    case create
    case erase
    case show
  }

  var task = Task.show
  /// Without a topic it is of all topics of hightide's own.
  var place: KafkaPlace?
  /// 1 to 1,000; of the topics for lines and for sums.
  var partitions = 6
  /// 1 to 100; `nil` for as many as there are brokers, at most three.
  var replicas: Int?
  /// How long lines are kept.
  var retentionSeconds = 86_400
  /// Whether nothing is asked before topics are erased.
  var isSure = false
  var kafka = KafkaSettings()
  var settings = Options.SettingsChoice.standard
}

extension TopicsOptions {
  /// Every option of `topics`, in the order of the help text.
  static let table: [OptionGroup<TopicsOptions>] = [
    OptionGroup(title: "What create makes", entries: plan),
    OptionGroup(title: "How erase asks", entries: [yes]),
    OptionGroup(title: "Settings", entries: config),
    OptionGroup(title: "About", entries: [.help, .version]),
  ]

  private static let plan: [OptionEntry<TopicsOptions>] = [
    .value(
      "partitions", .number(1...1_000, example: 6), default: "6",
      "partitions of logs and metrics: as many can work on them at a time"
    ) { options, text in
      set(&options.partitions, to: Int(entered: text, in: 1...1_000))
    },
    .value(
      "replicas", .number(1...100, example: 3),
      "brokers that have each record (default all of them, at most 3)"
    ) { options, text in
      set(&options.replicas, to: Int(entered: text, in: 1...100))
    },
    .value(
      "retention", .duration(from: "1m", to: "366d in whole seconds", example: "1d"),
      default: "1d", "how long lines are kept from their arrival on; sums are for a week"
    ) { options, text in
      set(&options.retentionSeconds, to: Duration.wholeSeconds(entered: text, in: 60...31_622_400))
    },
  ]

  private static let yes = OptionEntry<TopicsOptions>.flag("yes", "erase without asking") {
    $0.isSure = true
  }

  private static let config: [OptionEntry<TopicsOptions>] = [
    KafkaOption.entry { $0.kafka.properties += $1 },
    .value(
      "config", short: "c", choice: "settings", .file(),
      "read [kafka] in FILE, not in the settings that are read anyway"
    ) { options, text in
      set(&options.settings, to: text.isEmpty ? nil : .file(text))
    },
    .flag("no-config", choice: "settings", "read no settings") { $0.settings = .none },
  ]
}
