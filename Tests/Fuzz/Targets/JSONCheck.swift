/// Traps unless the bytes are lines of one JSON object each (RFC 8259), safe to be shown.
func checkJSONLines(_ bytes: [UInt8]) {
  require(bytes.last == UInt8(ascii: "\n"), "a report ends its line")
  require(
    bytes.elementsEqual(String(decoding: bytes, as: UTF8.self).utf8), "JSON is valid UTF-8")
  for line in bytes.dropLast().split(
    separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  {
    var check = JSONCheck(rest: line)
    require(line.first == UInt8(ascii: "{"))
    check.takeValue()
    require(check.rest.isEmpty, "nothing stands behind the object")
  }
}

/// A strict reader that keeps nothing.
private struct JSONCheck {
  var rest: ArraySlice<UInt8>

  mutating func takeValue() {
    switch rest.first {
    case UInt8(ascii: "{"): takeList(endingWith: UInt8(ascii: "}")) { $0.takeMember() }
    case UInt8(ascii: "["): takeList(endingWith: UInt8(ascii: "]")) { $0.takeValue() }
    case UInt8(ascii: "\""): takeString()
    case UInt8(ascii: "n"): take("null")
    case UInt8(ascii: "t"): take("true")
    case UInt8(ascii: "f"): take("false")
    default: takeNumber()
    }
  }

  private mutating func take(_ byte: UInt8) {
    require(rest.popFirst() == byte, "expected \(Unicode.Scalar(byte))")
  }

  private mutating func take(_ word: String) {
    for byte in word.utf8 { take(byte) }
  }

  private mutating func takeList(endingWith end: UInt8, _ item: (inout Self) -> Void) {
    rest.removeFirst()
    guard rest.first != end else { return take(end) }
    item(&self)
    while rest.first == UInt8(ascii: ",") {
      rest.removeFirst()
      item(&self)
    }
    take(end)
  }

  private mutating func takeMember() {
    takeString()
    take(UInt8(ascii: ":"))
    takeValue()
  }

  private mutating func takeString() {
    take(UInt8(ascii: "\""))
    while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
      require(byte >= 0x20 && byte != 0x7F, "control characters are escaped")
      // U+0080 to U+009F are obeyed by some terminals.
      require(byte != 0xC2 || rest.first.map { $0 >= 0xA0 } ?? false, "so are those of C1")
      guard byte == UInt8(ascii: "\\") else { continue }
      switch rest.popFirst() {
      case UInt8(ascii: "\\"), UInt8(ascii: "\""): break
      case UInt8(ascii: "u"):
        let isHex = rest.prefix(4).allSatisfy { Unicode.Scalar($0).properties.isASCIIHexDigit }
        require(isHex && rest.count > 4)
        rest.removeFirst(4)
      default: preconditionFailure("an escape that is not written")
      }
    }
  }

  private mutating func takeNumber() {
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    let whole = takeDigits()
    require(whole.count == 1 || whole.first != UInt8(ascii: "0"), "no leading zero")
    guard rest.first == UInt8(ascii: ".") else { return }
    rest.removeFirst()
    _ = takeDigits()
  }

  private mutating func takeDigits() -> ArraySlice<UInt8> {
    let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    require(!digits.isEmpty, "a digit")
    rest = rest.dropFirst(digits.count)
    return digits
  }
}
