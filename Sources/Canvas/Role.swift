/// What a cell means; a theme decides how it looks.
///
/// Every state also has a word or a mark, for terminals without colour.
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
  /// A number or a word that the eye should find first.
  case strong
  /// The border and the title of the panel in focus.
  case focus
  case columnHead
  /// The word for the state, on a filled block.
  case okBlock
  case alertBlock
  case warningBlock
  /// Parts that show a moment other than now.
  case past
  /// The line of the average in the graph.
  case average
  /// The same line on top of a bar.
  case averageOnGraph
  case averageOnOver
  /// Graphs of errors.
  case graphErrors
  /// Graphs of bytes.
  case graphBytes
  /// What a bar's greatest second has above its mean.
  case graphPeak
}
