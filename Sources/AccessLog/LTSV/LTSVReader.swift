/// Reads lines of Labeled Tab-separated Values.
///
/// A value has no tab and no escapes of its own: what a server writes for one, such as `\x09`, stays as
/// it is logged. Of a label that stands twice in a line the last one counts.
struct LTSVReader: LineReader {
  private let names: NameTree
  private var named: NamedFields

  init(_ format: NamedFormat) {
    names = format.names
    named = NamedFields(format)
  }

  @inline(__always)
  mutating func fields(_ bytes: RawSpan, _ line: Range<Int>) -> LineFields? {
    readValues(bytes, line) ? named.fields(bytes) : nil
  }

  mutating func hit(_ bytes: RawSpan, _ line: Range<Int>) -> Hit? {
    readValues(bytes, line) ? named.hit(bytes, line) : nil
  }

  /// The values of a line.
  mutating func values(of line: [UInt8]) -> NamedValues {
    _ = unsafe readValues(line.span.bytes, 0..<line.count)
    return named.values
  }

  /// Reads the values of a line; returns `false` where one has no label.
  private mutating func readValues(_ bytes: RawSpan, _ line: Range<Int>) -> Bool {
    named.values.clear()
    var start = line.lowerBound
    while start < line.upperBound {
      let end = bytes.firstOffset(from: start, to: line.upperBound) { $0 .== .all(tab) }
      let colon = bytes.firstOffset(from: start, to: end) { $0 .== .all(UInt8(ascii: ":")) }
      // A tab at the end of a line is no value.
      guard colon < end || start == end else { return false }
      let place = names.find(bytes, start..<colon, in: NameTree.root)
      if place >= 0 {
        named.values.set(names.entry(at: place), colon &+ 1, end, isEscaped: false)
      }
      start = end &+ 1
    }
    return true
  }
}
