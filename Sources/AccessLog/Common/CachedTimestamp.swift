/// The timestamp that was parsed last, and what stood around it.
///
/// A busy log repeats the same second over and over, so comparing comes before parsing.
struct CachedTimestamp: Sendable {
  /// `[08/Jul/2020:10:10:30 +0200] "`, which two vectors cover.
  static let length = 30

  // No bytes are like these before the first time is parsed: the vectors overlap by two bytes,
  // and differ in them.
  private var front = SIMD16<UInt8>(repeating: 0)
  private var back = SIMD16<UInt8>(repeating: .max)
  private var instant = Instant(0)

  /// The instant of the last timestamp, if the same stands at `bracket` in its brackets, followed
  /// by a space and a quote.
  ///
  /// - Precondition: ``length`` bytes stand there.
  @inline(__always)
  func instantBeforeRequest(in bytes: RawSpan, at bracket: Int) -> Instant? {
    instantBeforeRequest(bytes.vector(at: bracket), bytes.vector(at: bracket &+ 14))
  }

  /// The same, of the 16 bytes from the bracket on, and those 14 bytes behind it.
  @inline(__always)
  func instantBeforeRequest(_ front: SIMD16<UInt8>, _ back: SIMD16<UInt8>) -> Instant? {
    let difference = (front ^ self.front) | (back ^ self.back)
    let words = unsafe unsafeBitCast(difference, to: SIMD2<UInt64>.self)
    return words[0] | words[1] == 0 ? instant : nil
  }

  /// The instant that stands behind `bracket`; the caller has seen that the closing bracket, a
  /// space and the first byte of a request follow.
  mutating func instant(in bytes: RawSpan, at bracket: Int) -> Instant? {
    if let instant = instantBeforeRequest(in: bytes, at: bracket) { return instant }
    guard let parsed = Timestamp.instant(in: bytes, at: bracket + 1) else { return nil }
    if bytes[bracket + CachedTimestamp.length - 1] == doubleQuote {
      front = bytes.vector(at: bracket)
      back = bytes.vector(at: bracket + 14)
      instant = parsed
    }
    return parsed
  }
}
