package import AccessLog

/// An expression over the fields of a hit, by which hits are chosen.
///
/// `status>=500 and path^=/api and not client in 203.0.113.0/24`. It is compiled once; a
/// ``FilterReader`` asks it of hit after hit.
package struct Filter: Sendable {
  /// As it was entered.
  package let text: String
  let expression: FilterExpression
  let program: FilterProgram
  /// Which parts of a hit are read.
  package let parts: HitParts

  /// Understands a filter.
  package init(_ text: String) throws(FilterError) {
    self.init(text: text, expression: try FilterParser.parse(text))
  }

  /// Creates the filter of an expression, which the text says in words of the language.
  init(text: String, expression: FilterExpression) {
    self.text = text
    self.expression = expression
    program = FilterProgram([expression])
    parts = program.dimensions.reduce([]) { $0.union($1.parts) }
  }

  /// On how many hits a pattern was given up, since it would have taken too long; there it does not
  /// match.
  package var abandonedMatches: Int { program.patterns.reduce(0) { $0 + $1.abandoned } }
}

extension Filter: Hashable {
  package static func == (left: Filter, right: Filter) -> Bool { left.text == right.text }

  package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
