/// Times as formats write them that name their values: ISO 8601, Common Log Format's, or a number.
struct AnyTime: Sendable {
  /// The time that was parsed last: a log repeats it.
  private var text = InlineArray<32, UInt8>(repeating: 0)
  private var count = 0
  private var instant = Instant(0)

  /// The instant at a range, or `nil` if none stands there.
  ///
  /// Fractions are cut off. Of a number its size tells the unit: seconds up to the year 5138, then
  /// milliseconds, microseconds and nanoseconds.
  @inline(__always)
  mutating func instant(_ bytes: RawSpan, _ range: Range<Int>) -> Instant? {
    if range.count == count, count > 0, isLast(bytes, range) { return instant }
    return parse(bytes, range)
  }

  private func isLast(_ bytes: RawSpan, _ range: Range<Int>) -> Bool {
    unsafe bytes.equals(range, text.span.bytes, at: 0)
  }

  @inline(never)
  private mutating func parse(_ bytes: RawSpan, _ range: Range<Int>) -> Instant? {
    guard let found = AnyTime.instant(bytes, range) else { return nil }
    if range.count <= 32 {
      for index in 0..<range.count { text[index] = bytes[range.lowerBound + index] }
      count = range.count
      instant = found
    }
    return found
  }

  private static func instant(_ bytes: RawSpan, _ field: Range<Int>) -> Instant? {
    var range = field
    if range.count > 2, bytes[range.lowerBound] == UInt8(ascii: "["),
      bytes[range.upperBound - 1] == UInt8(ascii: "]")
    {
      range = range.lowerBound + 1..<range.upperBound - 1
    }
    guard range.count >= 5 else { return nil }
    switch bytes[range.lowerBound + 2] {
    case UInt8(ascii: "/"):
      guard range.count == Timestamp.length else { return nil }
      return Timestamp.instant(in: bytes, at: range.lowerBound)
    default:
      return bytes[range.lowerBound + 4] == dash
        ? ISOTime.instant(bytes, range) : number(bytes, range)
    }
  }

  private static func number(_ bytes: RawSpan, _ range: Range<Int>) -> Instant? {
    guard let number = DecimalText(bytes, range), number.end == range.upperBound,
      !number.isNegative
    else { return nil }
    // Nanoseconds have 19 digits.
    guard let whole = number.scaled(by: 0) else {
      return number.scaled(by: -9).flatMap(valid)
    }
    switch whole {
    case ..<100_000_000_000: return valid(whole)
    case ..<100_000_000_000_000: return valid(whole / 1_000)
    case ..<100_000_000_000_000_000: return valid(whole / 1_000_000)
    default: return valid(whole / 1_000_000_000)
    }
  }

  private static func valid(_ seconds: Int) -> Instant? {
    seconds <= Instant.last.seconds ? Instant(seconds) : nil
  }
}
