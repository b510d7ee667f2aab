package import AccessLog
import Query

/// Scans blocks of lines, leaves out the hits that do not count, and finds the names of the others.
///
/// For one thread at a time. What is not asked for costs nothing for a line. Names are found column by
/// column: of usual lines from their records, of other lines and fields by parsing the line.
package struct HitScanner: ~Copyable {
  /// Beyond this length the names that were made are forgotten, in bytes.
  private static let maximumMadeBytes = 1 << 16

  package var scanner: LineScanner
  /// The names of the hits of the block that was scanned last.
  package var names: HitNames
  /// Which filters of selections they match.
  var marks: HitMarks
  private var filter: FilterReader?
  private var marker: HitMarker
  private var readers: [NameReader]
  /// What each column's names were made from.
  private var memos: [MadeNameMemo]
  /// Where the names end that are remembered; those of one block stand behind them.
  private var rememberedEnd = ConstantNames.text.count
  /// The places of names that were made and not hashed yet.
  private var unhashed: [Int] = []
  private let parts: HitParts
  /// The columns that can be left out.
  private let networks: NetworkColumns?

  /// Creates a scanner; what it remembers is hashed with `scanner`'s key.
  ///
  /// If it leaves networks out, they are found from the clients; see ``NetworkColumns``.
  package init(_ scanner: LineScanner, _ counting: Counting, leavingNetworksOut: Bool = false) {
    self.scanner = scanner
    self.scanner.clients = counting.clients
    let sections = counting.namedSections
    let columns = [sections].compactMap(\.self) + counting.groups
    readers = columns.map { NameReader($0, key: scanner.keyMark) }
    memos = columns.map { _ in MadeNameMemo() }
    names = HitNames(columnCount: columns.count, namesSections: sections != nil)
    filter = counting.filter.map {
      FilterReader($0, key: scanner.keyMark, sections: counting.sections)
    }
    networks = leavingNetworksOut ? NetworkColumns(counting, scanner) : nil
    let left = networks
    // Sections are named by a rule of their own.
    marker = HitMarker(
      counting.selections, key: scanner.keyMark, sections: counting.sections,
      counted: (sections == nil ? [] : [nil])
        + counting.groups.enumerated().map { index, dimension in
          dimension == .section || left?.contains(index) ?? false ? nil : dimension
        })
    marks = marker.marks
    parts = columns.reduce([]) { $0.union($1.parts) }
  }

  /// Takes the names that were made of fields, for a scanner that counts by the same.
  mutating func takeMade() -> MadeNames {
    var made = MadeNames(keyMark: scanner.keyMark, columns: readers.map(\.dimension))
    names.made.removeLast(names.made.count - rememberedEnd)
    swap(&made.letters, &names.made)
    swap(&made.memos, &memos)
    return made
  }

  /// Uses names that were made of fields, unless they were hashed with another key or are of other columns.
  mutating func use(_ known: consuming MadeNames) {
    guard known.keyMark == scanner.keyMark, known.columns == readers.map(\.dimension)
    else { return }
    swap(&known.letters, &names.made)
    swap(&known.memos, &memos)
    rememberedEnd = names.made.count
  }

  /// Whether something is counted that may depend on the server of a source.
  var readsServer: Bool {
    filter != nil || marker.isNeeded || readers.contains { $0.dimension == .server }
  }

  /// Scans a block; see ``LineScanner/scan(_:from:to:into:)``.
  ///
  /// Records of hits that do not count are of the kind ``LineRecord/excluded``.
  package mutating func scan(
    _ text: inout LineText, from start: inout Int, to end: Int, into records: inout [LineRecord]
  ) -> Int {
    let count = scanner.scan(&text, from: &start, to: end, into: &records)
    guard filter != nil || names.columnCount > 0 || marker.isNeeded else { return count }
    if scanner.decodes { scanner.decodeHits(records.span, count, next: start, &text) }
    look(&records, count, next: start, unsafe text.bytes.span.bytes)
    return count
  }

  /// Marks which hits of a block count and match, and finds their names; the line behind the block
  /// begins at `start`.
  private mutating func look(
    _ records: inout [LineRecord], _ count: Int, next start: Int, _ bytes: RawSpan
  ) {
    if filter != nil { choose(&records, count, next: start, bytes) }
    if names.columnCount > 0 || marker.isNeeded { names.haveDurations = place(&records, count) }
    if names.columnCount > 0 { name(records, count, next: start, bytes) }
    if marker.isNeeded { mark(records.span, count, next: start, bytes) }
  }

  /// Marks the hits of a block that the filter excludes.
  private mutating func choose(
    _ records: inout [LineRecord], _ count: Int, next: Int, _ bytes: RawSpan
  ) {
    for index in 0..<count where records[index].isHit {
      let end = LineScanner.lineEnd(records.span, index, count: count, next: next, bytes)
      let matches = filter?.matches(records[index], endingAt: end, bytes, &scanner)
      if matches == false { records[index].status = LineRecord.excluded }
    }
  }

  /// Marks the hits of a block for selections.
  private mutating func mark(
    _ records: Span<LineRecord>, _ count: Int, next: Int, _ bytes: RawSpan
  ) {
    for index in 0..<count where records[index].isHit {
      let end = LineScanner.lineEnd(records, index, count: count, next: next, bytes)
      marker.mark(records[index], endingAt: end, bytes, at: index, names, &scanner, in: &marks)
    }
  }

  /// Finds the names of a block's hits; the line after the block begins at `next`.
  private mutating func name(
    _ records: [LineRecord], _ count: Int, next: Int, _ bytes: RawSpan
  ) {
    forget()
    names.networks = names.haveDurations ? nil : networks
    var unfilled = BlockMarks()
    for column in readers.indices where !names.leavesOut(column) {
      unfilled.formUnion(fill(column, records.span, count, next: next, bytes))
    }
    parse(unfilled, records.span, count, next: next, bytes)
    names.made.append(contentsOf: repeatElement(0, count: 16))
    names.countBytes(records.span.extracting(first: count))
    hashMade()
  }

  /// Tells each record its place in the block, and returns whether a line states how long its hit took.
  private func place(_ records: inout [LineRecord], _ count: Int) -> Bool {
    var block = records.mutableSpan
    var durations = LoggedDuration.none
    for index in 0..<count {
      block[index].place = UInt8(truncatingIfNeeded: index)
      durations = .both(durations, block[index].isHit ? block[index].duration : .none)
    }
    return durations != .none
  }

  /// Forgets the names of the block before, and all if they are many.
  private mutating func forget() {
    if rememberedEnd > HitScanner.maximumMadeBytes || memos.contains(where: \.isFull) {
      for column in memos.indices { memos[column].removeAll() }
      rememberedEnd = ConstantNames.text.count
    }
    names.made.removeLast(names.made.count - rememberedEnd)
  }

  /// Finds the names of usual lines in a column; returns the hits that have none yet.
  private mutating func fill(
    _ column: Int, _ records: Span<LineRecord>, _ count: Int, next: Int, _ bytes: RawSpan
  ) -> BlockMarks {
    let first = HitNames.start(ofColumn: column)
    let dimension = readers[column].dimension
    guard let field = dimension.usual else {
      var unfilled = BlockMarks()
      for index in 0..<count where records[index].isHit {
        names.places[first + index].count = NamePlace.unfilled
        unfilled.insert(index)
      }
      return unfilled
    }
    let unfilled = scanner.fillNames(
      &names.places, from: first, field, records, count, next: next, bytes, &names.made)
    guard dimension.isMadeOfField else { return unfilled }
    var unknown = memos[column].replaceKnown(&names.places, from: first, records, count)
    while let index = unknown.popFirst() {
      // Another one of the same field may have come before.
      let key = MadeNameMemo.key(of: names.places[first &+ index])
      if let known = memos[column].find(key) {
        names.places[first &+ index] = known
      } else {
        let end = LineScanner.lineEnd(records, index, count: count, next: next, bytes)
        names.places[first &+ index] = make(column, records[index], endingAt: end, key, bytes)
      }
    }
    return unfilled
  }

  /// Makes the name of a usual line in a column, and remembers it by a key.
  private mutating func make(
    _ column: Int, _ record: LineRecord, endingAt end: Int, _ key: UInt64, _ bytes: RawSpan
  ) -> NamePlace {
    let dimension = readers[column].dimension
    let hit = scanner.hit(of: record, endingAt: end, bytes, dimension.parts)
    let start = names.made.count
    dimension.append(hit, bytes, to: &names.made)
    let name = Array(names.made[start...])
    let place = NamePlace(
      hash: scanner.hash(ofName: name), range: start..<names.made.count, isMade: true)
    guard !memos[column].isFull else { return place }
    memos[column].insert(key, place)
    rememberedEnd = names.made.count
    return place
  }

  /// Parses the lines of hits that have no name yet in some column.
  private mutating func parse(
    _ unfilled: BlockMarks, _ records: Span<LineRecord>, _ count: Int, next: Int, _ bytes: RawSpan
  ) {
    var unfilled = unfilled
    while let index = unfilled.popFirst() {
      let end = LineScanner.lineEnd(records, index, count: count, next: next, bytes)
      let hit = scanner.hit(of: records[index], endingAt: end, bytes, parts)
      for column in readers.indices where !names.leavesOut(column) {
        let place = HitNames.start(ofColumn: column) &+ index
        if names.places[place].count == NamePlace.unfilled { read(hit, bytes, column, into: place) }
      }
    }
  }

  /// Reads the name of a hit in a column.
  private mutating func read(_ hit: Hit, _ bytes: RawSpan, _ column: Int, into place: Int) {
    let start = names.made.count
    switch readers[column].read(hit, bytes, made: &names.made) {
    case .logged(let range) where !range.isEmpty:
      names.places[place] = NamePlace(hash: scanner.hash(ofName: range, bytes), range: range)
    case .made where names.made.count > start:
      names.places[place] = NamePlace(hash: 0, range: start..<names.made.count, isMade: true)
      unhashed.append(place)
    case .missing, .logged, .made:
      // ``Dimension/unknown`` stands at the beginning.
      names.places[place] = NamePlace(hash: 0, range: 0..<1, isMade: true)
      unhashed.append(place)
    }
  }

  /// Hashes the names that stand in no line, now that 16 bytes of each can be read at once.
  private mutating func hashMade() {
    guard !unhashed.isEmpty else { return }
    // Taken out while they are read, since the places change meanwhile.
    var letters: [UInt8] = []
    var unhashed: [Int] = []
    swap(&letters, &names.made)
    swap(&unhashed, &self.unhashed)
    defer {
      unhashed.removeAll(keepingCapacity: true)
      swap(&letters, &names.made)
      swap(&unhashed, &self.unhashed)
    }
    let made = unsafe letters.span.bytes
    for place in unhashed {
      let start = Int(names.places[place].start)
      let range = start..<start &+ Int(names.places[place].count)
      names.places[place].hash = scanner.hash(ofName: range, made)
    }
  }
}
