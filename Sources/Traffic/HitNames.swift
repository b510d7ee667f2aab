import AccessLog

/// The names of the hits of a block, by what they are grouped by beside what their records have.
package struct HitNames: Sendable {
  /// Names of nothing.
  static let none = HitNames(columnCount: 0, namesSections: false)

  /// How many names a hit has here.
  let columnCount: Int
  /// Whether the first of them is its section.
  let namesSections: Bool
  /// Those of all hits in the first column, each at the place of its hit, then those in the next.
  var places: [NamePlace]
  /// Names that stand in no line, and 16 zeros, so that so many bytes of any name can be read at once.
  var made = ConstantNames.text
  /// The columns that have no names since those of clients say all of them; `nil` if all have.
  var networks: NetworkColumns?
  /// Whether a hit of the block states how long it took.
  package var haveDurations = false
  /// At least the length of all names of the block, in bytes.
  private(set) var nameBytes = 0

  init(columnCount: Int, namesSections: Bool) {
    self.columnCount = columnCount
    self.namesSections = namesSections
    places = Array(repeating: NamePlace(), count: columnCount * LineScanner.blockCount)
  }

  /// Where a column begins in ``places``.
  @inline(__always)
  static func start(ofColumn column: Int) -> Int { column &* LineScanner.blockCount }

  /// The column of a counter of groups; -1 stands for the counter of sections, and for its column where
  /// it has none.
  @inline(__always)
  func column(ofCounter place: Int) -> Int { namesSections ? place &+ 1 : place }

  /// Whether a column has no names.
  @inline(__always)
  func leavesOut(_ column: Int) -> Bool {
    guard let networks else { return false }
    let group = namesSections ? column &- 1 : column
    return group >= 0 && networks.contains(group)
  }

  /// The name of a hit in a column.
  @inline(__always)
  func place(_ record: LineRecord, _ column: Int) -> NamePlace {
    places[HitNames.start(ofColumn: column) &+ Int(record.place)]
  }

  /// Adds up the length of all names of the hits among some records.
  ///
  /// What stood at the places of other lines is added too: to ask each of them takes three times as long.
  mutating func countBytes(_ records: Span<LineRecord>) {
    var sum = 0
    for column in 0..<columnCount where !leavesOut(column) {
      let first = HitNames.start(ofColumn: column)
      let places = places.span
      var sumOfColumn = 0
      for index in records.indices { sumOfColumn &+= Int(places[first &+ index].count) }
      sum &+= sumOfColumn
      if let networks, column == networks.clients &+ (namesSections ? 1 : 0) {
        let longest = sumOfColumn &+ records.count &* NetworkColumns.longerBytes
        sum &+= networks.columns.count &* longest
      }
    }
    nameBytes = sum
  }
}

extension NamePlace {
  @inline(__always)
  var name: NameKey {
    NameKey(hash: hash, range: Int(start)..<Int(start) &+ Int(count))
  }
}
