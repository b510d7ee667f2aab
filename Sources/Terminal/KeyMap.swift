private import CNcurses
import Canvas

/// Turns what ncurses reports into keys.
enum KeyMap {
  /// The key of a `KEY_` code; `nil` for keys without a use.
  static func key(code: Int32) -> Key? {
    switch code {
    case KEY_UP: .up
    case KEY_DOWN: .down
    case KEY_LEFT: .left
    case KEY_RIGHT: .right
    case KEY_SLEFT: .shiftLeft
    case KEY_SRIGHT: .shiftRight
    case KEY_PPAGE: .pageUp
    case KEY_NPAGE: .pageDown
    case KEY_HOME, KEY_FIND, KEY_A1: .home
    case KEY_END, KEY_SELECT, KEY_C1: .end
    case KEY_BTAB: .backTab
    case KEY_BACKSPACE: .backspace
    case KEY_DC: .delete
    case KEY_ENTER: .enter
    default: nil
    }
  }

  /// The key of a character; `nil` if it is not printable.
  static func key(character: UInt32) -> Key? {
    switch character {
    case 9: .tab
    case 10, 13: .enter
    case 8, 127: .backspace
    case 27: .escape
    case 1...26: .control(letter(character + 96))
    case 32...126, 0xA1...: .character(letter(character))
    default: nil
    }
  }

  /// The key of a control sequence that the terminal's description does not name: the sequences that
  /// most terminals send, also in the other cursor mode.
  static func key(sequence: EscapeSequence) -> Key? {
    switch (sequence.parameters, sequence.final) {
    case ("", "A"): .up
    case ("", "B"): .down
    case ("", "C"): .right
    case ("", "D"): .left
    case ("1;2", "D"), ("", "d"): .shiftLeft
    case ("1;2", "C"), ("", "c"): .shiftRight
    case ("", "H"), ("1", "~"), ("7", "~"): .home
    case ("", "F"), ("4", "~"), ("8", "~"): .end
    case ("3", "~"): .delete
    case ("5", "~"): .pageUp
    case ("6", "~"): .pageDown
    case ("", "Z"): .backTab
    case ("", "M"): .enter
    default: nil
    }
  }

  private static func letter(_ code: UInt32) -> Character {
    Unicode.Scalar(code).map(Character.init) ?? " "
  }
}
