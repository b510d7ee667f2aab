extension [UInt8] {
  /// Appends any bytes as a JSON string (RFC 8259 section 7), with its quotes.
  ///
  /// Invalid UTF-8 becomes U+FFFD, one for each maximal subpart (Unicode 16, section 3.9). More is
  /// escaped than JSON requires, since people read JSON in terminals: all that a terminal would obey
  /// or not show, such as C1 controls and overrides of the writing direction.
  mutating func append(jsonString text: some Collection<UInt8>) {
    append(UInt8(ascii: "\""))
    if text.allSatisfy(\.standsForItself) {
      append(contentsOf: text)
    } else {
      for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
        append(jsonScalar: scalar)
      }
    }
    append(UInt8(ascii: "\""))
  }

  private mutating func append(jsonScalar scalar: Unicode.Scalar) {
    let text = String(scalar)
    guard scalar.isVisible else {
      for unit in text.utf16 { append(escaped: unit) }
      return
    }
    if scalar == "\"" || scalar == "\\" { append(UInt8(ascii: "\\")) }
    append(contentsOf: text.utf8)
  }

  private mutating func append(escaped unit: UInt16) {
    append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "u")])
    for shift in [12, 8, 4, 0] {
      let digit = UInt8(unit >> shift & 15)
      append(digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10))
    }
  }
}

extension UInt8 {
  /// Printable ASCII that JSON does not escape.
  fileprivate var standsForItself: Bool {
    self >= 0x20 && self < 0x7F && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\")
  }
}

extension Unicode.Scalar {
  /// Whether this is a visible character or a space.
  fileprivate var isVisible: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
      .unassigned:
      false
    default: true
    }
  }
}
