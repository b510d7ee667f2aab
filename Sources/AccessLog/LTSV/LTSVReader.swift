/// Reads lines of Labeled Tab-separated Values.
///
/// A value has no tab and no escapes of its own: what a server writes for one, such as `\x09`, stays as
/// it is logged. Of a label that stands twice in a line the last one counts.
struct LTSVReader: NamedReader {
  private let format: NamedFormat
  private let names: NameTree
  var named: NamedFields
  private var guesses = NameGuesses()
  private var plan = LTSVPlan()

  init(_ format: NamedFormat) {
    self.format = format
    names = format.names
    named = NamedFields(format)
  }

  @inline(__always)
  mutating func fillUsual(
    _ record: inout LineRecord, _ bytes: RawSpan, from start: Int, to end: Int, _ names: NameHashes
  ) -> Bool {
    guard unsafe LineStart.mayBeUsual(bytes, from: start, to: end) else { return false }
    if plan.isWanted { learnPlan(bytes, start..<end) }
    return unsafe plan.fill(&record, bytes, from: start, to: end, names)
  }

  /// Reads the values of a line; returns `false` where one has no label.
  mutating func readValues(_ bytes: RawSpan, _ line: Range<Int>) -> Bool {
    named.values.clear()
    var start = line.lowerBound
    var index = 0
    while start < line.upperBound {
      // Of the label and its colon; there is no tab in them.
      let count = guesses.count(index, bytes, at: start, in: NameTree.root)
      var valueStart = start &+ count
      let place: Int
      if count > 0 {
        place = guesses.place(index)
      } else {
        guard let label = label(index, bytes, start..<line.upperBound) else { return false }
        (valueStart, place) = (label.end, label.place)
      }
      guard valueStart <= line.upperBound else { return false }
      let end = endOfValue(bytes, from: valueStart, to: line.upperBound)
      if place >= 0 {
        named.values.set(names.entry(at: place), valueStart, end, isEscaped: false)
      }
      start = end &+ 1
      index &+= 1
    }
    return true
  }

  /// Learns the labels of a line, unless one of its values has none.
  @inline(never)
  private mutating func learnPlan(_ bytes: RawSpan, _ line: Range<Int>) {
    var labels: [(label: Range<Int>, entry: UInt8)] = []
    var start = line.lowerBound
    while start < line.upperBound {
      let end = endOfValue(bytes, from: start, to: line.upperBound)
      let colon = bytes.firstOffset(from: start, to: end) { $0 .== .all(UInt8(ascii: ":")) }
      guard colon < end else { return }
      let place = names.find(bytes, start..<colon, in: NameTree.root)
      labels.append((start..<colon + 1, place < 0 ? NameTree.none : names.entry(at: place)))
      start = end + 1
    }
    plan.learn(bytes, labels, format)
  }

  /// Where a value ends: before the next tab, or at `end`.
  @inline(__always)
  private func endOfValue(_ bytes: RawSpan, from start: Int, to end: Int) -> Int {
    guard end <= bytes.byteCount &- 64 else {
      return bytes.firstOffset(from: start, to: end) { $0 .== .all(tab) }
    }
    var index = start
    while index < end {
      // In bounds: 64 bytes stand at the end of the line.
      let marks = unsafe (bytes.uncheckedVector(at: index) .== .all(tab)).bits
      if marks != 0 { return min(index &+ marks.trailingZeroBitCount, end) }
      index &+= 16
    }
    return end
  }

  /// What the label at the beginning of a range means, and the place behind its colon; `nil` if a value
  /// without one stands there.
  @inline(never)
  private mutating func label(
    _ index: Int, _ bytes: RawSpan, _ range: Range<Int>
  ) -> (end: Int, place: Int)? {
    let start = range.lowerBound
    let end = bytes.firstOffset(from: start, to: range.upperBound) { $0 .== .all(tab) }
    // A tab at the end of a line is no value.
    guard start < end else { return (start, -1) }
    let colon = bytes.firstOffset(from: start, to: end) { $0 .== .all(UInt8(ascii: ":")) }
    guard colon < end else { return nil }
    let place = names.find(bytes, start..<colon, in: NameTree.root)
    guesses.keep(index, bytes, start..<colon + 1, in: NameTree.root, place: place)
    return (colon + 1, place)
  }
}
