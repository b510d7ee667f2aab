/// The unit of a duration that states none.
enum DurationUnit: UInt8, Sendable {
  case seconds
  /// As ``seconds``, but a whole number is no duration: nginx's `$request_time` always has a point,
  /// and what Apache writes under the same name has another unit.
  case secondsWithPoint
  case milliseconds
  case microseconds
  case nanoseconds

  /// Nanoseconds are so many powers of ten smaller.
  private var exponent: Int {
    switch self {
    case .seconds, .secondsWithPoint: 9
    case .milliseconds: 6
    case .microseconds: 3
    case .nanoseconds: 0
    }
  }

  private var nanoseconds: Int {
    switch self {
    case .seconds, .secondsWithPoint: 1_000_000_000
    case .milliseconds: 1_000_000
    case .microseconds: 1_000
    case .nanoseconds: 1
    }
  }

  /// The duration at a range, in nanoseconds: a number, perhaps with a unit of its own (`0.058s`, `878.61µs`); `nil`
  /// if there is none, such as `-`.
  func nanoseconds(_ bytes: RawSpan, _ range: Range<Int>) -> Int? {
    if range.upperBound <= bytes.byteCount &- 24 {
      // In bounds: as many bytes stand there.
      let usual = unsafe bytes.usualDuration(at: range, in: nanoseconds)
      let digits = unsafe bytes.uncheckedWord(at: range.lowerBound).digitCount
      if usual >= 0, self != .secondsWithPoint || digits < range.count { return usual }
    }
    return anyNanoseconds(bytes, range)
  }

  @inline(never)
  private func anyNanoseconds(_ bytes: RawSpan, _ range: Range<Int>) -> Int? {
    guard let number = DecimalText(bytes, range), !number.isNegative else { return nil }
    var unit = self
    if number.end < range.upperBound {
      guard let stated = DurationUnit(bytes, number.end..<range.upperBound) else { return nil }
      unit = stated
    }
    guard unit != .secondsWithPoint || number.isFloating else { return nil }
    return number.scaled(by: unit.exponent)
  }

  /// The unit that a text names.
  private init?(_ bytes: RawSpan, _ range: Range<Int>) {
    switch String(decoding: range.map { bytes[$0] }, as: UTF8.self) {
    case "s": self = .seconds
    case "ms": self = .milliseconds
    case "us", "µs", "μs": self = .microseconds
    case "ns": self = .nanoseconds
    default: return nil
    }
  }
}
