/// A control sequence out of the keyboard, as ECMA-48 builds them: `ESC [`, or `ESC O`, parameter
/// and intermediate characters, and a final one.
///
/// ncurses hands out those that the terminal's description does not name as the characters they
/// are made of. Taken for keys, Shift and an arrow would be Esc and four commands.
struct EscapeSequence: Equatable {
  var parameters = ""
  var final: Character = " "

  /// The longest sequence that is waited for.
  private static let limit = 32

  /// Reads what follows an ESC.
  ///
  /// `next` gives the characters that are there, `nil` when there is none, or a key code.
  /// Returns `nil`, and the character that was read in vain, if no sequence follows.
  static func read(_ next: () -> UInt32?) -> (sequence: EscapeSequence?, unused: UInt32?) {
    guard let introducer = next() else { return (nil, nil) }
    guard introducer == 0x5B || introducer == 0x4F else { return (nil, introducer) }
    var sequence = EscapeSequence()
    for _ in 0..<limit {
      guard let code = next(), let scalar = Unicode.Scalar(code) else { break }
      switch code {
      case 0x20...0x3F: sequence.parameters.unicodeScalars.append(scalar)
      case 0x40...0x7E:
        sequence.final = Character(scalar)
        return (sequence, nil)
      default: return (sequence, nil)
      }
    }
    return (sequence, nil)
  }
}
