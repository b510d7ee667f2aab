private import Glibc

/// Why the dashboard cannot be shown.
package enum TerminalError: Error, Equatable {
  case outputIsNotATerminal
  /// Opening the terminal failed with this error number.
  case cannotOpen(Int32)
  case typeIsNotSet
  case unknownType(String)
  /// The type is known, but describes a terminal that can only print line after line.
  case cannotPlaceCursor(String)
}

extension TerminalError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .outputIsNotATerminal:
      "the output is not a terminal, so there is no dashboard; use --plain or --json"
    case .cannotOpen(let number):
      "cannot open the terminal: \(SystemError.text(of: number))"
    case .typeIsNotSet:
      "TERM is not set; try TERM=xterm-256color, or use --plain"
    case .unknownType(let name):
      "TERM=\(name) is not a terminal type known here; try TERM=xterm-256color, or use --plain"
    case .cannotPlaceCursor(let name):
      "TERM=\(name) cannot place the cursor, as the dashboard has to; use --plain"
    }
  }
}

/// A system call that failed where it hardly can.
package struct SystemError: Error, Equatable, CustomStringConvertible {
  package var call: String
  package var number: Int32

  init(_ call: String, number: Int32) {
    self.call = call
    self.number = number
  }

  package var description: String { "\(call) failed: \(Self.text(of: number))" }

  static func text(of number: Int32) -> String {
    guard let text = unsafe strerror(number) else { return "error \(number)" }
    return unsafe String(cString: text)
  }
}
