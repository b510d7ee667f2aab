/// The name of a site that a client asked for, with or without a port behind it.
enum Site {
  private static let colon = UInt8(ascii: ":")

  /// The name without a colon and a port at its end.
  static func withoutPort(_ bytes: RawSpan, _ word: Range<Int>) -> Range<Int> {
    var end = word.upperBound
    while end > word.lowerBound, bytes[end - 1].isDigit { end -= 1 }
    guard end < word.upperBound, end - 1 > word.lowerBound, bytes[end - 1] == colon else {
      return word
    }
    return word.lowerBound..<end - 1
  }

  /// The name without a port that every site has, 80 or 443.
  static func name(_ bytes: RawSpan, _ word: Range<Int>) -> Range<Int> {
    let name = withoutPort(bytes, word)
    let port = word.upperBound - name.upperBound
    switch port {
    case 3 where bytes.word(at: name.upperBound, count: 3) == 0x30_383A: return name  // ":80"
    case 4 where bytes.word(at: name.upperBound, count: 4) == 0x33_3434_3A: return name  // ":443"
    default: return word
    }
  }
}
