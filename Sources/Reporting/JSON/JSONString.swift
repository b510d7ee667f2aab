extension [UInt8] {
  /// Appends any bytes as a JSON string (RFC 8259 section 7), with its quotes.
  ///
  /// Invalid UTF-8 becomes U+FFFD, one for each maximal subpart (Unicode 16, section 3.9). More is
  /// escaped than JSON requires, since people read JSON in terminals: all that a terminal would obey
  /// or not show, such as C1 controls and overrides of the writing direction.
  ///
  /// - Complexity: O(length), without allocating for what is escaped.
  mutating func append(
    jsonString text: some Collection<UInt8>, takePiece: TakePiece = { _ in }
  ) {
    append(UInt8(ascii: "\""))
    if text.allSatisfy(\.standsForItself) {
      append(contentsOf: text)
      offer(to: takePiece)
    } else {
      append(escaping: text, takePiece: takePiece)
    }
    append(UInt8(ascii: "\""))
  }

  private mutating func append(escaping text: some Collection<UInt8>, takePiece: TakePiece) {
    var decoder = UTF8()
    var bytes = text.makeIterator()
    while true {
      switch decoder.decode(&bytes) {
      case .scalarValue(let scalar): append(jsonScalar: scalar)
      case .error: append("\u{FFFD}")
      case .emptyInput: return
      }
      offer(to: takePiece)
    }
  }

  private mutating func append(jsonScalar scalar: Unicode.Scalar) {
    if scalar.isASCII {
      append(jsonASCII: UInt8(truncatingIfNeeded: scalar.value))
    } else if scalar.isVisible {
      append(contentsOf: scalar.utf8)
    } else {
      for unit in scalar.utf16 { append(escaped: unit) }
    }
  }

  private mutating func append(jsonASCII byte: UInt8) {
    guard !byte.standsForItself else { return append(byte) }
    guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
      return append(escaped: UInt16(byte))
    }
    append(UInt8(ascii: "\\"))
    append(byte)
  }

  private mutating func append(escaped unit: UInt16) {
    append("\\u")
    append(hexDigit(unit >> 12))
    append(hexDigit(unit >> 8 & 15))
    append(hexDigit(unit >> 4 & 15))
    append(hexDigit(unit & 15))
  }
}

private func hexDigit(_ value: UInt16) -> UInt8 {
  UInt8(value) + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
}

extension UInt8 {
  /// Printable ASCII that JSON does not escape.
  fileprivate var standsForItself: Bool {
    self >= 0x20 && self < 0x7F && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\")
  }
}

extension Unicode.Scalar {
  /// Whether this, which is not ASCII, is a visible character or a space.
  fileprivate var isVisible: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
      .unassigned:
      false
    default: true
    }
  }
}
