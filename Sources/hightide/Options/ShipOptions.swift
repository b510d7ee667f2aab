import Kafka
import Remote
private import System

/// What `hightide ship` is to send, and where.
struct ShipOptions: Equatable {
  /// As named, where `-` is standard input.
  var files: [String] = []
  var place: KafkaPlace?
  /// Whose lines they are; `nil` for this machine's.
  var server: String?
  /// Where the places in the logs are kept for the next run.
  var stateFile: String?
  /// Whether logs without a place are sent from their start.
  var isFromStart = false
  var kafka = KafkaSettings()
  var settings = Options.SettingsChoice.standard
}

extension ShipOptions {
  /// Every option of `ship`, in the order of the help text.
  static let table: [OptionGroup<ShipOptions>] = [
    OptionGroup(title: "Where to", entries: target),
    OptionGroup(title: "What to send", entries: sources),
    OptionGroup(title: "Settings", entries: config),
    OptionGroup(title: "About", entries: [.help, .version]),
  ]

  private static let target: [OptionEntry<ShipOptions>] = [
    .value("to", KafkaOption.place(), "the topic that lines are sent to; it has to be named") {
      options, text in set(&options.place, to: KafkaPlace(text))
    },
    KafkaOption.entry { $0.kafka.properties += $1 },
  ]

  private static let sources: [OptionEntry<ShipOptions>] = [
    .value(
      "server", OptionValue(placeholder: "NAME", accepted: "the name of a server"),
      "whose lines they are, the key of each record (default this machine's name)"
    ) { options, text in
      set(&options.server, to: text.isEmpty ? nil : text)
    },
    .flag("from-start", "send a FILE that has no place in --state from its start") {
      $0.isFromStart = true
    },
    .value(
      "state", .file("the path of a file, in UTF-8"),
      "keep in FILE how much has arrived, and go on from there at the next start: each line is "
        + "counted once, whatever ends the program"
    ) { options, text in
      set(&options.stateFile, to: text.isEmpty ? nil : Path.utf8(of: text))
    },
  ]

  private static let config: [OptionEntry<ShipOptions>] = [
    .value(
      "config", short: "c", choice: "settings", .file(),
      "read [kafka] in FILE, not in the settings that are read anyway"
    ) { options, text in
      set(&options.settings, to: text.isEmpty ? nil : .file(text))
    },
    .flag("no-config", choice: "settings", "read no settings") { $0.settings = .none },
  ]
}
