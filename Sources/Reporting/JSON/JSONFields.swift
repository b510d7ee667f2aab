// A report is written as its own text with values in between. The text holds the keys with their
// quotes, colons and commas, in one piece from value to value: put together from its parts, it took a
// quarter of the time of a report.
extension [UInt8] {
  /// Appends a text of the program's own.
  ///
  /// Of a `StaticString`, because there are a hundred of them in a report, and appending a `String`
  /// takes four times as long.
  mutating func append(_ text: StaticString) {
    // The buffer lives as long as the program.
    text.withUTF8Buffer { unsafe append(contentsOf: $0) }
  }

  /// Appends a text of the program's own with a whole number behind it, or `null`.
  mutating func append(_ text: StaticString, _ value: Int?) {
    append(text)
    guard let value else { return append("null") }
    append(decimal: value)
  }

  /// Appends a text of the program's own with a number of at most `places` decimals, or `null`.
  mutating func append(_ text: StaticString, _ value: Double?, places: Int) {
    append(text)
    guard let value, value.isFinite else { return append("null") }
    append(value, places: places)
  }

  /// Appends a text of the program's own with a string behind it, or `null`.
  mutating func append(_ text: StaticString, _ value: String?) {
    append(text)
    guard let value else { return append("null") }
    append(jsonString: value.utf8)
  }

  /// Appends the items with commas between them, in the two brackets.
  mutating func appendList<Item>(
    _ items: some Sequence<Item>, in brackets: (Unicode.Scalar, Unicode.Scalar),
    append item: (Item, inout [UInt8]) -> Void
  ) {
    append(UInt8(ascii: brackets.0))
    var isFirst = true
    for next in items {
      if !isFirst { append(UInt8(ascii: ",")) }
      isFirst = false
      item(next, &self)
    }
    append(UInt8(ascii: brackets.1))
  }
}
