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
  /// A number or a word that is looked for first.
  case strong
  /// The border and the title of the panel that keys go to.
  case focus
  case columnHead
  /// The word of the state, as a filled block.
  case okBlock
  case alertBlock
  case warningBlock
  /// What shows another moment than now.
  case past
  /// The line of the average through the graph.
  case average
  /// The same on top of a bar.
  case averageOnGraph
  case averageOnOver
  /// Graphs of errors.
  case graphErrors
  /// Graphs of bytes.
  case graphBytes
}
