/// A reader of lines in which each value has a name, or a place that a header names.
///
/// It finds the values; what they say is the same wherever they stand.
protocol NamedReader: LineReader {
  var named: NamedFields { get set }

  /// Finds the values of a line; `false` if it is not laid out as such lines are.
  mutating func readValues(_ bytes: RawSpan, _ line: Range<Int>) -> Bool
}

extension NamedReader {
  var decoded: [UInt8] { named.decoded }

  mutating func forgetDecoded() { named.forgetDecoded() }

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
}
