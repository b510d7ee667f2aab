/// A key that was pressed.
package enum Key: Hashable, Sendable {
  /// A printable ASCII character.
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
  /// The terminal has a new size.
  case resize(Size)
}

/// A click or a turn of the wheel.
package struct MouseEvent: Hashable, Sendable {
  package enum Action: Hashable, Sendable {
    case press
    case doublePress
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
