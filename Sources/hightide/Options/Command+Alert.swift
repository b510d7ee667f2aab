import Notifying
import Remote
import Traffic

extension Command {
  /// Understands the arguments of `alert`.
  static func parseAlert(
    _ arguments: ArraySlice<String>, _ settingsFiles: [String], _ known: SettingsFile? = nil
  ) throws(UsageError) -> Command {
    var asked = AlertOptions()
    var parser = ArgumentParser(AlertOptions.table)
    switch try parser.parse(arguments, into: &asked) {
    case .help: return .show(HelpText.alert)
    case .version: return .show(version)
    case .operands(let names):
      var options = AlertOptions()
      var settings = known
      if settings == nil {
        settings = try SettingsFile.read(asked.watch.settings, standard: settingsFiles)
      }
      _ = try settings?.apply(to: &options.watch)
      let ofFile = options.watch.channels
      let usual = Options()
      // Which hits count, and by what, has been decided where they were added up.
      options.watch.counting = usual.counting
      options.watch.reading = usual.reading
      options.watch.stateFile = nil
      options.watch.wantsLines = false
      options.watch.channels = []
      parser = ArgumentParser(AlertOptions.table)
      _ = try parser.parse(arguments, into: &options)
      let given = options.watch.channels.map(\.name)
      options.watch.channels =
        ofFile.filter { !given.contains($0.name) } + options.watch.channels
      guard names.count == 1, let place = KafkaPlace(names[0]) else { throw .alertUsage }
      try requireLateness(of: options.watch, asked: asked.watch, settings)
      options.place = place
      options.watch.files = [place.name]
      return .alert(options)
    }
  }
}
