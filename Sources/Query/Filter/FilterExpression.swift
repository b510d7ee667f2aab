import AccessLog

/// A filter as it was entered, understood.
indirect enum FilterExpression: Sendable {
  case comparison(FilterComparison)
  case not(FilterExpression)
  /// Two or more: a chain of any length is no deeper than one `and`.
  case and([FilterExpression])
  case or([FilterExpression])
}

/// One field held against what it is compared with.
enum FilterComparison: Sendable {
  case number(FilterNumber, FilterOperator, [FilterDecimal])
  case text(Dimension, FilterOperator, [[UInt8]])
  /// Any of the networks, or of the texts.
  case client(Dimension, [Network], [[UInt8]])
  case pattern(Dimension, Pattern)
}
