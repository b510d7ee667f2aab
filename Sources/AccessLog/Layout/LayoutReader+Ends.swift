/// Finds where fields end and the text between them stands.
///
/// What needs no reader is static: a call of a method that does not change the reader copies it.
extension LayoutReader {
  /// Where the next field begins if the text of a step stands at `place`.
  @inline(__always)
  func behind(
    _ step: LineLayout.Step, _ bytes: RawSpan, at place: Int, to end: Int
  ) -> Int? {
    isText(step, bytes, at: place, to: end) ? place &+ step.textCount : nil
  }

  /// The same where the fraction of a time is a field of its own.
  @inline(never)
  func behindFraction(
    _ step: LineLayout.Step, _ bytes: RawSpan, from start: Int, before timeEnd: Int, to end: Int
  ) -> Int? {
    var place = timeEnd
    while place > start, bytes[place - 1].isDigit { place -= 1 }
    return place > start ? behind(step, bytes, at: place - 1, to: end) : nil
  }

  /// Whether the text of a step stands at `place`.
  @inline(__always)
  func isText(
    _ step: LineLayout.Step, _ bytes: RawSpan, at place: Int, to end: Int
  ) -> Bool {
    let count = step.textCount
    guard place &+ count <= end else { return false }
    guard count < 8 else {
      return LayoutReader.isText(
        layout.texts, step.textStart..<step.textStart &+ count, bytes, at: place, to: end)
    }
    return count == 0 || bytes.word(at: place, count: count) == step.word
  }

  static func isText(
    _ texts: [UInt8], _ range: Range<Int>, _ bytes: RawSpan, at place: Int, to end: Int
  ) -> Bool {
    guard place + range.count <= end else { return false }
    for offset in 0..<range.count where texts[range.lowerBound &+ offset] != bytes[place &+ offset]
    {
      return false
    }
    return true
  }

  /// The place where a field ends: where the text behind it stands, and then the next field.
  ///
  /// Of a quoted field that is the first quote that is not escaped; only where the line makes no sense
  /// so, each quote is tried, since not all servers escape them.
  @inline(__always)
  mutating func endOfField(
    _ step: LineLayout.Step, _ bytes: RawSpan, from start: Int, to end: Int
  ) -> Int? {
    if step.textCount == 0 { return step.isLast ? end : nil }
    let first = UInt8(truncatingIfNeeded: step.word)
    if step.isQuoted {
      let quote = closingQuote(bytes, from: start, to: end)
      if ends(step, bytes, at: quote, to: end) { return quote }
    }
    var place = bytes.firstOffset(from: start, to: end) { $0 .== .all(first) }
    while place < end {
      if ends(step, bytes, at: place, to: end),
        !step.isList || !LayoutReader.isInList(bytes, from: start, place, to: end)
      {
        return place
      }
      place = bytes.firstOffset(of: first, from: place &+ 1, to: end)
    }
    return nil
  }

  /// Whether a place stands between two values of a list, with `, ` or ` : ` between them.
  static func isInList(_ bytes: RawSpan, from start: Int, _ place: Int, to end: Int) -> Bool {
    guard bytes[place] == space, place > start else { return false }
    let colon = UInt8(ascii: ":")
    return bytes[place - 1] == UInt8(ascii: ",")
      || bytes[place - 1] == colon && place - 2 >= start && bytes[place - 2] == space
      || place + 2 < end && bytes[place + 1] == colon && bytes[place + 2] == space
  }

  /// Whether a field may end at `place`.
  @inline(__always)
  mutating func ends(
    _ step: LineLayout.Step, _ bytes: RawSpan, at place: Int, to end: Int
  ) -> Bool {
    guard isText(step, bytes, at: place, to: end) else { return false }
    let next = place &+ step.textCount
    if step.isBeforeQuote, !LayoutReader.isQuote(bytes, next, end),
      !LayoutReader.isBareDash(bytes, next, end)
    {
      return false
    }
    switch step.next {
    case .status:
      return takeStatus(bytes, from: next, to: end) != nil || LayoutReader.isQuote(bytes, next, end)
    case .time:
      return found.time.read(step.nextTimeForm, bytes, from: next, to: end) != nil
        || LayoutReader.isQuote(bytes, next, end)
    case .version:
      return step.isBeforeQuote
        || next + 5 < end && bytes.word(at: next, count: 5) == 0x2F_5054_5448  // "HTTP/"
        || LayoutReader.isMissing(bytes, next, end) || !LayoutReader.isUnread(bytes, next, end)
    case .skip where step.isBeforePort: return LayoutReader.isPort(bytes, next, end)
    default: return !step.isLast || next == end || layout.hasRest
    }
  }

  /// Whether a `-` stands at a place, and nothing else of a word: what a server logs of a request that has no
  /// protocol.
  private static func isMissing(_ bytes: RawSpan, _ place: Int, _ end: Int) -> Bool {
    isBareDash(bytes, place, end)
      || place + 1 < end && bytes[place] == dash && bytes[place + 1] == doubleQuote
  }

  /// Whether a port stands at a place, and nothing else of a word; it may be empty.
  ///
  /// The groups of an IPv6 address have colons between them too.
  private static func isPort(_ bytes: RawSpan, _ place: Int, _ end: Int) -> Bool {
    var index = place
    while index < end, bytes[index].isDigit { index += 1 }
    return index == end || bytes[index].isSeparator || bytes[index] == doubleQuote
  }

  private static func isBareDash(_ bytes: RawSpan, _ place: Int, _ end: Int) -> Bool {
    place < end && bytes[place] == dash && (place + 1 == end || bytes[place + 1] == space)
  }

  private static func isQuote(_ bytes: RawSpan, _ place: Int, _ end: Int) -> Bool {
    place < end && bytes[place] == doubleQuote
  }

  /// Whether more words stand behind the one at `place`.
  private static func isUnread(_ bytes: RawSpan, _ place: Int, _ end: Int) -> Bool {
    bytes.firstOffset(of: space, from: min(place, end), to: end) < end
  }
}
