/// What a cell means; a theme decides how that looks.
///
/// Every state is also readable as a word or a mark, for terminals without colour.
package enum Role: UInt8, CaseIterable, Sendable {
  case text
  case muted
  case title
  case border
  case header
  case ok
  case alert
  case warning
  case accent
  case graph
  case graphOver
  case threshold
  case bar
  case informational
  case successful
  case redirection
  case clientError
  case serverError
  case keyName
  case keyLabel
  case prompt
  case selection
}
