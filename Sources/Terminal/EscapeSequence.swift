/// A control sequence that a key sends (ECMA-48): `ESC [` or `ESC O`, parameter and intermediate
/// characters, and a final character.
///
/// ncurses returns a sequence that the terminal's description does not name as its characters. Read
/// as keys, Shift and an arrow would be Esc and four commands.
struct EscapeSequence: Equatable {
  var parameters = ""
  var final: Character = " "

  /// The longest sequence that is read, in characters.
  private static let limit = 32

  /// Reads a sequence after its ESC.
  ///
  /// `next` returns the next character, or `nil` if there is none or a key code comes. If no sequence
  /// follows, the result is `nil` with the character that was read.
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
