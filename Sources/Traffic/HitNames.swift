package import AccessLog
import Query

/// The names of the hits of a block, by what they are grouped by beside what their records have.
package struct HitNames: Sendable {
  /// Where a name stands, and its hash.
  struct Key: Sendable {
    var hash: UInt64 = 0
    var start: UInt32 = 0
    var count: UInt32 = 0
    /// Whether it stands in ``made``, not in the lines.
    var isMade = false

    @inline(__always)
    var name: NameKey {
      NameKey(hash: hash, range: Int(start)..<Int(start) &+ Int(count))
    }
  }

  /// Names of nothing.
  static let none = HitNames(columnCount: 0, namesSections: false)

  /// How many names a hit has here.
  let columnCount: Int
  /// Whether the first of them is its section.
  let namesSections: Bool
  /// Those of the hit at each place of the block, one after the other.
  fileprivate(set) var keys: [Key]
  /// Names that stand in no line, and 16 zeros, so that so many bytes of any name can be read at once.
  fileprivate(set) var made: [UInt8] = []
  /// The length of all names of the block, in bytes.
  fileprivate(set) var nameBytes = 0

  fileprivate init(columnCount: Int, namesSections: Bool) {
    self.columnCount = columnCount
    self.namesSections = namesSections
    keys = Array(repeating: Key(), count: columnCount * LineScanner.blockCount)
  }

  /// The name of a hit in a column.
  @inline(__always)
  func key(_ record: LineRecord, _ column: Int) -> Key {
    keys[Int(record.place) &* columnCount &+ column]
  }
}

/// Scans blocks of lines, leaves out the hits that do not count, and finds the names of the others.
///
/// For one thread at a time. What is not asked for costs nothing for a line.
package struct HitScanner: ~Copyable {
  package var scanner: LineScanner
  /// The names of the hits of the block that was scanned last.
  package var names: HitNames
  /// Which filters of selections they match.
  var marks: HitMarks
  private var filter: FilterReader?
  /// The filters of selections, if there are any.
  private var selected: FilterReader?
  private let selectedCount: Int
  private var readers: [NameReader]
  private let parts: HitParts

  /// Creates a scanner; what it remembers is hashed with `scanner`'s key.
  package init(_ scanner: LineScanner, _ counting: Counting) {
    self.scanner = scanner
    let sections = counting.namedSections
    let columns = [sections].compactMap(\.self) + counting.groups
    readers = columns.map { NameReader($0, key: scanner.keyMark) }
    names = HitNames(columnCount: columns.count, namesSections: sections != nil)
    filter = counting.filter.map { FilterReader($0, key: scanner.keyMark) }
    let filters = SelectionTally.filters(of: counting.selections)
    selected = filters.isEmpty ? nil : FilterReader(filters, key: scanner.keyMark)
    selectedCount = filters.count
    marks = HitMarks(filterCount: filters.count)
    parts = columns.map(\.parts).reduce(
      filters.reduce(counting.filter?.parts ?? []) { $0.union($1.parts) }
    ) { $0.union($1) }
  }

  /// Scans a block; see ``LineScanner/scan(_:from:to:into:)``.
  ///
  /// Records of hits that do not count are of the kind ``LineRecord/excluded``.
  package mutating func scan(
    _ bytes: RawSpan, from start: inout Int, to end: Int, into records: inout [LineRecord]
  ) -> Int {
    let count = scanner.scan(bytes, from: &start, to: end, into: &records)
    if filter != nil || names.columnCount > 0 || selectedCount > 0 {
      look(&records, count, next: start, bytes)
    }
    return count
  }

  /// Marks the hits of a block that the filter excludes, and prepares the names of the others.
  ///
  /// The line after the block begins at `next`.
  private mutating func look(
    _ records: inout [LineRecord], _ count: Int, next: Int, _ bytes: RawSpan
  ) {
    names.made.removeAll(keepingCapacity: true)
    names.made.append(UInt8(ascii: "-"))
    names.nameBytes = 0
    for index in 0..<count where records[index].isHit {
      let end = LineScanner.lineEnd(records.span, index, count: count, next: next, bytes)
      let hit = scanner.hit(of: records[index], endingAt: end, bytes, parts)
      guard filter?.matches(hit, bytes) ?? true else {
        records[index].status = LineRecord.excluded
        continue
      }
      records[index].place = UInt8(truncatingIfNeeded: index)
      if selectedCount > 0 { mark(hit, bytes, at: index) }
      for column in readers.indices {
        read(hit, bytes, column, into: index &* names.columnCount &+ column)
      }
    }
    for _ in 0..<16 { names.made.append(0) }
    hashMade(records, count)
  }

  /// Marks which filters of selections a hit matches.
  private mutating func mark(_ hit: Hit, _ bytes: RawSpan, at place: Int) {
    marks.clear(place)
    for filter in 0..<selectedCount
    where selected?.matches(hit, bytes, filter: filter) ?? false {
      marks.mark(place, filter: filter)
    }
  }

  /// Hashes the names that stand in no line, now that 16 bytes of each can be read at once.
  private mutating func hashMade(_ records: [LineRecord], _ count: Int) {
    guard names.columnCount > 0 else { return }
    // Taken out while it is read, since the keys change meanwhile.
    var letters: [UInt8] = []
    swap(&letters, &names.made)
    defer { swap(&letters, &names.made) }
    let made = unsafe letters.span.bytes
    for index in 0..<count where records[index].isHit {
      for place in index &* names.columnCount..<(index &+ 1) &* names.columnCount
      where names.keys[place].isMade {
        let start = Int(names.keys[place].start)
        let hash = scanner.hash(ofName: start..<start &+ Int(names.keys[place].count), made)
        names.keys[place].hash = hash
      }
    }
  }

  /// Reads the name of a hit in a column.
  @inline(__always)
  private mutating func read(_ hit: Hit, _ bytes: RawSpan, _ column: Int, into place: Int) {
    let madeStart = names.made.count
    var key = HitNames.Key()
    switch readers[column].read(hit, bytes, made: &names.made) {
    case .logged(let range) where !range.isEmpty:
      key.hash = scanner.hash(ofName: range, bytes)
      key.start = UInt32(truncatingIfNeeded: range.lowerBound)
      key.count = UInt32(truncatingIfNeeded: range.count)
    case .made where names.made.count > madeStart:
      let range = madeStart..<names.made.count
      key.start = UInt32(truncatingIfNeeded: range.lowerBound)
      key.count = UInt32(truncatingIfNeeded: range.count)
      key.isMade = true
    case .missing, .logged, .made:
      // ``Dimension/unknown`` stands at the beginning.
      key.count = 1
      key.isMade = true
    }
    names.nameBytes &+= Int(key.count)
    names.keys[place] = key
  }
}
