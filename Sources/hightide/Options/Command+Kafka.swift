import Kafka
import Remote

extension Command {
  /// Understands the arguments of `ship`.
  static func parseShip(
    _ arguments: ArraySlice<String>, _ settingsFiles: [String]
  ) throws(UsageError) -> Command {
    var options = ShipOptions()
    var parser = ArgumentParser(ShipOptions.table)
    switch try parser.parse(arguments, into: &options) {
    case .help: return .show(HelpText.ship)
    case .version: return .show(version)
    case .operands(let files):
      guard !files.contains("") else { throw .emptyFileName }
      guard options.place != nil else {
        throw .missingOption("--to", of: "ship", accepted: KafkaPlace.accepted)
      }
      guard !files.isEmpty else { throw .missingFile(of: "ship") }
      try requireFiles(files, "ship")
      options.files = try files.map(NamedFile.path)
      if let state = options.stateFile,
        let log = options.files.first(where: { StateFile.isName(state, ofLog: $0) })
      {
        throw .stateIsALog(state: state, log: log)
      }
      let ofFile = try kafka(options.settings, settingsFiles)
      options.kafka.properties = ofFile + options.kafka.properties
      return .ship(options)
    }
  }

  /// Understands the arguments of `topics`.
  static func parseTopics(
    _ arguments: ArraySlice<String>, _ settingsFiles: [String]
  ) throws(UsageError) -> Command {
    var options = TopicsOptions()
    var parser = ArgumentParser(TopicsOptions.table)
    switch try parser.parse(arguments, into: &options) {
    case .help: return .show(HelpText.topics)
    case .version: return .show(version)
    case .operands(let words):
      guard words.count == 2, let task = TopicsOptions.Task(rawValue: words[0]),
        let place = KafkaPlace(words[1], needsTopic: false),
        task != .create || place.topic.isEmpty
      else { throw .topicsUsage }
      options.task = task
      options.place = place
      let ofFile = try kafka(options.settings, settingsFiles)
      options.kafka.properties = ofFile + options.kafka.properties
      return .topics(options)
    }
  }

  /// The properties of librdkafka in a settings file.
  ///
  /// A mistake anywhere in the file is an error.
  private static func kafka(
    _ choice: Options.SettingsChoice, _ settingsFiles: [String]
  ) throws(UsageError) -> [KafkaSettings.Property] {
    var options = Options()
    _ = try SettingsFile.read(choice, standard: settingsFiles)?.apply(to: &options)
    return options.kafka.properties
  }
}
