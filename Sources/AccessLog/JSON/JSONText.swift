/// The parts of JSON (RFC 8259), as places in bytes.
enum JSONText {
  /// Where the spaces and tabs end that begin at `start`.
  @inline(__always)
  static func endOfSpaces(_ bytes: RawSpan, _ start: Int, _ end: Int) -> Int {
    var index = start
    while index < end, bytes[index].isSeparator { index &+= 1 }
    return index
  }

  /// The quote that ends the string whose text begins at `start`, or `end` if none does.
  @inline(__always)
  static func endOfString(
    _ bytes: RawSpan, _ start: Int, _ end: Int, _ hasEscapes: inout Bool
  ) -> Int {
    let stop = endOfPlainText(bytes, start, end)
    guard stop < end, bytes[stop] != doubleQuote else { return stop }
    hasEscapes = true
    return endOfEscapedString(bytes, stop, end)
  }

  @inline(__always)
  private static func endOfPlainText(_ bytes: RawSpan, _ start: Int, _ end: Int) -> Int {
    bytes.firstOffset(from: start, to: end) {
      ($0 .== .all(doubleQuote)) .| ($0 .== .all(UInt8(ascii: "\\")))
    }
  }

  @inline(never)
  private static func endOfEscapedString(_ bytes: RawSpan, _ backslash: Int, _ end: Int) -> Int {
    var stop = backslash
    while stop < end, bytes[stop] != doubleQuote {
      stop = endOfPlainText(bytes, min(stop &+ 2, end), end)
    }
    return stop
  }

  /// Where the value at `start` ends; `nil` if it does not.
  @inline(__always)
  static func endOfValue(_ bytes: RawSpan, _ start: Int, _ end: Int) -> Int? {
    switch bytes[start] {
    case doubleQuote:
      var hasEscapes = false
      let stop = endOfString(bytes, start &+ 1, end, &hasEscapes)
      return stop < end ? stop &+ 1 : nil
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      return endOfContainer(bytes, start, end)
    default:
      // A number or a word; servers also write nothing where they have no number.
      var index = start
      while index < end, !bytes[index].endsWord { index &+= 1 }
      return index < end ? index : nil
    }
  }

  /// Where the object or array at `start` ends; `nil` if it does not.
  private static func endOfContainer(_ bytes: RawSpan, _ start: Int, _ end: Int) -> Int? {
    var depth = 0
    var index = start
    while true {
      index = bytes.firstOffset(from: index, to: end) {
        // `{` and `[`, and `}` and `]`, differ in one bit.
        let letter = $0 | .all(0x20)
        return ($0 .== .all(doubleQuote)) .| (letter .== .all(UInt8(ascii: "{")))
          .| (letter .== .all(UInt8(ascii: "}")))
      }
      guard index < end else { return nil }
      switch bytes[index] | 0x20 {
      case UInt8(ascii: "{"): depth &+= 1
      case UInt8(ascii: "}"):
        depth &-= 1
        if depth == 0 { return index &+ 1 }
      default:
        var hasEscapes = false
        index = endOfString(bytes, index &+ 1, end, &hasEscapes)
        guard index < end else { return nil }
      }
      index &+= 1
    }
  }

  /// Whether a word is `null`.
  @inline(__always)
  static func isNull(_ bytes: RawSpan, _ start: Int, _ end: Int) -> Bool {
    end &- start == 4 && bytes.word(at: start, count: 4) == 0x6C6C_756E
  }
}

extension UInt8 {
  /// Whether a word or a number ends before this.
  @inline(__always)
  fileprivate var endsWord: Bool {
    self == UInt8(ascii: ",") || self == UInt8(ascii: "}") || self == UInt8(ascii: "]")
      || isSeparator
  }
}
