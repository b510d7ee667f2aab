/// Reads lines of comma-separated values below a given header.
///
/// A line has as many values as the header has names: another one is malformed, since nothing tells
/// which values it lacks.
struct CSVReader: NamedReader {
  private let header: CSVHeader
  var named = NamedFields(LogFormat.csvValues)

  init(_ header: CSVHeader) {
    self.header = header
  }

  var isReady: Bool { header.isComplete }
  var decodes: Bool { true }

  /// The names may come again where files are joined.
  func other(_ bytes: RawSpan, _ line: Range<Int>) -> OtherLine {
    CSVHeader(bytes, line)?.isComplete == true ? .comment : .malformed
  }

  mutating func readValues(_ bytes: RawSpan, _ line: Range<Int>) -> Bool {
    named.values.clear()
    var column = 0
    var start = line.lowerBound
    while start <= line.upperBound {
      guard column < header.columnCount,
        let cell = CSVCell(bytes, start..<line.upperBound, header.separator)
      else { return false }
      let entry = header.entries[column & 63]
      if entry != NameTree.none {
        named.values.set(
          entry, cell.text.lowerBound, cell.text.upperBound, isEscaped: cell.hasDoubledQuotes)
      }
      column &+= 1
      start = cell.end &+ 1
    }
    return column == header.columnCount
  }
}
