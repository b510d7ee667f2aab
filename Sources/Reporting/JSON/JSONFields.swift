// A report is written as constant texts with values between them. Each constant holds the keys with
// their quotes, colons and commas up to the next value: putting them together from parts took a
// quarter of the time of a report.
extension [UInt8] {
  /// Appends a constant text.
  ///
  /// It is a `StaticString` because a report has a hundred of them, and appending a `String` takes
  /// four times as long.
  mutating func append(_ text: StaticString) {
    // The buffer of a constant lives as long as the program.
    text.withUTF8Buffer { unsafe append(contentsOf: $0) }
  }

  /// Appends a constant text and a whole number, or `null`.
  mutating func append(_ text: StaticString, _ value: Int?) {
    append(text)
    guard let value else { return append("null") }
    append(decimal: value)
  }

  /// Appends a constant text and a number with at most `places` decimals, or `null`.
  mutating func append(_ text: StaticString, _ value: Double?, places: Int) {
    append(text)
    guard let value, value.isFinite else { return append("null") }
    append(value, places: places)
  }

  /// Appends a constant text and a string, or `null`.
  mutating func append(_ text: StaticString, _ value: String?) {
    append(text)
    guard let value else { return append("null") }
    append(jsonString: value.utf8)
  }

  /// Appends the items, with commas between them, in brackets.
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
