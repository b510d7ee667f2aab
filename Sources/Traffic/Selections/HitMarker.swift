import AccessLog
import Query

/// Marks hits for selections: holds them against each filter once, and finds their groups.
///
/// For one thread at a time. Without selections it does nothing.
struct HitMarker: ~Copyable {
  /// What is read of a hit.
  let parts: HitParts
  /// Whether there is anything to mark.
  let isNeeded: Bool
  private var filters: FilterReader?
  private let filterCount: Int
  private var groups: [NameReader]
  /// The columns of ``HitNames`` that have the names of each; -1 where none has.
  private let columns: [Int]
  /// Whether a hit is read for what the columns do not have.
  private let readsGroups: Bool
  /// A name that stands nowhere in the line.
  private var made: [UInt8] = []

  /// Creates a marker; what it remembers is hashed with `key`, and names of hits stand in columns of
  /// the dimensions that are `counted`.
  init(
    _ selections: [Selection], key: UInt64, sections: SectionRule = .standard,
    counted: [Dimension?] = []
  ) {
    let filters = SelectionTally.filters(of: selections)
    let dimensions = SelectionTally.dimensions(of: selections)
    self.filters = filters.isEmpty ? nil : FilterReader(filters, key: key, sections: sections)
    filterCount = filters.count
    groups = dimensions.map { NameReader($0.by(sections), key: key) }
    columns = dimensions.map { counted.firstIndex(of: $0) ?? -1 }
    readsGroups = columns.contains(-1)
    isNeeded = !filters.isEmpty || !dimensions.isEmpty
    parts = dimensions.reduce(filters.reduce([] as HitParts) { $0.union($1.parts) }) {
      $0.union($1.parts)
    }
  }

  /// Marks of no hits.
  var marks: HitMarks { HitMarks(filterCount: filterCount, groupCount: groups.count) }

  /// Marks the hit of a record that was scanned last, at a place of the block; its line ends at `end`,
  /// and its names were found.
  ///
  /// The line is parsed once at most.
  mutating func mark(
    _ record: LineRecord, endingAt end: Int, _ bytes: RawSpan, at place: Int,
    _ names: HitNames, _ scanner: inout LineScanner, in marks: inout HitMarks
  ) {
    marks.clear(place)
    for dimension in columns.indices where columns[dimension] >= 0 {
      let found = names.place(record, columns[dimension])
      marks.setGroup(place, dimension: dimension, hash: found.hash) {
        found.name.appendName(found.isMade ? unsafe names.made.span.bytes : bytes, to: &$0)
      }
    }
    if record.isUsual, !readsGroups, filters?.isOfUsualFields ?? true {
      for filter in 0..<filterCount {
        let matches = filters?.matches(record, endingAt: end, bytes, &scanner, filter: filter)
        if matches == true { marks.mark(place, filter: filter) }
      }
      return
    }
    let hit = scanner.hit(of: record, endingAt: end, bytes, parts)
    for filter in 0..<filterCount where filters?.matches(hit, bytes, filter: filter) ?? false {
      marks.mark(place, filter: filter)
    }
    for dimension in groups.indices where columns[dimension] < 0 {
      made.removeAll(keepingCapacity: true)
      if case .logged(let range) = groups[dimension].read(hit, bytes, made: &made), !range.isEmpty {
        marks.setGroup(place, dimension: dimension, hash: scanner.hash(ofName: range, bytes)) {
          bytes.append(range, to: &$0)
        }
        continue
      }
      if made.isEmpty { made += Dimension.unknown }
      let count = made.count
      // So that 16 bytes of any name can be read at once.
      for _ in 0..<16 { made.append(0) }
      let hash = scanner.hash(ofName: 0..<count, unsafe made.span.bytes)
      marks.setGroup(place, dimension: dimension, hash: hash) { $0 += made[..<count] }
    }
  }
}
