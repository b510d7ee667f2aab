package import System

/// Why the dashboard cannot be shown.
package enum TerminalError: Error, Equatable {
  case outputIsNotATerminal
  /// Opening the terminal failed for this reason.
  case cannotOpen(SystemError)
  case typeIsNotSet
  case unknownType(String)
  /// The type is known, but cannot place the cursor: it can only print line after line.
  case cannotPlaceCursor(String)
}

extension TerminalError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .outputIsNotATerminal:
      "the output is not a terminal, so there is no dashboard; use --plain or --json"
    case .cannotOpen(let reason):
      "cannot open the terminal: \(reason)"
    case .typeIsNotSet:
      "TERM is not set; try TERM=xterm-256color, or use --plain"
    case .unknownType(let name):
      "TERM=\(name) is not a terminal type known here; try TERM=xterm-256color, or use --plain"
    case .cannotPlaceCursor(let name):
      "TERM=\(name) cannot place the cursor, as the dashboard has to; use --plain"
    }
  }
}
