import Notifying
import Remote
import Traffic

/// What the command line asks for.
enum Command: Equatable {
  case watch(Options)
  case generate(GenerateOptions)
  case top(TopOptions)
  /// What to check, and the settings that are checked.
  case check(CheckOptions, Options)
  case explain(ExplainOptions)
  case fold(FoldOptions)
  case ship(ShipOptions)
  case alert(AlertOptions)
  case topics(TopicsOptions)
  /// Whole lines for standard output, and that is all.
  case show(String)
  /// The manual and the completions, for a folder.
  case document(String)

  static var version: String { About.text }

  /// Understands the arguments, the name of the program not among them.
  ///
  /// The first argument may name a command; a file of that name is written `./generate`.
  ///
  /// `settingsFiles` are where settings are looked for, the first that is there counts.
  static func parse(
    _ arguments: [String], settingsFiles: [String] = []
  ) throws(UsageError) -> Command {
    switch arguments.first {
    case "generate": try parseGenerate(arguments.dropFirst())
    case "top": try parseTop(arguments.dropFirst())
    case "check": try parseCheck(arguments.dropFirst(), settingsFiles)
    case "explain": try parseExplain(arguments.dropFirst())
    case "fold": try parseFold(arguments.dropFirst(), settingsFiles)
    case "ship": try parseShip(arguments.dropFirst(), settingsFiles)
    case "demo" where arguments.dropFirst().first == DemoOptions.fleet:
      try parseDemo(arguments.dropFirst(2))
    case "alert": try parseAlert(arguments.dropFirst(), settingsFiles)
    case "topics": try parseTopics(arguments.dropFirst(), settingsFiles)
    case Documents.option where arguments.count == 2: .document(arguments[1])
    case "help" where arguments.count == 1: .show(HelpText.watch)
    case "help" where arguments.count == 2 && NamedFile.commands.contains(arguments[1]):
      try parse([arguments[1], "--help"])
    case "version" where arguments.count == 1: .show(version)
    default: try parseWatch(arguments[...], settingsFiles)
    }
  }

  /// Understands the arguments again with another version of the settings file.
  static func options(
    of arguments: [String], in settings: SettingsFile
  ) throws(UsageError) -> Options {
    let command =
      arguments.first == "alert"
      ? try parseAlert(arguments.dropFirst(), [], settings)
      : try parseWatch(arguments[...], [], settings)
    switch command {
    case .watch(let options): return options
    case .alert(let options): return options.watch
    default: preconditionFailure("these arguments are of no watch")
    }
  }

  private static func parseWatch(
    _ arguments: ArraySlice<String>, _ settingsFiles: [String], _ known: SettingsFile? = nil
  ) throws(UsageError) -> Command {
    var asked = Options()
    var parser = ArgumentParser(Options.table)
    switch try parser.parse(arguments, into: &asked) {
    case .help: return .show(HelpText.watch)
    case .version: return .show(version)
    case .operands(let files):
      var options = Options()
      var settings = known
      if settings == nil {
        settings = try SettingsFile.read(asked.settings, standard: settingsFiles)
      }
      let given = try settings?.apply(to: &options) ?? []
      let ofFile = options.channels
      options.channels = []
      // Options win over the file.
      parser = ArgumentParser(Options.table)
      _ = try parser.parse(arguments, into: &options)
      options.refusedForSums = asked.optionOfLines
      // What is no news to a team is told only if the command line asks for it.
      switch options.reading {
      case .replay, .demo: break
      case .follow, .fromStart:
        let names = options.channels.map(\.name)
        options.channels = ofFile.filter { !names.contains($0.name) } + options.channels
      }
      guard !files.contains("") else { throw .emptyFileName }
      try settle(&options, asked: asked, settings)
      if options.reading == .demo {
        if let file = files.first { throw .fileWithDemo(file) }
      } else {
        let mayBeCommands = arguments.contains("--")
        options.files = [Options.defaultFile]
        if !files.isEmpty {
          options.files = try files.map { name throws(UsageError) in
            try NamedFile.path(name, mayBeCommand: mayBeCommands)
          }
        }
        options.namesNoFile = files.isEmpty
      }
      if options.reading == .replay { try requireFiles(options.files, "--replay") }
      if let state = options.stateFile {
        if let log = options.files.first(where: { StateFile.isName(state, ofLog: $0) }) {
          throw .stateIsALog(state: state, log: log)
        }
        for queue in options.queues {
          if let log = options.files.first(where: { StateFile.isName(queue, ofLog: $0) }) {
            throw .stateIsALog(state: queue, log: log)
          }
        }
      }
      if options.printsSettings {
        return .show(SettingsText.text(given + parser.given, rulesOf: settings))
      }
      return .watch(options)
    }
  }

  /// Refuses sources on other machines.
  static func requireFiles(_ names: [String], _ what: String) throws(UsageError) {
    guard let remote = names.first(where: RemoteName.isRemote) else { return }
    throw .remoteNotFollowed(remote, by: what)
  }

  private static func parseTop(_ arguments: ArraySlice<String>) throws(UsageError) -> Command {
    var options = TopOptions()
    var parser = ArgumentParser(TopOptions.table)
    switch try parser.parse(arguments, into: &options) {
    case .help: return .show(HelpText.top)
    case .version: return .show(version)
    case .operands(let files):
      guard !files.contains("") else { throw .emptyFileName }
      try requireFiles(files, "top")
      options.files = files.isEmpty ? [Options.defaultFile] : files
      options.namesNoFile = files.isEmpty
      if options.from != nil, parser.given.contains(where: { $0.name == "last" }) {
        throw .exclusive("--from", "--last")
      }
      return .top(options)
    }
  }

  private static func parseCheck(
    _ arguments: ArraySlice<String>, _ settingsFiles: [String]
  ) throws(UsageError) -> Command {
    var check = CheckOptions()
    var parser = ArgumentParser(CheckOptions.table)
    switch try parser.parse(arguments, into: &check) {
    case .help: return .show(HelpText.check)
    case .version: return .show(version)
    case .operands(let files):
      var options = Options()
      let settings = try SettingsFile.read(check.settings, standard: settingsFiles)
      _ = try settings?.apply(to: &options)
      try settle(&options, asked: Options(), settings)
      guard !files.contains("") else { throw .emptyFileName }
      if check.task == .replay || check.task == .suggest {
        try requireFiles(files, "check")
        options.files = try files.isEmpty ? [Options.defaultFile] : files.map(NamedFile.path)
        options.namesNoFile = files.isEmpty
      } else if let file = files.first {
        throw .fileNotChecked(file)
      }
      return .check(check, options)
    }
  }

  private static func parseExplain(
    _ arguments: ArraySlice<String>
  ) throws(UsageError) -> Command {
    var options = ExplainOptions()
    var parser = ArgumentParser(ExplainOptions.table)
    switch try parser.parse(arguments, into: &options) {
    case .help: return .show(HelpText.explain)
    case .version: return .show(version)
    case .operands(let files):
      guard !files.contains("") else { throw .emptyFileName }
      try requireFiles(files, "explain")
      options.files = files.isEmpty ? [Options.defaultFile] : files
      options.namesNoFile = files.isEmpty
      return .explain(options)
    }
  }

  private static func parseGenerate(
    _ arguments: ArraySlice<String>
  ) throws(UsageError) -> Command {
    var options = GenerateOptions()
    var parser = ArgumentParser(GenerateOptions.table)
    switch try parser.parse(arguments, into: &options) {
    case .help: return .show(HelpText.generate)
    case .version: return .show(version)
    case .operands(let files):
      guard !files.contains("") else { throw .emptyFileName }
      if files.count > 1 { throw .tooManyFiles(second: files[1]) }
      options.file = files.first == "-" ? nil : files.first
      return .generate(options)
    }
  }
}
