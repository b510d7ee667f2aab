/// The time that was read last, and what of its text says so.
///
/// A busy log repeats the same second over and over, so comparing comes before parsing. Fractions
/// change with each line, and are passed over.
struct RepeatedTime: Sendable {
  /// How many bytes have to stand at a place that is looked at.
  static let slack = 48

  /// What may stand behind the bytes that are compared, and belongs to the time.
  private enum Tail {
    case nothing
    /// Perhaps a fraction.
    case fraction
    /// Perhaps a fraction, then `Z`.
    case fractionInUTC
  }

  /// The first 32 bytes, zeros behind those that are compared.
  private var front = SIMD16<UInt8>(repeating: 0)
  private var back = SIMD16<UInt8>(repeating: 0)
  /// All bits of the bytes that are compared.
  private var frontMask = SIMD16<UInt8>(repeating: 0)
  private var backMask = SIMD16<UInt8>(repeating: 0)
  private var form = LayoutField.TimeForm.clf
  private var tail = Tail.nothing
  /// How many bytes are compared; 0 before the first time.
  private var count = 0
  private(set) var instant = Instant(0)

  /// Where the time at `start` ends, if it is ``instant``; 0 if that has to be read.
  ///
  /// - Precondition: ``slack`` bytes stand there.
  @unsafe @inline(__always)
  func end(_ form: LayoutField.TimeForm, _ bytes: RawSpan, from start: Int) -> Int {
    let difference =
      ((unsafe bytes.uncheckedVector(at: start) & frontMask) ^ front)
      | ((unsafe bytes.uncheckedVector(at: start &+ 16) & backMask) ^ back)
    let words = unsafe unsafeBitCast(difference, to: SIMD2<UInt64>.self)
    guard words[0] | words[1] == 0, form == self.form, count > 0 else { return 0 }
    let end = start &+ count
    if tail == .nothing { return end }
    let mark = unsafe bytes.uncheckedByte(at: end)
    var behind = end
    if mark == UInt8(ascii: ".") || mark == UInt8(ascii: ",") {
      let digits = (unsafe bytes.uncheckedWord(at: end &+ 1)).digitCount
      // Other lengths are left to those who read the time.
      guard digits > 0, digits < 8 else { return 0 }
      behind = end &+ 1 &+ digits
    } else if mark.isDigit {
      return 0
    }
    guard tail == .fractionInUTC else { return behind }
    return unsafe bytes.uncheckedByte(at: behind) == UInt8(ascii: "Z") ? behind &+ 1 : 0
  }

  /// Keeps a time that was read in a range, unless what stands behind it may change what it says.
  mutating func keep(
    _ form: LayoutField.TimeForm, _ instant: Instant, _ bytes: RawSpan, _ range: Range<Int>
  ) {
    switch form {
    case .clf, .rfc1123, .ctime: (count, tail) = (range.count, .nothing)
    case .local, .localWithSpace: (count, tail) = (20, .fraction)
    case .epoch:
      let digits = range.prefix { bytes[$0].isDigit }
      (count, tail) = (digits.count < 16 ? digits.count : 0, .fraction)
    case .iso8601:
      if bytes[range.upperBound - 1] == UInt8(ascii: "Z") {
        (count, tail) = (19, .fractionInUTC)
      } else if range.count == 25, bytes[range.lowerBound + 22] == UInt8(ascii: ":") {
        // `+02:00`, to which nothing can be added.
        (count, tail) = (25, .nothing)
      } else {
        count = 0
      }
    case .epochMilliseconds, .epochMicroseconds, .slashed: count = 0
    }
    if count > 32 || count > range.count { count = 0 }
    self.form = form
    self.instant = instant
    frontMask = .ofFirst(count)
    backMask = .ofFirst(count - 16)
    front = bytes.vector(at: range.lowerBound) & frontMask
    back = bytes.vector(at: range.lowerBound + 16) & backMask
  }
}
