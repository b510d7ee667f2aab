/// How nearly all lines are laid out; they are read without looking at each byte.
///
/// Anything else is left to ``LayoutReader/find``, so that this decides nothing: fields are found as
/// that would find them, or not at all. Of a quoted field the first quote is its end, of other fields
/// the first place where the text behind it stands.
///
/// The loads are not checked: with checks, most of the speed is lost. None is of more than 128 bytes,
/// and each begins within the line or at its end.
extension LayoutFields {
  /// `" "`.
  private static let betweenQuoted: UInt64 = 0x22_2022

  /// Finds the fields of a usual line, and returns whether it is one.
  ///
  /// - Precondition: the range is in the bytes, and ``LineScanner/slack`` bytes stand behind it.
  @unsafe @inline(__always)
  mutating func findUsual(
    _ layout: UsualLayout?, _ bytes: RawSpan, from lineStart: Int, to end: Int
  ) -> Bool {
    guard let layout else { return false }
    return layout.isPadded
      ? unsafe findPadded(layout, bytes, from: lineStart, to: end)
      : unsafe findPlain(layout, bytes, from: lineStart, to: end)
  }

  // Never inlined: what the caller holds in registers would leave none for these.
  @unsafe @inline(never)
  private mutating func findPlain(
    _ layout: UsualLayout, _ bytes: RawSpan, from lineStart: Int, to end: Int
  ) -> Bool {
    unsafe find(layout, isPadded: false, bytes, from: lineStart, to: end)
  }

  @unsafe @inline(never)
  private mutating func findPadded(
    _ layout: UsualLayout, _ bytes: RawSpan, from lineStart: Int, to end: Int
  ) -> Bool {
    unsafe find(layout, isPadded: true, bytes, from: lineStart, to: end)
  }

  @unsafe @inline(__always)
  private mutating func find(
    _ layout: UsualLayout, isPadded: Bool, _ bytes: RawSpan, from lineStart: Int, to end: Int
  ) -> Bool {
    guard end &- lineStart > layout.lead.count,
      unsafe layout.lead.stands(in: bytes, at: lineStart)
    else { return false }
    begin()
    var start = lineStart &+ layout.lead.count
    var foundQuotes = 0
    var nextQuote = 0
    let steps = layout.steps.span
    var next = 0
    while next < steps.count {
      var index = next
      next &+= 1
      if isPadded {
        let spacesStart = start
        start = unsafe bytes.endOfUsualSpaces(from: start, to: end)
        // The field before one of these ends only where it stands at once.
        if start > spacesStart, unsafe steps[unchecked: index].kind.endsFieldBefore { return false }
      }
      // A field that is left out is not usual, nor is one that begins behind the line: what was taken
      // for the text before it stands there. The indices of the steps are in bounds.
      guard start < end else { return false }
      var place = start
      switch unsafe steps[unchecked: index].kind {
      case .word, .list:
        while true {
          let marks =
            (unsafe bytes.uncheckedVector(at: place) .== steps[unchecked: index].text.first).bits
          if marks != 0 {
            place &+= marks.trailingZeroBitCount
            if unsafe steps[unchecked: index].text.beginsShort(in: bytes, at: place) { break }
            place &+= 1
          } else {
            place &+= 16
          }
          guard place < end else { return false }
        }
        if unsafe steps[unchecked: index].kind == .list, place > lineStart,
          unsafe LayoutFields.mayBeInList(bytes, at: place)
        {
          start = unsafe takeText(steps, index, bytes, from: start, to: end)
          continue
        }
        // No field ends before it begins. What is not counted has a place too, which nothing asks for.
        unsafe setPlace(
          of: steps[unchecked: index].field, to: Range(uncheckedBounds: (start, place)))
        start = unsafe place &+ steps[unchecked: index].advance
        continue
      case .quoted:
        guard unsafe bytes.uncheckedByte(at: start) == doubleQuote else { return false }
        var left = unsafe steps[unchecked: index].count
        while true {
          start &+= 1
          place = start
          while true {
            // Of two blocks: how long a field is cannot be foreseen.
            let near = unsafe bytes.uncheckedMarks(of: doubleQuote, at: place)
            let far = unsafe bytes.uncheckedMarks(of: doubleQuote, at: place &+ 64)
            let count = near != 0 ? near.trailingZeroBitCount : 64 &+ far.trailingZeroBitCount
            place &+= count
            if count < 128 { break }
            guard place < end else { return false }
          }
          if unsafe bytes.uncheckedByte(at: place &- 1) == UInt8(ascii: "\\") {
            place = closingQuote(bytes, from: start, to: max(start, end))
          }
          left &-= 1
          guard left > 0 else { break }
          guard place < end,
            unsafe bytes.uncheckedWord(at: place) & 0xFF_FFFF == LayoutFields.betweenQuoted
          else { return false }
          start = place &+ 2
        }
        guard unsafe steps[unchecked: index].text.beginsShort(in: bytes, at: place) else {
          return false
        }
        if unsafe !steps[unchecked: index].isSkipped {
          unsafe setPlace(
            of: steps[unchecked: index].field, to: Range(uncheckedBounds: (start, place)))
        }
        start = unsafe place &+ steps[unchecked: index].advance
        continue
      case .quotes:
        if foundQuotes == 0 {
          foundQuotes = unsafe quotes.find(
            .all(doubleQuote), in: bytes, from: start, to: end, atLeast: layout.quoteCount,
            inBlock: 6)
        }
        var left = unsafe steps[unchecked: index].count
        guard nextQuote &+ 2 &* left <= foundQuotes, quotes[nextQuote] == start else {
          return false
        }
        place = quotes[nextQuote &+ 1]
        while left > 1 {
          // From the byte before the quote on.
          let word = unsafe bytes.uncheckedWord(at: place &- 1)
          guard word & 0xFFFF_FF00 == LayoutFields.betweenQuoted &<< 8,
            UInt8(truncatingIfNeeded: word) != UInt8(ascii: "\\")
          else { return false }
          nextQuote &+= 2
          place = quotes[nextQuote &+ 1]
          left &-= 1
        }
        guard unsafe bytes.uncheckedByte(at: place &- 1) != UInt8(ascii: "\\"),
          unsafe steps[unchecked: index].text.beginsShort(in: bytes, at: place)
        else { return false }
        if unsafe !steps[unchecked: index].isSkipped {
          unsafe setPlace(
            of: steps[unchecked: index].field,
            to: Range(uncheckedBounds: (quotes[nextQuote] &+ 1, place)))
        }
        nextQuote &+= 2
        start = unsafe place &+ steps[unchecked: index].advance
        continue
      case .time:
        place = unsafe time.endOfRepeated(steps[unchecked: index].timeForm, bytes, from: start)
        if place > 0 {
          instant = time.repeated
        } else {
          guard
            let read = unsafe time.read(
              steps[unchecked: index].timeForm, bytes, from: start, to: end)
          else { return false }
          instant = read.instant
          place = read.end
        }
      case .status:
        let word = unsafe bytes.uncheckedWord(at: start)
        guard let value = word.status, word.digitCount == 3 else { return false }
        status = value
        place = start &+ 3
      case .bytes:
        let word = unsafe bytes.uncheckedWord(at: start)
        let digits = word.digitCount
        guard digits < 8 else { return false }
        responseBytes = word.number(digits: digits)
        if digits == 0, UInt8(truncatingIfNeeded: word) != dash { return false }
        place = start &+ max(digits, 1)
      case .duration:
        let number = unsafe bytes.usualDuration(
          from: start, in: steps[unchecked: index].unitNanoseconds)
        place = number.end
        guard place > start, place < end,
          unsafe steps[unchecked: index].text.stands(in: bytes, at: place),
          unsafe !steps[unchecked: index].isList || !LayoutFields.mayBeInList(bytes, at: place)
        else {
          start = unsafe takeText(steps, index, bytes, from: start, to: end)
          continue
        }
        add(nanoseconds: number.nanoseconds)
      case .skipped:
        place = unsafe bytes.usualOffset(
          of: steps[unchecked: index].text.first, times: steps[unchecked: index].count,
          from: start, to: end)
        if unsafe !steps[unchecked: index].text.beginsShort(in: bytes, at: place) {
          place = unsafe LayoutFields.nextText(steps, index, bytes, from: place, to: end)
        }
        start = unsafe place &+ steps[unchecked: index].advance
        continue
      case .rest:
        start = end
        continue
      case .line, .text, .quotedText:
        start = unsafe takeText(steps, index, bytes, from: start, to: end)
        continue
      }
      guard unsafe steps[unchecked: index].text.stands(in: bytes, at: place) else { return false }
      start = unsafe place &+ steps[unchecked: index].advance
      guard unsafe steps[unchecked: index].skipsNext else { continue }
      index = next
      next &+= 1
      place = unsafe bytes.usualOffset(
        of: steps[unchecked: index].text.first, from: start, to: end)
      if unsafe !steps[unchecked: index].text.beginsShort(in: bytes, at: place) {
        place = unsafe LayoutFields.nextText(steps, index, bytes, from: place, to: end)
      }
      start = unsafe place &+ steps[unchecked: index].advance
    }
    if hasNegativeDuration { nanoseconds = nil }
    return start == end || layout.hasRest && start < end
  }

  /// Takes the field of a step that begins at `start` and ends where a text stands, and returns where the
  /// next one begins; `Int.max` if it is not a usual one.
  @unsafe @inline(never)
  private mutating func takeText(
    _ steps: Span<UsualStep>, _ index: Int, _ bytes: RawSpan, from start: Int, to end: Int
  ) -> Int {
    if unsafe steps[unchecked: index].kind == .quotedText {
      guard unsafe bytes.uncheckedByte(at: start) == doubleQuote, start &+ 1 < end else {
        return .max
      }
      let fieldEnd = closingQuote(bytes, from: start &+ 1, to: end)
      guard fieldEnd < end, unsafe steps[unchecked: index].text.stands(in: bytes, at: fieldEnd),
        unsafe set(steps, index, bytes, start &+ 1..<fieldEnd, to: end)
      else { return .max }
      return unsafe fieldEnd &+ steps[unchecked: index].advance
    }
    if unsafe steps[unchecked: index].kind == .line {
      return unsafe set(steps, index, bytes, start..<end, to: end) ? end : .max
    }
    var fieldEnd = start
    while true {
      fieldEnd = unsafe bytes.usualOffset(
        of: steps[unchecked: index].text.first, from: fieldEnd, to: end)
      guard fieldEnd < end else { return .max }
      if unsafe steps[unchecked: index].text.stands(in: bytes, at: fieldEnd),
        unsafe !steps[unchecked: index].isList || fieldEnd == start
          || !LayoutFields.mayBeInList(bytes, at: fieldEnd)
          || !LayoutReader.isInList(bytes, from: start, fieldEnd, to: end)
      {
        break
      }
      guard unsafe !steps[unchecked: index].isWord else { return .max }
      fieldEnd &+= 1
    }
    guard unsafe set(steps, index, bytes, start..<fieldEnd, to: end) else { return .max }
    return unsafe fieldEnd &+ steps[unchecked: index].advance
  }

  /// The first place behind another one where the text of a step of a few bytes stands; one that is not
  /// before `end` if there is none, or the field may be only a word.
  @unsafe @inline(never)
  private static func nextText(
    _ steps: Span<UsualStep>, _ index: Int, _ bytes: RawSpan, from start: Int, to end: Int
  ) -> Int {
    var place = start
    repeat {
      guard place < end, unsafe !steps[unchecked: index].isWord else { return .max / 2 }
      place = unsafe bytes.usualOffset(
        of: steps[unchecked: index].text.first, from: place &+ 1, to: end)
    } while unsafe !steps[unchecked: index].text.beginsShort(in: bytes, at: place)
    return place
  }

  /// Keeps the place of a field, and what a duration says; returns whether it is a usual one.
  @unsafe @inline(__always)
  private mutating func set(
    _ steps: Span<UsualStep>, _ index: Int, _ bytes: RawSpan, _ range: Range<Int>, to end: Int
  ) -> Bool {
    if unsafe steps[unchecked: index].isBeforeVersion {
      let next = unsafe range.upperBound &+ steps[unchecked: index].advance
      guard next &+ 5 < end,
        unsafe bytes.uncheckedWord(at: next) & 0xFF_FFFF_FFFF == 0x2F_5054_5448  // "HTTP/"
      else { return false }
    }
    unsafe setPlace(of: steps[unchecked: index].field, to: range)
    guard unsafe steps[unchecked: index].field == .duration else { return true }
    let value = unsafe bytes.usualDuration(
      at: range, in: steps[unchecked: index].unitNanoseconds)
    guard value >= 0 else {
      return unsafe addDuration(
        bytes, range, steps[unchecked: index].unit, isList: steps[unchecked: index].isList)
    }
    add(nanoseconds: value)
    return true
  }

  /// Whether a place may stand between two values of a list, by the bytes around it.
  ///
  /// - Precondition: bytes stand before it.
  @unsafe @inline(__always)
  private static func mayBeInList(_ bytes: RawSpan, at place: Int) -> Bool {
    let before = unsafe bytes.uncheckedByte(at: place &- 1)
    let behind = unsafe bytes.uncheckedByte(at: place &+ 1)
    return before == UInt8(ascii: ",") || before == UInt8(ascii: ":")
      || behind == UInt8(ascii: ":")
  }
}
