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
