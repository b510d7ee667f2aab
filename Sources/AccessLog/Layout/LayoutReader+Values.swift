/// Takes what is not a text: statuses, bytes and durations.
extension LayoutReader {
  /// Takes three digits; or none where the layout says that there may be none.
  @inline(__always)
  mutating func takeStatus(_ bytes: RawSpan, from start: Int, to end: Int) -> Int? {
    if start &+ 3 <= end, let value = bytes.word(at: start, count: 3).status,
      start &+ 3 == end || !bytes[start &+ 3].isDigit
    {
      status = value
      return start &+ 3
    }
    guard layout.traits.contains(.statusMayBeMissing), start < end else { return nil }
    status = 0
    if bytes[start] == UInt8(ascii: "0") { return start + 1 }
    guard bytes[start] == dash else { return nil }
    return start + 1 < end && bytes[start + 1] == UInt8(ascii: "1") ? start + 2 : start + 1
  }

  /// Takes a number of bytes; of 2^63 and more it is `Int.max`.
  @inline(__always)
  mutating func takeBytes(_ bytes: RawSpan, from start: Int, to end: Int) -> Int? {
    var place = start
    if place < end, bytes[place] == UInt8(ascii: "+") { place &+= 1 }
    let first = place
    var value = 0
    while place < end, bytes[place].isDigit {
      let (tenfold, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, isOver) = tenfold.addingReportingOverflow(Int(bytes[place] & 15))
      value = isTooLarge || isOver ? .max : sum
      place &+= 1
    }
    responseBytes = value
    if place > first { return place }
    return place < end && bytes[place] == dash ? place &+ 1 : nil
  }

  /// Adds a duration, or says that the field is none: neither a number nor `-`, `-1` or nothing.
  mutating func addDuration(
    _ step: LineLayout.Step, _ bytes: RawSpan, _ range: Range<Int>
  ) -> Bool {
    guard let first = range.first else { return true }
    if bytes[first] == dash {
      hasNegativeDuration = hasNegativeDuration || range.count > 1
      return range.dropFirst().allSatisfy { bytes[$0].isDigit || bytes[$0] == UInt8(ascii: ".") }
        || step.isList && addList(step, bytes, range)
    }
    return addList(step, bytes, range)
  }

  mutating func addList(
    _ step: LineLayout.Step, _ bytes: RawSpan, _ range: Range<Int>
  ) -> Bool {
    guard let value = LayoutDuration.nanoseconds(bytes, range, step.unit) else { return false }
    let (sum, isOver) = (nanoseconds ?? 0).addingReportingOverflow(value)
    nanoseconds = isOver ? .max : sum
    if step.isList { hasNegativeDuration = false }
    return true
  }
}
