/// What the directives say of the lines behind them.
struct W3CHeader: Sendable {
  static let fieldsName = "#Fields:"
  static let dateName = "#Date:"
  static let softwareName = "#Software:"

  /// A header with more columns says nothing; no server has so many.
  static let maximumColumns = 64

  /// What each column is, as the number of its kind.
  private(set) var columns = InlineArray<64, UInt8>(
    repeating: UInt8(W3CColumn.passedOver.rawValue))
  private(set) var columnCount = 0
  /// When the directives were written, in seconds since the epoch.
  private(set) var date: Int?
  /// IIS puts no quotes around a value, and states durations in milliseconds.
  private(set) var isMicrosoft = false

  /// Reads directives, one a line.
  init(_ header: [UInt8]) {
    for line in header.split(separator: UInt8(ascii: "\n")) {
      // The names of columns may follow without a space.
      let name = line.prefix { $0 != UInt8(ascii: ":") }.count + 1
      let rest = line.dropFirst(name)
      switch String(decoding: line.prefix(name), as: UTF8.self) {
      case W3CHeader.fieldsName: setColumns(rest)
      case W3CHeader.dateName: date = W3CTime.seconds(ofDirective: rest)
      case W3CHeader.softwareName:
        isMicrosoft = String(decoding: rest, as: UTF8.self).contains("Microsoft")
      default: break
      }
    }
  }

  private mutating func setColumns(_ list: ArraySlice<UInt8>) {
    let names = list.split { $0 == space || $0 == tab }
    guard names.count <= W3CHeader.maximumColumns else { return }
    columnCount = names.count
    for (index, name) in names.enumerated() {
      let column = W3CColumn(name: String(decoding: name, as: UTF8.self))
      columns[index] = UInt8(column.rawValue)
    }
  }

  /// Whether all is there that a hit must have.
  var isComplete: Bool {
    has(.client) && has(.status) && has(.time) && (has(.date) || date != nil)
  }

  func has(_ column: W3CColumn) -> Bool {
    (0..<columnCount).contains { Int(columns[$0]) == column.rawValue }
  }
}
