/// What a word before a line's time is.
enum ClientWord {
  /// An IPv4 or IPv6 address, in brackets and with a zone if it has them; or `unix:`, which nginx
  /// logs for a client behind a Unix socket.
  case address
  /// A host name, which servers that look names up log instead of the address.
  case name
  /// `-`: the server knows no client.
  case missing
  /// An address with a port or a comma behind it, a number, a date, a priority, …
  case other

  /// - Complexity: O(length of the word).
  @inline(never)
  init(_ bytes: RawSpan, _ word: Range<Int>) {
    let front = bytes.vector(at: word.lowerBound)
    if front.countOfIPv4 == word.count {
      self = .address
    } else if (front .== .all(colon)).bits & 0x1F != 0, 2..<48 ~= word.count,
      bytes.formOfIPv6(at: word.lowerBound, count: word.count) == .canonical
    {
      self = .address
    } else if ClientWord.isAddress(bytes, word) {
      self = .address
    } else if ClientWord.isName(bytes, word) {
      self = .name
    } else {
      self = word.count == 1 && bytes[word.lowerBound] == dash ? .missing : .other
    }
  }

  /// Whether the word is an address, with or without a port or a comma behind it.
  static func holdsAddress(_ bytes: RawSpan, _ word: Range<Int>) -> Bool {
    var end = word.upperBound
    if end > word.lowerBound, bytes[end - 1] == UInt8(ascii: ",") { end -= 1 }
    if isAddress(bytes, word.lowerBound..<end) { return true }
    while end > word.lowerBound, bytes[end - 1].isDigit { end -= 1 }
    return end > word.lowerBound && bytes[end - 1] == colon
      && isAddress(bytes, word.lowerBound..<end - 1)
  }

  private static func isAddress(_ bytes: RawSpan, _ word: Range<Int>) -> Bool {
    guard let first = word.first else { return false }
    if isIPv4(bytes, word) { return true }
    if bytes[first] == UInt8(ascii: "["), bytes[word.upperBound - 1] == UInt8(ascii: "]") {
      return word.count > 2 && isIPv6(bytes, first + 1..<word.upperBound - 1)
    }
    return isIPv6(bytes, word) || isUnixSocket(bytes, word)
  }

  /// Whether the word is four numbers with dots between them, in at most 15 bytes.
  ///
  /// How great the numbers are is not asked: nothing else in a log looks like this.
  private static func isIPv4(_ bytes: RawSpan, _ word: Range<Int>) -> Bool {
    guard word.count <= 15 else { return false }
    var numbers = 0
    var before = dot
    for index in word {
      let byte = bytes[index]
      guard byte.isDigit || (byte == dot && before != dot) else { return false }
      if before == dot { numbers += 1 }
      before = byte
    }
    return numbers == 4 && before != dot
  }

  /// Whether the word is an address as RFC 4291 section 2.2 writes it, perhaps with a zone.
  private static func isIPv6(_ bytes: RawSpan, _ word: Range<Int>) -> Bool {
    let end = word.first { bytes[$0] == UInt8(ascii: "%") } ?? word.upperBound
    // A zone has a name; a tab ends the word where only spaces were looked for.
    guard end != word.upperBound - 1, !(end..<word.upperBound).contains(where: { bytes[$0] == tab })
    else { return false }
    var index = word.lowerBound
    var groups = 0
    var isShortened = end - index >= 2 && bytes[index] == colon && bytes[index + 1] == colon
    if isShortened { index += 2 }
    while index < end {
      let start = index
      if isIPv4(bytes, start..<end) {
        groups += 2
        break
      }
      while index < end, index - start < 4, bytes[index].isHexDigit { index += 1 }
      guard index > start else { return false }
      groups += 1
      guard index < end else { break }
      guard bytes[index] == colon, index + 1 < end else { return false }
      index += 1
      guard bytes[index] == colon else { continue }
      guard !isShortened else { return false }
      isShortened = true
      index += 1
    }
    return isShortened ? groups < 8 : groups == 8
  }

  private static func isUnixSocket(_ bytes: RawSpan, _ word: Range<Int>) -> Bool {
    word.count == 5 && bytes.word(at: word.lowerBound, count: 5) == 0x3A_7869_6E75  // "unix:"
  }

  /// Whether the word is labels with dots between them, of which the last is no number
  /// (RFC 1123 section 2.1).
  private static func isName(_ bytes: RawSpan, _ word: Range<Int>) -> Bool {
    var labelHasOther = false
    var before = dot
    for index in word {
      let byte = bytes[index]
      if byte == dot {
        guard before != dot else { return false }
        // A dot at the end is the root.
        if index < word.upperBound - 1 { labelHasOther = false }
      } else if byte.isLetter || byte == UInt8(ascii: "_") || (byte == dash && before != dot) {
        labelHasOther = true
      } else if !byte.isDigit {
        return false
      }
      before = byte
    }
    return labelHasOther
  }
}

let dash = UInt8(ascii: "-")
private let dot = UInt8(ascii: ".")
private let colon = UInt8(ascii: ":")

extension UInt8 {
  fileprivate var isHexDigit: Bool { isDigit || (self | 0x20) &- UInt8(ascii: "a") < 6 }
}

extension SIMD16<UInt8> {
  /// How many bytes at the beginning are an IPv4 address; 0 if none are.
  ///
  /// Those are all before the first byte that is neither a digit nor a dot, at most 15.
  @inline(__always)
  var countOfIPv4: Int {
    let allDots = (self .== .all(UInt8(ascii: "."))).bits
    let digits = digitMask.bits
    // No address has 16 bytes.
    let others = ~(allDots | digits) | 1 &<< 15
    let dots = allDots & (others ^ (others &- 1))
    let twoDots = dots & (dots &- 1)
    let lastDot = twoDots & (twoDots &- 1)
    // Three dots, and a digit at the beginning and behind each.
    guard (dots &<< 1 | 1) & ~digits | lastDot & (lastDot &- 1) == 0, lastDot != 0 else { return 0 }
    return others.trailingZeroBitCount
  }
}
