extension [UInt8] {
  /// Appends `"name":`, with a comma before it unless an object has just been opened.
  mutating func append(key name: StaticString) {
    // A string ends with its quote, so a brace is never the end of a value that was a text.
    if last != UInt8(ascii: "{") { append(UInt8(ascii: ",")) }
    append(UInt8(ascii: "\""))
    append(name)
    append("\":")
  }

  /// Appends a text of the program's own.
  ///
  /// Of a `StaticString`, because there are a hundred of them in a report, and appending a `String`
  /// takes four times as long.
  mutating func append(_ text: StaticString) {
    // The buffer lives as long as the program.
    text.withUTF8Buffer { unsafe append(contentsOf: $0) }
  }

  /// Appends a key with a whole number, or `null`.
  mutating func appendField(_ name: StaticString, _ value: Int?) {
    append(key: name)
    guard let value else { return appendNull() }
    append(decimal: value)
  }

  /// Appends a key with a number of at most `places` decimals, or `null`.
  mutating func appendField(_ name: StaticString, _ value: Double?, places: Int) {
    append(key: name)
    guard let value, value.isFinite else { return appendNull() }
    append(value, places: places)
  }

  /// Appends a key with a text, or `null`.
  mutating func appendField(_ name: StaticString, _ text: String?) {
    append(key: name)
    guard let text else { return appendNull() }
    append(jsonString: text.utf8)
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

  private mutating func appendNull() {
    append("null")
  }
}
