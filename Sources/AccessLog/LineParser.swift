/// Says what a line is.
public enum Line: Sendable, Equatable {
  case hit(Hit)
  /// Without host, valid time or status, or longer than ``LineParser/maximumLength``.
  case malformed
  /// Begins with `#`.
  case comment
  case empty
}

/// Parses lines of Common Log Format and its relatives.
///
/// Everything up to the response bytes is the same in all of them; what follows is only looked at
/// when it is asked for.
public struct LineParser: Sendable {
  /// The longest line that is parsed, in bytes.
  public static let maximumLength = 65_536

  private let demandsCombinedFields: Bool
  private var lastTimestamp = CachedTimestamp()

  /// Creates a parser of lines that are laid out as `format` says.
  public init(format: LogFormat = .auto) {
    demandsCombinedFields = format == .combined
  }

  /// Says what the line at `range` is.
  ///
  /// Whoever splits the bytes into lines leaves out of `range` the newline and a `\r` before it: a
  /// `\r` at the end would be taken for a part of the last field. A comment is one at any length.
  ///
  /// - Complexity: O(length), without allocation.
  public mutating func parse(_ bytes: RawSpan, _ range: Range<Int>) -> Line {
    guard !range.isEmpty else { return .empty }
    guard bytes[range.lowerBound] != UInt8(ascii: "#") else { return .comment }
    guard range.count <= LineParser.maximumLength, let hit = hit(bytes, range) else {
      return .malformed
    }
    guard !demandsCombinedFields || CombinedFields(rest: hit.rest, in: bytes) != nil else {
      return .malformed
    }
    return .hit(hit)
  }

  private mutating func hit(_ bytes: RawSpan, _ range: Range<Int>) -> Hit? {
    let end = range.upperBound
    let hostEnd = bytes.firstOffset(of: space, from: range.lowerBound, to: end)
    guard hostEnd > range.lowerBound, hostEnd < end,
      let (bracket, instant) = time(bytes, from: hostEnd, to: end)
    else { return nil }
    let quote = bracket + 1 + Timestamp.length + 2
    guard let requestEnd = requestEnd(bytes, from: quote, to: end) else { return nil }
    let isQuoted = bytes[quote] == doubleQuote
    let request =
      isQuoted ? RequestParser.request(bytes, quote + 1..<requestEnd) : nil
    let statusStart = requestEnd + (isQuoted ? 2 : 1)
    guard let status = status(bytes, at: statusStart, to: end) else { return nil }
    let (responseBytes, restStart) = number(bytes, from: statusStart + 4, to: end)
    let (identity, user) = names(bytes, from: hostEnd + 1, to: bracket)
    return Hit(
      instant: instant, host: range.lowerBound..<hostEnd, identity: identity, user: user,
      request: request, status: status, responseBytes: responseBytes, rest: restStart..<end)
  }

  /// The place of the bracket before the time of the line, and that time.
  ///
  /// A user's name may hold spaces, brackets and even a valid time, so that each bracket after a
  /// space is tried. It holds no bare quote, as servers escape it: the time is the first that a
  /// quoted request follows. Only a line without any may have a bare `-` there.
  private mutating func time(
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
        let instant = lastTimestamp.instant(in: bytes, at: bracket + 1)
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
  private func requestEnd(_ bytes: RawSpan, from start: Int, to end: Int) -> Int? {
    guard bytes[start] == doubleQuote else {
      return start + 1 < end && bytes[start + 1] == space ? start + 1 : nil
    }
    let quote = closingQuote(bytes, from: start + 1, to: end)
    return quote + 1 < end && bytes[quote + 1] == space ? quote : nil
  }

  private func status(_ bytes: RawSpan, at start: Int, to end: Int) -> Int? {
    guard start + 3 <= end, start + 3 == end || bytes[start + 3] == space else { return nil }
    let hundreds = Int(bytes[start] &- UInt8(ascii: "0"))
    let tens = Int(bytes[start + 1] &- UInt8(ascii: "0"))
    let ones = Int(bytes[start + 2] &- UInt8(ascii: "0"))
    return hundreds < 10 && tens < 10 && ones < 10 ? hundreds * 100 + tens * 10 + ones : nil
  }

  /// The number that stands at `start`, and where the next field begins.
  private func number(
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

  private func names(
    _ bytes: RawSpan, from start: Int, to bracket: Int
  ) -> (identity: Range<Int>, user: Range<Int>) {
    let end = max(start, bracket - 1)
    let identityEnd = bytes.firstOffset(of: space, from: start, to: end)
    return (start..<identityEnd, min(identityEnd + 1, end)..<end)
  }
}

/// The place of the first quote that no backslash escapes, or `end`.
func closingQuote(_ bytes: RawSpan, from start: Int, to end: Int) -> Int {
  var quote = bytes.firstOffset(of: doubleQuote, from: start, to: end)
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

/// The timestamp that was parsed last.
///
/// A busy log repeats the same second over and over, so comparing comes before parsing.
private struct CachedTimestamp {
  // No bytes are like these before the first time is parsed: six of them are in the third word and
  // in `zone`, which differ.
  private var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
  private var zone = UInt64.max
  private var instant = Instant(0)

  /// The instant that stands at `offset`; the caller has seen that 27 bytes follow.
  mutating func instant(in bytes: RawSpan, at offset: Int) -> Instant? {
    let words = (
      bytes.word(at: offset), bytes.word(at: offset + 8), bytes.word(at: offset + 16)
    )
    let zone = bytes.word(at: offset + 18)
    if words == self.words, zone == self.zone { return instant }
    guard let parsed = Timestamp.instant(in: bytes, at: offset) else { return nil }
    (self.words, self.zone, instant) = (words, zone, parsed)
    return parsed
  }
}
