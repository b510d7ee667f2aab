/// Where the fields of a line stand, in Common Log Format.
struct CommonFields {
  /// Of the request what stands between its quotes; none if a server wrote a bare `-`.
  var counted: LineFields
  /// The bracket before the time.
  var bracket: Int
  /// Where the field behind the response bytes begins.
  var restStart: Int
}

/// Finds the fields of lines.
///
/// Columns have one or more spaces or tabs between them.
struct FieldFinder: Sendable {
  private(set) var lastTimestamp = CachedTimestamp()

  /// A time that a request follows.
  private struct Time {
    /// The bracket before it.
    var bracket: Int
    var requestStart: Int
    var instant: Instant
  }

  /// The fields of the line at `range`, or `nil` if it lacks one.
  @inline(__always)
  mutating func fields(_ bytes: RawSpan, _ range: Range<Int>) -> CommonFields? {
    let end = range.upperBound
    let clientEnd = bytes.firstOffset(from: range.lowerBound, to: end) {
      ($0 .== .all(space)) .| ($0 .== .all(tab))
    }
    let client = range.lowerBound..<clientEnd
    guard !client.isEmpty, clientEnd < end, let time = time(bytes, behind: client, to: end) else {
      return nil
    }
    let start = time.requestStart
    let isQuoted = bytes[start] == doubleQuote
    var requestEnd = isQuoted ? closingQuote(bytes, from: start &+ 1, to: end) : start
    var found = status(bytes, from: requestEnd &+ 1, to: end)
    if found == nil, isQuoted, requestEnd < end {
      requestEnd = quoteBehindVersion(bytes, from: requestEnd, to: end)
      found = status(bytes, from: requestEnd &+ 1, to: end)
    }
    guard let status = found,
      let size = number(bytes, from: status.end, to: end)
    else { return nil }
    return CommonFields(
      counted: LineFields(
        instant: time.instant, client: client,
        request: isQuoted ? .whole(start &+ 1..<requestEnd) : .none, status: status.value,
        responseBytes: size.value),
      bracket: time.bracket, restStart: size.end)
  }

  /// The time of the line whose first word is `client`.
  @inline(__always)
  private mutating func time(_ bytes: RawSpan, behind client: Range<Int>, to end: Int) -> Time? {
    let kind = ClientWord(bytes, client)
    if case .other = kind { return nil }
    // Nearly every line has neither identity nor user, and the same time as the line before.
    let usual = client.upperBound &+ 5
    if usual &+ CachedTimestamp.length <= end,
      FieldFinder.isDashes(bytes.word(at: client.upperBound)),
      let instant = lastTimestamp.instantBeforeRequest(in: bytes, at: usual)
    {
      return Time(
        bracket: usual, requestStart: usual &+ CachedTimestamp.length &- 1, instant: instant)
    }
    guard let time = searchedTime(bytes, from: client.upperBound, to: end),
      LineFront(client: client, names: client.upperBound..<time.bracket)
        .isCommon(bytes, kind)
    else { return nil }
    return time
  }

  /// Whether ` - - [` stands at the beginning of a word.
  @inline(__always)
  static func isDashes(_ word: UInt64) -> Bool {
    word & 0xFFFF_FFFF_FFFF == 0x5B20_2D20_2D20
  }

  /// The same as ``time(_:behind:to:)``, for any line and whatever stands before the time.
  ///
  /// A user's name may hold spaces, brackets and even a valid time, so that each bracket after a
  /// space is tried. It holds no bare quote, as servers escape it: the time is the first that a
  /// quoted request follows. Only a line without any may have a bare `-` there. Behind a quote that
  /// begins a field is no time of the line's own: clients choose what stands there.
  @inline(never)
  private mutating func searchedTime(_ bytes: RawSpan, from start: Int, to end: Int) -> Time? {
    let closing = Timestamp.length + 1
    var beforeDash: Time?
    var bracket = bytes.firstOffset(of: UInt8(ascii: "["), from: start, to: end)
    var quote = bytes.firstOffset(of: doubleQuote, from: start, to: end)
    // The time, its brackets, a space and the first byte of the request.
    while bracket + closing + 2 < end {
      while quote < bracket {
        if bytes[quote - 1].isSeparator {
          // An empty user is logged as `""`.
          guard bytes[quote + 1] == doubleQuote, bytes[quote + 2].isSeparator else {
            return beforeDash
          }
          quote += 1
        }
        quote = bytes.firstOffset(of: doubleQuote, from: quote + 1, to: end)
      }
      let behind = bracket + closing + 1
      let requestStart = bytes.endOfSeparators(from: behind, to: end)
      if bytes[bracket - 1].isSeparator, bytes[behind - 1] == UInt8(ascii: "]"),
        requestStart > behind, requestStart < end,
        bytes[requestStart] == doubleQuote || bytes[requestStart] == dash,
        let instant = lastTimestamp.instant(in: bytes, at: bracket)
      {
        let time = Time(bracket: bracket, requestStart: requestStart, instant: instant)
        guard bytes[requestStart] != doubleQuote else { return time }
        beforeDash = beforeDash ?? time
      }
      bracket = bytes.firstOffset(of: UInt8(ascii: "["), from: bracket + 1, to: end)
    }
    return beforeDash
  }

  /// The first quote from `start` on that ends a request: a protocol stands before it, and a status
  /// behind it; `end` if none does.
  ///
  /// Not all servers escape the quotes that a client sends.
  @inline(never)
  private func quoteBehindVersion(_ bytes: RawSpan, from start: Int, to end: Int) -> Int {
    var quote = start
    while quote < end {
      if RequestParser.endsWithVersion(bytes, at: quote),
        status(bytes, from: quote + 1, to: end) != nil
      {
        return quote
      }
      quote = bytes.firstOffset(of: doubleQuote, from: quote + 1, to: end)
    }
    return end
  }

  /// The three digits behind the separators at `start`, with more separators behind them.
  @inline(__always)
  private func status(
    _ bytes: RawSpan, from start: Int, to end: Int
  ) -> (value: Int, end: Int)? {
    let digits = bytes.endOfSeparators(from: start, to: end)
    guard digits > start, digits &+ 3 < end, bytes[digits &+ 3].isSeparator,
      let value = bytes.word(at: digits, count: 3).status
    else { return nil }
    return (value, digits &+ 3)
  }

  /// The number or `-` behind the separators at `start`, and where the next field begins; `nil` if
  /// something else stands there, or nothing.
  @inline(__always)
  private func number(_ bytes: RawSpan, from start: Int, to end: Int) -> (value: Int, end: Int)? {
    let first = bytes.endOfSeparators(from: start, to: end)
    guard first &+ 8 <= end else { return anyNumber(bytes, from: first, to: end) }
    let word = bytes.word(at: first)
    let length = word.digitCount
    guard length > 0, length < 8, bytes[first &+ length] == space else {
      return anyNumber(bytes, from: first, to: end)
    }
    return (
      word.number(digits: length), bytes.endOfSeparators(from: first &+ length &+ 1, to: end)
    )
  }

  /// The same as ``number(_:from:to:)``, for any length; a number of 2^63 and more is `Int.max`.
  @inline(never)
  private func anyNumber(_ bytes: RawSpan, from start: Int, to end: Int) -> (value: Int, end: Int)?
  {
    guard start < end else { return nil }
    var value = 0
    var index = start
    if bytes[index] == dash {
      index += 1
    } else {
      while index < end, !bytes[index].isSeparator {
        guard bytes[index].isDigit else { return nil }
        let (tenfold, tooLarge) = value.multipliedReportingOverflow(by: 10)
        let (sum, carried) = tenfold.addingReportingOverflow(Int(bytes[index] &- 0x30))
        value = tooLarge || carried ? .max : sum
        index += 1
      }
    }
    guard index == end || bytes[index].isSeparator else { return nil }
    return (value, bytes.endOfSeparators(from: index, to: end))
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
let tab = UInt8(ascii: "\t")
let doubleQuote = UInt8(ascii: "\"")
