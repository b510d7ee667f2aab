/// Where the fields stand that every hit has.
struct LineFields {
  var instant: Instant
  var clientEnd: Int
  /// The bracket before the time.
  var bracket: Int
  /// Between the quotes; `nil` if a server wrote a bare `-`.
  var request: Range<Int>?
  var status: Int
  var responseBytes: Int
  /// Where the field behind the response bytes begins.
  var restStart: Int
}

/// Finds the fields of lines.
struct FieldFinder: Sendable {
  private(set) var lastTimestamp = CachedTimestamp()

  /// The fields of the line at `range`, or `nil` if it lacks one.
  @inline(__always)
  mutating func fields(_ bytes: RawSpan, _ range: Range<Int>) -> LineFields? {
    let end = range.upperBound
    let clientEnd = bytes.firstOffset(from: range.lowerBound, to: end) { $0 .== .all(space) }
    guard clientEnd > range.lowerBound, clientEnd < end,
      let (bracket, instant) = time(bytes, from: clientEnd, to: end)
    else { return nil }
    let start = bracket &+ 1 &+ Timestamp.length &+ 2
    let isQuoted = bytes[start] == doubleQuote
    guard let requestEnd = requestEnd(bytes, from: start, isQuoted: isQuoted, to: end) else {
      return nil
    }
    let statusStart = requestEnd &+ (isQuoted ? 2 : 1)
    guard let status = status(bytes, at: statusStart, to: end) else { return nil }
    let (responseBytes, restStart) = number(bytes, from: statusStart &+ 4, to: end)
    return LineFields(
      instant: instant, clientEnd: clientEnd, bracket: bracket,
      request: isQuoted ? start &+ 1..<requestEnd : nil, status: status,
      responseBytes: responseBytes, restStart: restStart)
  }

  /// The place of the bracket before the time of the line, and that time.
  @inline(__always)
  private mutating func time(
    _ bytes: RawSpan, from start: Int, to end: Int
  ) -> (bracket: Int, instant: Instant)? {
    // Nearly every line has neither identity nor user, and the same time as the line before.
    let usual = start &+ 5
    if usual &+ CachedTimestamp.length <= end, FieldFinder.isDashes(bytes.word(at: start)),
      let instant = lastTimestamp.instantBeforeRequest(in: bytes, at: usual)
    {
      return (usual, instant)
    }
    return searchedTime(bytes, from: start, to: end)
  }

  /// Whether ` - - [` stands at the beginning of a word.
  @inline(__always)
  static func isDashes(_ word: UInt64) -> Bool {
    word & 0xFFFF_FFFF_FFFF == 0x5B20_2D20_2D20
  }

  /// The same as ``time(_:from:to:)``, for any line.
  ///
  /// A user's name may hold spaces, brackets and even a valid time, so that each bracket after a
  /// space is tried. It holds no bare quote, as servers escape it: the time is the first that a
  /// quoted request follows. Only a line without any may have a bare `-` there.
  @inline(never)
  private mutating func searchedTime(
    _ bytes: RawSpan, from start: Int, to end: Int
  ) -> (bracket: Int, instant: Instant)? {
    let closing = Timestamp.length + 1
    var beforeDash: (bracket: Int, instant: Instant)?
    var bracket = bytes.firstOffset(of: UInt8(ascii: "["), from: start, to: end)
    // The time, its brackets, a space and the first byte of the request.
    while bracket + closing + 2 < end {
      let requestStart = bytes[bracket + closing + 2]
      if bytes[bracket - 1] == space, bytes[bracket + closing] == UInt8(ascii: "]"),
        bytes[bracket + closing + 1] == space,
        requestStart == doubleQuote || requestStart == UInt8(ascii: "-"),
        let instant = lastTimestamp.instant(in: bytes, at: bracket)
      {
        guard requestStart != doubleQuote else { return (bracket, instant) }
        beforeDash = beforeDash ?? (bracket, instant)
      }
      bracket = bytes.firstOffset(of: UInt8(ascii: "["), from: bracket + 1, to: end)
    }
    return beforeDash
  }

  /// The place of the quote that ends the request that begins at `start`; of the space behind it
  /// where a server wrote a bare `-`.
  @inline(__always)
  private func requestEnd(
    _ bytes: RawSpan, from start: Int, isQuoted: Bool, to end: Int
  ) -> Int? {
    guard isQuoted else {
      return start &+ 1 < end && bytes[start &+ 1] == space ? start &+ 1 : nil
    }
    let quote = closingQuote(bytes, from: start &+ 1, to: end)
    return quote &+ 1 < end && bytes[quote &+ 1] == space ? quote : nil
  }

  @inline(__always)
  private func status(_ bytes: RawSpan, at start: Int, to end: Int) -> Int? {
    guard start &+ 3 <= end else { return nil }
    let word =
      start <= bytes.byteCount &- 8
      ? bytes.word(at: start) : bytes.word(at: start, count: bytes.byteCount &- start)
    guard start &+ 3 == end || UInt8(truncatingIfNeeded: word &>> 24) == space else { return nil }
    return word.status
  }

  /// The number that stands at `start`, and where the next field begins.
  @inline(__always)
  private func number(
    _ bytes: RawSpan, from start: Int, to end: Int
  ) -> (value: Int, next: Int) {
    guard start &+ 8 <= end else { return anyNumber(bytes, from: start, to: end) }
    let word = bytes.word(at: start)
    let length = word.digitCount
    guard length > 0, length < 8, bytes[start &+ length] == space else {
      return anyNumber(bytes, from: start, to: end)
    }
    return (word.number(digits: length), start &+ length &+ 1)
  }

  /// The same as ``number(_:from:to:)``, for whatever stands there.
  @inline(never)
  private func anyNumber(
    _ bytes: RawSpan, from start: Int, to end: Int
  ) -> (value: Int, next: Int) {
    var value = 0
    var index = start
    while index < end, bytes[index] != space {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else {
        let next = bytes.firstOffset(of: space, from: index, to: end)
        return (0, min(next + 1, end))
      }
      let (tenfold, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, carried) = tenfold.addingReportingOverflow(Int(digit))
      value = tooLarge || carried ? .max : sum
      index += 1
    }
    return (value, min(index + 1, end))
  }
}

/// The place of the first quote that no backslash escapes, or `end`.
@inline(__always)
func closingQuote(_ bytes: RawSpan, from start: Int, to end: Int) -> Int {
  let quote = bytes.firstOffset(from: start, to: end) { $0 .== .all(doubleQuote) }
  guard quote < end, quote > start, bytes[quote &- 1] == UInt8(ascii: "\\") else { return quote }
  return unescapedQuote(bytes, from: start, to: end, first: quote)
}

@inline(never)
private func unescapedQuote(_ bytes: RawSpan, from start: Int, to end: Int, first: Int) -> Int {
  var quote = first
  while quote < end {
    var backslash = quote
    while backslash > start, bytes[backslash - 1] == UInt8(ascii: "\\") { backslash -= 1 }
    guard (quote - backslash) % 2 != 0 else { return quote }
    quote = bytes.firstOffset(of: doubleQuote, from: quote + 1, to: end)
  }
  return end
}

let space = UInt8(ascii: " ")
let doubleQuote = UInt8(ascii: "\"")
