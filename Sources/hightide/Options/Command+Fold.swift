import Remote
import Traffic

extension Command {
  /// Understands the arguments of `fold`.
  static func parseFold(
    _ arguments: ArraySlice<String>, _ settingsFiles: [String]
  ) throws(UsageError) -> Command {
    var asked = FoldOptions()
    var parser = ArgumentParser(FoldOptions.table)
    switch try parser.parse(arguments, into: &asked) {
    case .help: return .show(HelpText.fold)
    case .version: return .show(FoldOptions.version)
    case .operands(let files):
      var options = FoldOptions()
      let settings = try SettingsFile.read(asked.watch.settings, standard: settingsFiles)
      _ = try settings?.apply(to: &options.watch)
      options.watch.channels = []
      options.watch.reading = FoldOptions().watch.reading
      parser = ArgumentParser(FoldOptions.table)
      _ = try parser.parse(arguments, into: &options)
      guard !files.contains("") else { throw .emptyFileName }
      try settle(&options.watch, asked: asked.watch, settings)
      options.watch.files = try files.isEmpty ? [Options.defaultFile] : files.map(NamedFile.path)
      options.watch.namesNoFile = files.isEmpty
      try require(options)
      return .fold(options)
    }
  }

  /// The topic that is the only source; `nil` for files, which other sources cannot stand beside.
  static func topic(of files: [String]) throws(UsageError) -> KafkaPlace? {
    if files.count == 1, case .kafka(let place)? = try? RemoteName(files[0]) { return place }
    try requireFiles(files, "fold --to")
    return nil
  }

  /// Refuses what does not go together.
  private static func require(_ options: FoldOptions) throws(UsageError) {
    let watch = options.watch
    guard let place = options.place else {
      guard watch.stateFile == nil else {
        throw .missingOption("--to", of: "fold --state", accepted: KafkaPlace.accepted)
      }
      return
    }
    guard !options.isAsked else { throw .exclusive("--asked", "--to") }
    if case .follow(let seconds) = watch.reading, seconds > 0 {
      throw .exclusive("--backfill", "--to")
    }
    if let source = try topic(of: watch.files) {
      guard source.topic != place.topic || source.brokers != place.brokers else {
        throw .sameTopic(source.name)
      }
      guard watch.stateFile == nil else { throw .stateOfGroup }
      guard watch.reading != .replay else { throw .remoteNotFollowed(source.name, by: "--replay") }
      return
    }
    guard let state = watch.stateFile else { return }
    if let log = watch.files.first(where: { StateFile.isName(state, ofLog: $0) }) {
      throw .stateIsALog(state: state, log: log)
    }
  }
}
