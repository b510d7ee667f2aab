/// A key that was pressed.
package enum Key: Hashable, Sendable {
  /// A printable character.
  case character(Character)
  case enter
  case escape
  case tab
  case backTab
  case backspace
  case delete
  case up
  case down
  case left
  case right
  case shiftLeft
  case shiftRight
  case pageUp
  case pageDown
  case home
  case end
  /// Control and a letter, such as `.control("l")`.
  case control(Character)
}

/// What the user did at the terminal.
package enum InputEvent: Hashable, Sendable {
  case key(Key)
  case mouse(MouseEvent)
  /// Text that was pasted into the terminal, cut after ``longestPaste`` characters.
  case paste(String)
  /// What the terminal says of its background.
  case background(Background)
  /// The terminal has a new size.
  case resize(Size)

  /// In characters; longer texts are no entry of anything.
  package static let longestPaste = 4_096
}

/// Whether the terminal's own background is bright or dark.
package enum Background: Hashable, Sendable {
  case light
  case dark
}

/// A click or a turn of the wheel.
package struct MouseEvent: Hashable, Sendable {
  package enum Action: Hashable, Sendable {
    case press
    case doublePress
    /// Where the button was let go that was pressed before.
    case release
    case wheelUp
    case wheelDown
  }

  package var action: Action
  /// Counted from 0, from the left.
  package var column: Int
  /// Counted from 0, from the top.
  package var row: Int

  package init(_ action: Action, column: Int, row: Int) {
    self.action = action
    self.column = column
    self.row = row
  }
}
