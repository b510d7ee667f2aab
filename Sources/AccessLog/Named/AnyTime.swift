/// Times as formats write them that name their values: ISO 8601, Common Log Format's, or a number.
struct AnyTime: Sendable {
  /// The time that was parsed last, zeros behind it: a log repeats it.
  private var front = SIMD16<UInt8>(repeating: 0)
  private var back = SIMD16<UInt8>(repeating: 0)
  /// All bits of its bytes.
  private var frontMask = SIMD16<UInt8>(repeating: 0)
  private var backMask = SIMD16<UInt8>(repeating: 0)
  private var count = 0
  private var instant = Instant(0)
  /// Reads what states no zone.
  private var zoneless: LayoutTime

  /// Creates a reader of times of that zone where they state none, or of that of the logs.
  init(_ zone: Zone? = nil) { zoneless = LayoutTime(zone) }

  /// The instant at a range, or `nil` if none stands there.
  ///
  /// Fractions are cut off. A time without a zone is that of the logs' zone. Of a number its size tells the unit: seconds up to the year 5138, then
  /// milliseconds, microseconds and nanoseconds.
  @inline(__always)
  mutating func instant(_ bytes: RawSpan, _ range: Range<Int>) -> Instant? {
    if range.count == count, count > 0, isLast(bytes, range) { return instant }
    return parse(bytes, range)
  }

  @inline(__always)
  private func isLast(_ bytes: RawSpan, _ range: Range<Int>) -> Bool {
    let start = range.lowerBound
    let difference =
      ((bytes.vector(at: start) & frontMask) ^ front)
      | ((bytes.vector(at: start &+ 16) & backMask) ^ back)
    let words = unsafe unsafeBitCast(difference, to: SIMD2<UInt64>.self)
    return words[0] | words[1] == 0
  }

  @inline(never)
  private mutating func parse(_ bytes: RawSpan, _ range: Range<Int>) -> Instant? {
    guard let found = read(bytes, range) else { return nil }
    if range.count <= 32 {
      count = range.count
      frontMask = .ofFirst(count)
      backMask = .ofFirst(count - 16)
      front = bytes.vector(at: range.lowerBound) & frontMask
      back = bytes.vector(at: range.lowerBound + 16) & backMask
      instant = found
    }
    return found
  }

  private mutating func read(_ bytes: RawSpan, _ field: Range<Int>) -> Instant? {
    var range = field
    if range.count > 2, bytes[range.lowerBound] == UInt8(ascii: "["),
      bytes[range.upperBound - 1] == UInt8(ascii: "]")
    {
      range = range.lowerBound + 1..<range.upperBound - 1
    }
    guard range.count >= 5 else { return nil }
    switch bytes[range.lowerBound + 2] {
    case UInt8(ascii: "/"):
      guard range.count != Timestamp.length else {
        return Timestamp.instant(in: bytes, at: range.lowerBound)
      }
      return zoneless(.local, bytes, range) ?? zoneless(.localWithSpace, bytes, range)
    default:
      if bytes[range.lowerBound + 4] == UInt8(ascii: "/") {
        return zoneless(.slashed, bytes, range)
      }
      guard bytes[range.lowerBound + 4] == dash else { return AnyTime.number(bytes, range) }
      return ISOTime.instant(bytes, range) ?? zoneless(.iso8601, bytes, range)
    }
  }

  private mutating func zoneless(
    _ form: LayoutField.TimeForm, _ bytes: RawSpan, _ range: Range<Int>
  ) -> Instant? {
    guard let time = zoneless.read(form, bytes, from: range.lowerBound, to: range.upperBound),
      time.end == range.upperBound
    else { return nil }
    return time.instant
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
