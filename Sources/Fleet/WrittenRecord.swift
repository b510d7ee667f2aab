import AccessLog
import Query
import TallyCodec
import Traffic

/// What is read of a record before it is known what belongs to what.
struct WrittenRecord {
  /// How many names of groups a record may have.
  private static let mostGroups = 1 << 16

  /// Their clocks and seconds are relative, as they are written.
  var hits: [FoldedHits] = []
  var lines: [FoldedLines] = []
  var live: Tally?
  var context: Tally?
  var selections: [[UInt8]] = []
  var groups: [UInt64: [UInt8]] = [:]
  var dimensions: [[UInt8]] = []

  mutating func readGroup<Field: RawRepresentable<Int> & Equatable>(
    _ reader: inout RecordReader, _ hashField: Field, _ nameField: Field
  ) throws(RecordError) {
    var hash: UInt64 = 0
    var name: [UInt8] = []
    while let field = try reader.next(Field.self) {
      if field == hashField { hash = try reader.word() } else { name = try reader.blob() }
    }
    groups[hash] = name
    try require(groups.count <= WrittenRecord.mostGroups, or: "a record has too many groups")
  }
}

extension MetricsRecord {
  /// Puts what was read into the reader's terms: its selections, its key of names, its dimensions.
  mutating func complete(
    _ written: WrittenRecord, scanner: LineScanner, counting: Counting
  ) throws(RecordError) {
    try require(
      timing.intervalSeconds > 0 && timing.mostOpenIntervals <= 1 + Timing.mostIntervalsLate,
      or: "a record has an impossible interval")
    try require(!server.isEmpty, or: "a record has no server")
    let span = start..<start + timing.intervalSeconds
    let places = written.selections.map { bytes in
      counting.selections.firstIndex { $0.bytes == bytes }
    }
    selections = counting.selections
    missing = counting.selections.filter { !written.selections.contains($0.bytes) }
    // The hashes of the sender have a key of its own.
    var hashes: [UInt64: UInt64] = [:]
    for (hash, name) in written.groups {
      let known = max(1, scanner.hash(ofName: name))
      hashes[hash] = known
      groupNames.add(known, name)
    }
    var last = Int.min
    for entry in written.hits {
      var entry = entry
      entry.clock += start
      entry.second += entry.clock
      try require(
        span.contains(entry.clock) && entry.clock >= last && entry.clock <= clock
          && entry.second <= entry.clock,
        or: "the hits of a record are out of order")
      last = entry.clock
      try require(
        entry.sums.selected.allSatisfy { $0.selection < places.count },
        or: "hits are in no selection")
      entry.sums.selected = entry.sums.selected.compactMap { hits in
        guard let place = places[hits.selection] else { return nil }
        var hits = hits
        hits.selection = place
        if hits.cell.group != 0 { hits.cell.group = hashes[hits.cell.group] ?? 0 }
        return hits
      }
      hits.append(entry)
    }
    last = .min
    for var entry in written.lines {
      entry.clock += start
      try require(
        span.contains(entry.clock) && entry.clock > last && entry.clock <= clock,
        or: "the lines of a record are out of order")
      last = entry.clock
      lines.append(entry)
    }
    group(by: written.dimensions, counting)
  }

  /// Has the tallies grouped by the reader's dimensions; where the record lacks one, all hits are of other
  /// groups.
  private mutating func group(by names: [[UInt8]], _ counting: Counting) {
    dimensions = counting.groups
    let wanted = dimensions.map { Array($0.name.utf8) }
    guard names != wanted else { return }
    let places = wanted.map { names.firstIndex(of: $0) }
    for (dimension, place) in zip(dimensions, places) where place == nil {
      missingDimensions.append(dimension)
    }
    if let live = tally?.live { tally?.live = live.grouped(as: places) }
    if let context = tally?.context { tally?.context = context.grouped(as: places) }
    // Its groups are the first of these.
    if let tally = late { late = tally.grouped(as: places) }
  }
}
