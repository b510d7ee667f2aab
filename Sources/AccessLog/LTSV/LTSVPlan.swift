/// The labels of a line, and which fields their values are: nearly all lines of a log have the same
/// labels in the same order.
///
/// Lines with these labels are read in one pass, without searching for what a label means. Anything
/// else is left to ``LTSVReader``, so that this decides nothing.
struct LTSVPlan: Sendable {
  /// A label with its colon, and what its value is.
  private struct Label: Sendable {
    /// The first 32 bytes, zeros behind the text.
    var front: SIMD16<UInt8>
    var back: SIMD16<UInt8>
    /// All bits of the bytes that are compared.
    var frontMask: SIMD16<UInt8>
    var backMask: SIMD16<UInt8>
    var count: Int
    /// The ``NamedField``, or ``unread``.
    var field: Int
  }

  private static let unread = 16
  private static let maximumLabels = 32
  /// The longest label that is compared, in bytes.
  private static let maximumCount = 32
  /// How many lines in a row with other labels show that the labels have changed.
  private static let provingLines = 4

  private var labels: [Label] = []
  /// Whether one of them has more than 16 bytes.
  private var hasLongLabels = false
  private var tabs = BytePlaces()
  /// Which fields the lines have, a bit for each.
  private var found: UInt32 = 0
  private var unit = DurationUnit.seconds
  private var places = InlineArray<32, Range<Int>>(repeating: 0..<0)
  private var times = AnyTime()
  private var misses = LTSVPlan.provingLines

  /// Whether the labels of the next line are to be learnt.
  var isWanted: Bool { misses >= LTSVPlan.provingLines }

  /// Learns the labels of a line, each with the place behind its colon and the value that it is; lines
  /// like it are not read in this way if one of them is too long.
  mutating func learn(
    _ bytes: RawSpan, _ line: [(label: Range<Int>, entry: UInt8)], _ format: NamedFormat
  ) {
    misses = 0
    labels = []
    found = 0
    guard line.count <= LTSVPlan.maximumLabels,
      line.allSatisfy({ $0.label.count <= LTSVPlan.maximumCount })
    else { return }
    hasLongLabels = line.contains { $0.label.count > 16 }
    // Of a label that stands twice the last one counts, of a field's labels the best.
    var chosen: [UInt8: NamedField] = [:]
    let seen = line.reduce(UInt64(0)) {
      $1.entry == NameTree.none ? $0 : $0 | 1 << UInt64($1.entry)
    }
    for field in NamedField.counted {
      let entries = seen & format.values[field.rawValue]
      guard entries != 0 else { continue }
      chosen[UInt8(entries.trailingZeroBitCount)] = field
      found |= 1 << UInt32(field.rawValue)
      if field == .duration { unit = format.units[entries.trailingZeroBitCount] }
    }
    for (index, (label, entry)) in line.enumerated() {
      let isLast = !line[(index + 1)...].contains { $0.entry == entry }
      labels.append(
        Label(
          front: bytes.vector(at: label.lowerBound) & .ofFirst(label.count),
          back: bytes.vector(at: label.lowerBound + 16) & .ofFirst(label.count - 16),
          frontMask: .ofFirst(label.count), backMask: .ofFirst(label.count - 16),
          count: label.count,
          field: isLast ? chosen[entry]?.rawValue ?? LTSVPlan.unread : LTSVPlan.unread))
    }
  }

  /// Fills the record of a line with these labels, and returns whether it could.
  ///
  /// - Precondition: the range is in the bytes, and ``LineScanner/slack`` bytes stand behind it.
  @unsafe @inline(never)
  mutating func fill(
    _ record: inout LineRecord, _ bytes: RawSpan, from start: Int, to end: Int, _ names: NameHashes
  ) -> Bool {
    guard
      unsafe LTSVPlan.find(
        labels, hasLongLabels: hasLongLabels, bytes, from: start, to: end, &tabs, &places)
    else {
      misses &+= 1
      return false
    }
    misses = 0
    let status = place(.status)
    let time = place(.time)
    guard status.count == 3, !time.isEmpty,
      let value = (unsafe bytes.uncheckedWord(at: status.lowerBound)).status,
      let size = unsafe size(bytes), let client = unsafe client(bytes, names),
      let instant = times.instant(bytes, time), unsafe fillRequest(&record, bytes, names)
    else { return false }
    record.start = UInt32(truncatingIfNeeded: start)
    record.second = instant.seconds
    record.responseBytes = size
    record.status = UInt16(truncatingIfNeeded: value)
    record.clientHash = client
    record.layout &= ~LineRecord.usualLayout
    let duration = place(.duration)
    record.duration =
      duration.isEmpty
      ? .none : LoggedDuration(nanoseconds: unit.nanoseconds(bytes, duration) ?? -1)
    return true
  }

  /// Finds the values, and returns whether the line has these labels and no others.
  @unsafe @inline(__always)
  private static func find(
    _ line: [Label], hasLongLabels: Bool, _ bytes: RawSpan, from start: Int, to end: Int,
    _ tabs: inout BytePlaces, _ places: inout InlineArray<32, Range<Int>>
  ) -> Bool {
    let labels = line.span
    let last = labels.count &- 1
    let count = unsafe tabs.find(
      .all(tab), in: bytes, from: start, to: end, atLeast: labels.count, inBlock: 4)
    // None behind the last value, not even at the end of the line.
    guard last >= 0, count >= last, last == 0 || tabs[last &- 1] < end,
      count == last || tabs[last] >= end
    else { return false }
    tabs[last] = end
    var place = start
    for index in 0..<labels.count {
      // In bounds: the indices are those of the labels.
      var difference = unsafe bytes.uncheckedVector(at: place) & labels[unchecked: index].frontMask
      unsafe difference ^= labels[unchecked: index].front
      if hasLongLabels {
        var back = unsafe bytes.uncheckedVector(at: place &+ 16) & labels[unchecked: index].backMask
        unsafe back ^= labels[unchecked: index].back
        difference |= back
      }
      let words = unsafe unsafeBitCast(difference, to: SIMD2<UInt64>.self)
      let valueStart = unsafe place &+ labels[unchecked: index].count
      let valueEnd = tabs[index]
      guard words[0] | words[1] == 0, valueStart <= valueEnd else { return false }
      // No value ends before it begins.
      // The mask changes nothing: with it the compiler need not check the bounds.
      places[unsafe labels[unchecked: index].field & 31] = unsafe Range(
        uncheckedBounds: (valueStart, valueEnd))
      place = valueEnd &+ 1
    }
    return true
  }

  /// Where a field stands; an empty range if the line has none.
  @inline(__always)
  private func place(_ field: NamedField) -> Range<Int> {
    found & 1 &<< UInt32(truncatingIfNeeded: field.rawValue) == 0
      ? 0..<0 : places[field.rawValue & 31]
  }

  /// Whether a field is `-`, or nothing.
  @unsafe @inline(__always)
  private func isNone(_ bytes: RawSpan, _ place: Range<Int>) -> Bool {
    guard place.count == 1 else { return place.isEmpty }
    return unsafe bytes.uncheckedByte(at: place.lowerBound) == dash
  }

  /// The response bytes; `nil` if they are not a number of a few digits.
  @unsafe @inline(__always)
  private func size(_ bytes: RawSpan) -> Int? {
    let place = place(.bytes)
    guard unsafe !isNone(bytes, place) else { return 0 }
    let word = unsafe bytes.uncheckedWord(at: place.lowerBound)
    guard place.count < 8, word.digitCount >= place.count else { return nil }
    return (word & (1 &<< UInt64(truncatingIfNeeded: 8 &* place.count) &- 1))
      .number(digits: place.count)
  }

  /// The hash of the client's name; `nil` if it is not an address as nearly all are.
  @unsafe @inline(__always)
  private func client(_ bytes: RawSpan, _ names: NameHashes) -> UInt64? {
    let place = place(.client)
    let count = (unsafe bytes.uncheckedVector(at: place.lowerBound)).countOfIPv4
    if count > 0, count == place.count {
      return names.client(unsafe bytes.uncheckedWords(at: place.lowerBound, count: count), count)
    }
    guard !place.isEmpty, place.count < 48,
      bytes.formOfIPv6(at: place.lowerBound, count: place.count) == .canonical
    else { return nil }
    return names.client(bytes, place)
  }

  @unsafe @inline(__always)
  private func fillRequest(
    _ record: inout LineRecord, _ bytes: RawSpan, _ names: NameHashes
  ) -> Bool {
    let whole = place(.request)
    guard unsafe isNone(bytes, whole) else {
      return unsafe names.fillUsual(
        &record, bytes, from: whole.lowerBound, to: whole.upperBound)
    }
    return unsafe names.fillUsual(
      &record, bytes, method: place(.method), target: place(.target))
  }
}
