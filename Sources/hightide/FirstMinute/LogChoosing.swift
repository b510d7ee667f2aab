import AccessLog

/// Options of a command that reads a log, and finds one where none is named.
protocol LogChoosing {
  var files: [String] { get set }
  var format: FormatChoice { get set }
}

extension Options: LogChoosing {}
extension TopOptions: LogChoosing {}
extension ExplainOptions: LogChoosing {}

extension LogChoosing {
  /// Chooses a log as ``DefaultLog`` finds it, and says so; returns the exit status where there is
  /// nothing that can be read.
  mutating func chooseLog(telling tell: (String) -> Void = { _ in }) -> Int32? {
    let line: String
    switch DefaultLog.find() {
    case .usual: return nil
    case .unreadable(let reason):
      FileOutput.complain(reason)
      return 1
    case .nothing(let reason): line = reason
    case .found(let found, let definition, let choice):
      line = choice
      files = found
      if format == .auto, let definition, let named = try? LogFormat(definition: definition) {
        format = .named(named)
      }
    }
    FileOutput.complain(line)
    tell(line)
    return nil
  }
}
