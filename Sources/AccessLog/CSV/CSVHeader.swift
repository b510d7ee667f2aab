/// What the first line of comma-separated values says of the lines behind it.
struct CSVHeader: Sendable {
  /// A header with more columns says nothing.
  static let maximumColumns = 64

  /// Which value each column is, or ``NameTree/none``.
  private(set) var entries = InlineArray<64, UInt8>(repeating: NameTree.none)
  private(set) var columnCount = 0
  /// What stands between values: a comma, a semicolon or a tab.
  private(set) var separator = UInt8(ascii: ",")

  /// Reads a line of names; one of nothing names nothing.
  init(_ line: [UInt8]) {
    let end = line.last == UInt8(ascii: "\n") ? line.count - 1 : line.count
    self = CSVHeader(unsafe line.span.bytes, 0..<end) ?? CSVHeader()
  }

  private init() {}

  /// Reads the names in a line; `nil` if there are too many, or a quote is not closed.
  init?(_ bytes: RawSpan, _ line: Range<Int>) {
    for byte in [UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ",")]
    where line.contains(where: { bytes[$0] == byte }) {
      separator = byte
    }
    var start = line.lowerBound
    while start <= line.upperBound {
      guard columnCount < CSVHeader.maximumColumns,
        let cell = CSVCell(bytes, start..<line.upperBound, separator)
      else { return nil }
      entries[columnCount] = CSVHeader.entry(of: cell.text.map { bytes[$0] })
      columnCount += 1
      start = cell.end + 1
    }
  }

  /// Whether the columns have all that a hit must have.
  var isComplete: Bool {
    let all = (0..<columnCount).reduce(UInt64(0)) {
      entries[$1] == NameTree.none ? $0 : $0 | 1 << UInt64(entries[$1])
    }
    return [NamedField.time, .client, .status].allSatisfy {
      LogFormat.csvValues.values[$0.rawValue] & all != 0
    }
  }

  /// The value of a name, in whatever case.
  private static func entry(of name: [UInt8]) -> UInt8 {
    for name in [name, Array(String(decoding: name, as: UTF8.self).lowercased().utf8)] {
      let names = LogFormat.csvValues.names
      let place = names.find(unsafe name.span.bytes, 0..<name.count, in: NameTree.root)
      if place >= 0 { return names.entry(at: place) }
    }
    return NameTree.none
  }
}
