/// What stands in the line that was read last: where its fields are, and what its numbers say.
///
/// Apart from the layout, so that a reader can change these while it looks at its steps.
struct LayoutFields: Sendable {
  var time = LayoutTime()
  /// Where the fields stand, each at the place of its kind.
  ///
  /// Each line sets the same ones, so that they are not cleared in between.
  private var places = InlineArray<32, Range<Int>>(repeating: 0..<0)
  /// Where quotes stand in a usual line.
  var quotes = BytePlaces()
  var instant = Instant(0)
  var status = 0
  var responseBytes = 0
  /// The sum of the durations so far, if there is one.
  var nanoseconds: Int?
  var hasNegativeDuration = false

  @inline(__always)
  func place(_ kind: LayoutField.Kind) -> Range<Int> { places[Int(kind.rawValue) & 31] }

  @inline(__always)
  mutating func setPlace(of kind: LayoutField.Kind, to range: Range<Int>) {
    places[Int(kind.rawValue) & 31] = range
  }

  /// Forgets the numbers that a line need not have.
  @inline(__always)
  mutating func begin() {
    nanoseconds = nil
    hasNegativeDuration = false
    responseBytes = 0
  }
}

/// Takes what is not a text: statuses, bytes and durations.
extension LayoutFields {
  /// Takes three digits; or none where the layout says that there may be none.
  @inline(__always)
  mutating func takeStatus(
    _ bytes: RawSpan, from start: Int, to end: Int, mayBeMissing: Bool
  ) -> Int? {
    if start &+ 3 <= end, let value = bytes.word(at: start, count: 3).status,
      start &+ 3 == end || !bytes[start &+ 3].isDigit
    {
      status = value
      return start &+ 3
    }
    guard mayBeMissing, start < end else { return nil }
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
    _ bytes: RawSpan, _ range: Range<Int>, _ unit: LayoutField.Unit, isList: Bool
  ) -> Bool {
    guard let first = range.first else { return true }
    if bytes[first] == dash {
      hasNegativeDuration = hasNegativeDuration || range.count > 1
      return range.dropFirst().allSatisfy { bytes[$0].isDigit || bytes[$0] == UInt8(ascii: ".") }
        || isList && addList(bytes, range, unit, isList: isList)
    }
    return addList(bytes, range, unit, isList: isList)
  }

  private mutating func addList(
    _ bytes: RawSpan, _ range: Range<Int>, _ unit: LayoutField.Unit, isList: Bool
  ) -> Bool {
    guard let value = LayoutDuration.nanoseconds(bytes, range, unit) else { return false }
    add(nanoseconds: value)
    if isList { hasNegativeDuration = false }
    return true
  }

  @inline(__always)
  mutating func add(nanoseconds value: Int) {
    let (sum, isOver) = (nanoseconds ?? 0).addingReportingOverflow(value)
    nanoseconds = isOver ? .max : sum
  }
}
