import Settings
import Traffic

// What options can only be wrong in together.
extension Command {
  /// Refuses options that do not go together, `asked` being those of the command line alone.
  ///
  /// What the command line asks for wins: a replay or a demo goes without the state of the settings.
  static func settle(
    _ options: inout Options, asked: Options, _ settings: SettingsFile?
  ) throws(UsageError) {
    try requireLateness(of: options, asked: asked, settings)
    guard options.stateFile != nil else { return }
    let word: String
    switch options.reading {
    case .replay: word = "replay"
    case .demo: word = "demo"
    case .follow, .fromStart: return
    }
    guard asked.stateFile == nil else { throw .exclusive("--\(word)", "--state") }
    guard asked.reading != options.reading else {
      options.stateFile = nil
      return
    }
    throw settings?.mistake(
      "'state' and '\(word)' exclude each other; leave one of them out", at: ["state"])
      ?? .exclusive("--\(word)", "--state")
  }
}

extension Command {
  /// Refuses a lateness by which too many intervals would stay open.
  static func requireLateness(
    of options: Options, asked: Options, _ settings: SettingsFile?
  ) throws(UsageError) {
    let lateness = options.latenessSeconds
    guard options.intervalSeconds < Timing.leastInterval(forLateness: lateness) else { return }
    let mistake = UsageError.tooManyIntervals(latenessSeconds: lateness)
    let usual = Options()
    let isOfSettings =
      asked.latenessSeconds == usual.latenessSeconds
      && asked.intervalSeconds == usual.intervalSeconds
    throw (isOfSettings ? settings : nil)?.mistake("\(mistake)", at: ["lateness", "interval"])
      ?? mistake
  }
}

extension SettingsFile {
  /// A mistake of the first of some keys that is set in `[watch]`; `nil` if none is.
  fileprivate func mistake(_ text: String, at keys: [String]) -> UsageError? {
    let entries = document.sections.filter { $0.name == "watch" }.flatMap(\.entries)
    let first = keys.lazy.compactMap { key in entries.first { $0.key == key } }.first
    return first.map { .settings(file: path, SettingsMistake(line: $0.line, text)) }
  }
}
