/// What is reported of a source whose lines cannot be parsed.
package struct Unparsed: Hashable, Sendable {
  /// How many malformed lines followed one another.
  package var malformed: Int
  /// One of them, as logged.
  package var example: [UInt8]
  /// What was expected instead, in words.
  package var expected: String

  package init(malformed: Int, example: [UInt8], expected: String) {
    self.malformed = malformed
    self.example = example
    self.expected = expected
  }
}
