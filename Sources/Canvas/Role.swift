/// What a cell means; a theme decides how that looks.
///
/// Every state is also readable as a word or a mark, for terminals without colour.
package enum Role: UInt8, CaseIterable, Sendable {
  case text
  /// A number or a word that is looked for first.
  case strong
  case muted
  case title
  case border
  /// The border and the title of the panel that keys go to.
  case focus
  /// The bar at the top.
  case header
  case columnHead
  case ok
  case alert
  /// The word of the state, as a filled block.
  case okBlock
  case alertBlock
  /// What shows another moment than now.
  case past
  case warning
  /// `warning` as a filled block.
  case warningBlock
  case accent
  case graph
  case graphOver
  /// Graphs of errors.
  case graphErrors
  /// Graphs of bytes.
  case graphBytes
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
