/// A place in a line that moves on over what stands there.
struct LineCursor {
  private(set) var index: Int
  let end: Int

  init(_ line: Range<Int>) {
    index = line.lowerBound
    end = line.upperBound
  }

  /// What is left of the line.
  var rest: Range<Int> { index..<end }
  var isAtEnd: Bool { index >= end }

  /// The byte that stands here, or so many further on.
  func byte(_ bytes: RawSpan, behind count: Int = 0) -> UInt8? {
    index + count < end ? bytes[index + count] : nil
  }

  /// Moves over a text, if it stands here.
  mutating func take(_ text: String, _ bytes: RawSpan) -> Bool {
    guard end - index >= text.utf8.count else { return false }
    var place = index
    for letter in text.utf8 {
      guard bytes[place] == letter else { return false }
      place += 1
    }
    index = place
    return true
  }

  /// Moves over one byte, if there is one.
  mutating func skip() {
    if index < end { index += 1 }
  }

  /// Moves over spaces; returns how many there were.
  @discardableResult
  mutating func takeSpaces(_ bytes: RawSpan) -> Int {
    let start = index
    while index < end, bytes[index] == space { index += 1 }
    return index - start
  }

  /// Moves over as many digits as that; returns their number.
  mutating func takeNumber(_ bytes: RawSpan, digits: ClosedRange<Int>) -> Int? {
    let start = index
    var value = 0
    while index < end, index - start < digits.upperBound, bytes[index].isDigit {
      value = value * 10 + Int(bytes[index] & 15)
      index += 1
    }
    guard index - start >= digits.lowerBound else { return nil }
    return value
  }

  /// Moves behind the next space; returns what stands before it, or `nil` if nothing does or there is
  /// no space.
  mutating func takeWord(_ bytes: RawSpan) -> Range<Int>? {
    let stop = bytes.firstOffset(of: space, from: index, to: end)
    guard stop < end, stop > index else { return nil }
    defer { index = stop + 1 }
    return index..<stop
  }

  /// Moves behind the next such byte; returns what stands before it.
  mutating func take(until byte: UInt8, _ bytes: RawSpan) -> Range<Int>? {
    let stop = bytes.firstOffset(of: byte, from: index, to: end)
    guard stop < end else { return nil }
    defer { index = stop + 1 }
    return index..<stop
  }

  /// Moves over a time of day, `10:10:30`, with a fraction behind a point or a comma if it has one.
  mutating func takeTimeOfDay(_ bytes: RawSpan) -> Bool {
    guard end - index >= 8, ISOTime.secondOfDay(bytes, index..<index + 8) != nil else {
      return false
    }
    index += 8
    if index + 1 < end, bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ","),
      bytes[index + 1].isDigit
    {
      index += 2
      while index < end, bytes[index].isDigit { index += 1 }
    }
    return true
  }

  /// Moves over a date, `2020-07-08`.
  mutating func takeDate(_ bytes: RawSpan) -> Bool {
    guard end - index >= 10, ISOTime.dayNumber(bytes, index..<index + 10) != nil else {
      return false
    }
    index += 10
    return true
  }

  /// Moves over a date and a time of day with a `T` or a space between them, and a zone if there is
  /// one.
  mutating func takeTimestamp(_ bytes: RawSpan) -> Bool {
    guard takeDate(bytes), index < end,
      bytes[index] == UInt8(ascii: "T") || bytes[index] == space
    else { return false }
    index += 1
    guard takeTimeOfDay(bytes) else { return false }
    takeZone(bytes)
    return true
  }

  /// Moves over `Z`, `+02:00` or `+0200`.
  private mutating func takeZone(_ bytes: RawSpan) {
    guard index < end else { return }
    if bytes[index] == UInt8(ascii: "Z") {
      index += 1
      return
    }
    guard bytes[index] == UInt8(ascii: "+") || bytes[index] == dash else { return }
    var zone = index + 1
    while zone < end, zone - index <= 5, bytes[zone].isDigit || bytes[zone] == UInt8(ascii: ":") {
      zone += 1
    }
    if zone - index == 5 || zone - index == 6 { index = zone }
  }
}
