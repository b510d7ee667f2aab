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
    OptionGroup(title: "When to alert", entries: Options.alerting.lifted(\.watch)),
    OptionGroup(title: "How to be told", entries: Options.telling.lifted(\.watch)),
    OptionGroup(
      title: "What to read",
      entries: Options.counting.lifted(\.watch, ["interval", "lateness"])
        + Options.sources.lifted(\.watch, ["from-start", "idle"])),
    OptionGroup(
      title: "Where to", entries: Options.sources.lifted(\.watch, ["kafka-config"]) + [to]),
    OptionGroup(
      title: "What to show", entries: Options.showing.lifted(\.watch, ["plain", "json", "utc"])),
    OptionGroup(
      title: "Settings", entries: Options.settings.lifted(\.watch, ["config", "no-config"])),
    OptionGroup(title: "About", entries: [.help, .version]),
  ]

  private static let to = OptionEntry<AlertOptions>.value(
    "to", KafkaOption.place(),
    "the topic of alerts, which must have one partition (default alerts, beside the sums)"
  ) { options, text in
    set(&options.target, to: KafkaPlace(text))
  }
}
