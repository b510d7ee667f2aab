extension NamedFormat.Escapes {
  /// Appends the text that a range stands for.
  ///
  /// What is no escape stays as it is. The text is never longer than the range.
  func append(_ bytes: RawSpan, _ range: Range<Int>, to text: inout [UInt8]) {
    switch self {
    case .none: bytes.append(range, to: &text)
    case .json: NamedFormat.Escapes.appendJSON(bytes, range, to: &text, hasByteEscapes: false)
    case .jsonBytes: NamedFormat.Escapes.appendJSON(bytes, range, to: &text, hasByteEscapes: true)
    case .doubledQuotes:
      var start = range.lowerBound
      while start < range.upperBound {
        let quote = bytes.firstOffset(of: doubleQuote, from: start, to: range.upperBound)
        let end = min(quote + 1, range.upperBound)
        bytes.append(start..<end, to: &text)
        start = end < range.upperBound && bytes[end] == doubleQuote ? end + 1 : end
      }
    }
  }

  private static func appendJSON(
    _ bytes: RawSpan, _ range: Range<Int>, to text: inout [UInt8], hasByteEscapes: Bool
  ) {
    var index = range.lowerBound
    while index < range.upperBound {
      let backslash = bytes.firstOffset(
        of: UInt8(ascii: "\\"), from: index, to: range.upperBound)
      bytes.append(index..<backslash, to: &text)
      guard backslash + 1 < range.upperBound else {
        bytes.append(backslash..<range.upperBound, to: &text)
        return
      }
      index = backslash + 2
      switch bytes[backslash + 1] {
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case doubleQuote, UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(bytes[backslash + 1])
      case UInt8(ascii: "x"):
        guard let byte = number(bytes, index, digits: 2, range.upperBound) else { fallthrough }
        text.append(UInt8(truncatingIfNeeded: byte))
        index += 2
      case UInt8(ascii: "u"):
        guard let unit = number(bytes, index, digits: 4, range.upperBound) else { fallthrough }
        index += 4
        if hasByteEscapes, unit < 0x100 {
          text.append(UInt8(truncatingIfNeeded: unit))
        } else {
          index = append(unit, bytes, behind: index, range.upperBound, to: &text)
        }
      default: bytes.append(backslash..<index, to: &text)
      }
    }
  }

  /// Appends a character of one UTF-16 unit, or of two if another escape follows that completes it;
  /// returns the place behind it.
  private static func append(
    _ unit: UInt32, _ bytes: RawSpan, behind index: Int, _ end: Int, to text: inout [UInt8]
  ) -> Int {
    var scalar = Unicode.Scalar(unit)
    var next = index
    if scalar == nil, unit < 0xDC00, index + 6 <= end, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u"),
      let low = number(bytes, index + 2, digits: 4, end), 0xDC00..<0xE000 ~= low
    {
      scalar = Unicode.Scalar(0x1_0000 + (unit - 0xD800) << 10 + (low - 0xDC00))
      next = index + 6
    }
    text.append(contentsOf: UTF8.encode(scalar ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter)
    return next
  }

  private static func number(_ bytes: RawSpan, _ start: Int, digits: Int, _ end: Int) -> UInt32? {
    guard start + digits <= end else { return nil }
    var value: UInt32 = 0
    for index in start..<start + digits {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte & 15)
      case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
        value = value << 4 | UInt32(byte & 15 + 9)
      default: return nil
      }
    }
    return value
  }
}
