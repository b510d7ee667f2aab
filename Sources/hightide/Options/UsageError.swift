import AccessLog
import Query
import Settings
import System
import Traffic

/// Why a command line cannot be understood.
enum UsageError: Error, Equatable {
  case unknownOption(String, closest: String?)
  case ambiguousOption(String, candidates: [String])
  case missingValue(option: String, accepted: String)
  case unacceptableValue(option: String, value: String, accepted: String)
  case filterMistake(option: String, FilterError)
  /// The second says what is wrong with the value.
  case mistake(option: String, String)
  case unexpectedValue(option: String, value: String)
  case exclusive(String, String)
  case tooManyIntervals(latenessSeconds: Int)
  case fileWithDemo(String)
  case tooManyFiles(second: String)
  case emptyFileName
  case missingOption(String, of: String, accepted: String)
  case missingFile(of: String)
  case topicsUsage
  /// `alert` was not given one topic.
  case alertUsage
  /// A log was named, but not what to do with it.
  case fileNotChecked(String)
  case bracesInName(String)
  case remoteName(String, accepted: String)
  /// A source was named that has no end, or whose past is elsewhere.
  case remoteNotFollowed(String, by: String)
  case misspeltCommand(String, closest: String)
  /// A command that does not come first.
  case misplacedCommand(String)
  /// The state would be written in the place of a log, or of a rotated part of one.
  case stateIsALog(state: String, log: String)
  /// Sums would be sent to the topic that lines are read from.
  case sameTopic(String)
  case stateOfGroup
  case settings(file: String, SettingsMistake)
  case unreadableSettings(file: String, reason: SystemError)
  case unwritableSettings(file: String, reason: SystemError)
  /// The settings came through a pipe.
  case irregularSettings(file: String)
}

extension UsageError: CustomStringConvertible {
  /// One line, safe on a terminal whatever was typed.
  var description: String {
    switch self {
    case .unknownOption(let option, let closest):
      "unknown option \(printable(option)); "
        + (closest.map { "did you mean \($0)?" } ?? "hightide --help lists the options")
    case .ambiguousOption(let option, let candidates):
      "option \(printable(option)) is ambiguous: \(candidates.joined(separator: ", "))"
    case .missingValue(let option, let accepted):
      "option \(option) needs a value: \(accepted)"
    case .unacceptableValue(let option, let value, let accepted):
      "option \(option) takes \(accepted); not '\(printable(value))'"
        + UsageError.hint(to: option, value)
    case .filterMistake(let option, let error):
      "option \(option): \(error)"
    case .mistake(let option, let mistake):
      "option \(option): \(printable(mistake))"
    case .unexpectedValue(let option, let value):
      "option \(option) takes no value; not '\(printable(value))'"
    case .exclusive(let first, let second):
      "options \(first) and \(second) exclude each other; give one of them"
    case .tooManyIntervals(let seconds):
      "option --lateness takes at most \(Timing.mostIntervalsLate) times --interval; "
        + "with \(seconds)s give --interval \(Timing.leastInterval(forLateness: seconds))s or more"
    case .fileWithDemo(let file):
      "option --demo watches traffic of its own; leave out either it or '\(printable(file))'"
    case .tooManyFiles(let second):
      "generate writes one file; leave out '\(printable(second))'"
    case .fileNotChecked(let file):
      "check reads logs with --replay and --suggest only; leave out '\(printable(file))'"
    case .emptyFileName:
      "the name of a FILE is empty; give a path, or - for standard input or output"
    case .missingOption(let option, let command, let accepted):
      "\(command) needs \(option): \(accepted)"
    case .missingFile(let command): "\(command) needs a FILE, or - for standard input"
    case .alertUsage:
      "alert takes the topic of sums: hightide alert kafka://HOST:9092/metrics; a log of that name is "
        + "./alert"
    case .topicsUsage:
      "topics takes create, erase or show, and brokers: hightide topics show kafka://HOST:9092; "
        + "erase and show take kafka://HOST:9092/TOPIC too"
    case .bracesInName(let name):
      "braces in '\(printable(name))' are not expanded; name each FILE, or give a pattern of * ? [ ]"
    case .remoteName(let name, let accepted):
      "'\(printable(name))' is no source; it may be \(accepted)"
    case .remoteNotFollowed(let name, let what):
      "\(what) reads files; '\(printable(name))' can only be followed"
    case .misplacedCommand(let name):
      "'\(name)' is a command, which comes first; of a file that is called so write ./\(name)"
    case .misspeltCommand(let name, let closest):
      "there is no file '\(printable(name))'; did you mean hightide \(closest)? "
        + "To wait for such a file give ./\(printable(name))"
    case .stateIsALog(let state, let log):
      "option --state takes a file of its own; '\(printable(state))' is the name of "
        + "'\(printable(log))', which is watched, or of a rotated part of it"
    case .sameTopic(let name):
      "sums go to a topic of their own, such as metrics; '\(printable(name))' is what is read"
    case .stateOfGroup:
      "option --state is for files; where a topic is read, its group keeps the place"
    case .settings(let file, let mistake):
      printable(file) + (mistake.line.map { ":\($0)" } ?? "") + ": " + printable(mistake.message)
    case .unreadableSettings(let file, let reason):
      "cannot read the settings in '\(printable(file))': \(reason)"
    case .unwritableSettings(let file, let reason):
      "cannot write the settings in '\(printable(file))': \(reason)"
    case .irregularSettings(let file):
      "'\(printable(file))' is no regular file"
    }
  }

  /// Lines that show the place of the mistake, below ``description``; each safe on a terminal.
  var excerpt: [String] {
    if case .filterMistake(_, let error) = self { error.excerpt } else { [] }
  }

  /// What people of other programs mean by an option.
  private static func hint(to option: String, _ value: String) -> String {
    option == "-f" && (value.contains("/") || value.contains(".") || value == "-")
      ? "; here -f is the format, and a FILE needs no option" : ""
  }

  private func printable(_ text: String) -> String {
    printableText(Path.bytes(of: text))
  }
}
