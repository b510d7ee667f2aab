private import Glibc

/// What standard input is, where that is probably not what was meant.
enum InputMistake: Equatable {
  /// `-` names a terminal, whose keys the dashboard takes.
  case terminalAsLog
  /// Something is piped in, and no `-` names it.
  case pipeNotRead(isOnScreen: Bool)

  /// Looks at standard input; `nil` if nothing is wrong.
  init?(_ options: Options, _ output: Options.Output) {
    self.init(options, output, input: InputKind.ofStandardInput)
  }

  init?(_ options: Options, _ output: Options.Output, input: InputKind) {
    switch input {
    case .terminal where output == .dashboard && options.files.contains("-"):
      self = .terminalAsLog
    // A pipe alone is no sign: cron and ssh give one to every program.
    case .pipe where options.files == [Options.defaultFile]:
      self = .pipeNotRead(isOnScreen: output == .dashboard)
    default: return nil
    }
  }

  /// Whether nothing is watched then.
  var isFatal: Bool { self != .pipeNotRead(isOnScreen: false) }
}

extension InputMistake: CustomStringConvertible {
  var description: String {
    switch self {
    case .terminalAsLog:
      "standard input is the terminal; pipe a log into it: zcat old.log.gz | hightide -"
    case .pipeNotRead(isOnScreen: true):
      "standard input is a pipe; to watch it give -, as in: cat log | hightide -"
    case .pipeNotRead(isOnScreen: false):
      "standard input is a pipe and is not read; \(Options.defaultFile) is; give - to read the pipe"
    }
  }
}

/// What standard input is.
enum InputKind {
  case terminal
  case pipe
  case other

  /// `isatty(3)`, `fstat(2)`.
  static var ofStandardInput: InputKind {
    if isatty(STDIN_FILENO) == 1 { return .terminal }
    var status = stat()
    guard unsafe fstat(STDIN_FILENO, &status) == 0 else { return .other }
    return status.st_mode & S_IFMT == S_IFIFO ? .pipe : .other
  }
}
