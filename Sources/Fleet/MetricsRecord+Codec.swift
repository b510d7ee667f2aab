package import AccessLog
import Query
package import TallyCodec
package import Traffic

/// Why bytes are no record that this version reads.
package enum MetricsError: Error, Equatable {
  /// They were written by a later version.
  case newer(version: Int)
  case damaged(RecordError)
}

/// The bytes of a record: fields with tags in the wire format of Protocol Buffers, see ``RecordWriter``.
///
/// A field that is missing has the default that stands beside its tag. A version reads the records of the
/// one before it.
extension MetricsRecord {
  /// The version that is written.
  package static let version = 1
  /// The longest name of an origin or a server, in bytes.
  package static let longestName = 255
  /// How many entries a record may have: more than the seconds of a day, some of them late.
  private static let mostEntries = 1 << 18

  private enum Field: Int {
    /// Comes first.
    case version = 1
    case origin
    case server
    /// The number of the interval since the epoch.
    case interval
    /// In seconds.
    case intervalSeconds
    case latenessSeconds
    case revision
    /// The stream clock, and the wall clock of the sender; no wall clock where it is missing.
    case clock
    case wall
    /// Hits of one second; one field for each.
    case hits
    /// Lines that were read while the clock showed one second; one field for each.
    case lines
    /// Hits that count; missing without any, and so are the next two.
    case tally
    /// Hits that were there before the start.
    case context
    /// Hits of intervals that had ended.
    case late
    /// Whether the tallies are left out for now.
    case isShort
    /// ``Selection/bytes``; one field for each.
    case selection
    /// The name of a group, with its hash; one field for each.
    case group
    /// The name of a dimension; one field for each.
    case dimension
  }

  private enum HitsField: Int {
    /// Relative to the beginning of the interval; 0 where it is missing, and so is the next.
    case clock = 1
    /// Relative to the clock.
    case second
    case sums
    /// What is in a selection; one field for each.
    case selected
    /// Whether they were there before the start.
    case isContext
  }

  private enum LinesField: Int {
    case clock = 1
    case counts
  }

  private enum GroupField: Int {
    case hash = 1
    case name
  }

  /// The record as bytes.
  ///
  /// - Complexity: O(size): some 100 bytes without tallies, with them from 1 KiB to 6 MiB.
  package var bytes: [UInt8] {
    var writer = RecordWriter()
    writer.field(Field.version, count: MetricsRecord.version)
    writer.field(Field.origin, bytes: origin)
    writer.field(Field.server, bytes: server)
    writer.field(Field.interval, number: interval)
    writer.field(Field.intervalSeconds, count: timing.intervalSeconds)
    writer.field(Field.latenessSeconds, count: timing.latenessSeconds)
    writer.field(Field.revision, count: revision)
    writer.field(Field.clock, number: clock)
    writer.field(Field.wall, number: wall)
    for entry in hits { writer.field(Field.hits) { write(entry, to: &$0) } }
    for entry in lines {
      writer.field(Field.lines) { writer in
        writer.field(LinesField.clock, number: entry.clock - start)
        writer.field(LinesField.counts) { entry.counts.write(to: &$0) }
      }
    }
    if let live = tally?.live { writer.field(Field.tally) { live.write(to: &$0) } }
    if let context = tally?.context { writer.field(Field.context) { context.write(to: &$0) } }
    if let late { writer.field(Field.late) { late.write(to: &$0) } }
    writer.field(Field.isShort, flag: tally == nil)
    for selection in selections { writer.field(Field.selection, bytes: selection.bytes) }
    for hash in groupNames.hashes.sorted() {
      writer.field(Field.group) { writer in
        writer.field(GroupField.hash, word: hash)
        writer.field(GroupField.name, bytes: groupNames[hash] ?? [])
      }
    }
    for dimension in dimensions { writer.field(Field.dimension, bytes: dimension.name.utf8) }
    return writer.bytes
  }

  private func write(_ entry: FoldedHits, to writer: inout RecordWriter) {
    writer.field(HitsField.clock, number: entry.clock - start)
    writer.field(HitsField.second, number: entry.second - entry.clock)
    writer.field(HitsField.sums) { entry.sums.all.write(to: &$0) }
    for hits in entry.sums.selected { writer.field(HitsField.selected) { hits.write(to: &$0) } }
    writer.field(HitsField.isContext, flag: entry.origin == .context)
  }

  /// Reads a record for a reader whose scanner hashes names with a key of its own, and who adds up these
  /// selections and groups tallies by these dimensions.
  ///
  /// Any bytes give a record whose sums belong together, or an error.
  package init(
    _ bytes: [UInt8], scanner: LineScanner, counting: Counting
  ) throws(MetricsError) {
    // What is 0 is missing.
    self.init(
      origin: [], server: [], interval: 0, timing: Timing(intervalSeconds: 0, latenessSeconds: 0),
      revision: 0, clock: 0)
    var version = 0
    do throws(RecordError) {
      var reader = RecordReader(bytes)
      try require(
        try reader.next(Field.self) == .version, or: "a record begins without its version")
      version = try reader.count()
      if version <= MetricsRecord.version {
        var written = WrittenRecord()
        try read(&reader, into: &written, scanner)
        try complete(written, scanner: scanner, counting: counting)
      }
    } catch {
      throw .damaged(error)
    }
    guard version <= MetricsRecord.version else { throw .newer(version: version) }
  }

  /// Which state a record is, without its sums.
  package struct Outline: Sendable {
    package var key: Key
    package var revision: Int
    /// Whether its tallies are left out.
    package var isShort: Bool

    /// Reads the beginning of a record; `nil` if this version does not read it.
    ///
    /// - Complexity: O(seconds of the interval), whatever the size of the tallies.
    package init?(of bytes: [UInt8]) {
      key = Key(origin: [], server: [], interval: 0)
      revision = 0
      isShort = false
      do throws(RecordError) {
        try read(bytes)
      } catch {
        return nil
      }
    }

    private mutating func read(_ bytes: [UInt8]) throws(RecordError) {
      var reader = RecordReader(bytes)
      while let field = try reader.next(Field.self) {
        switch field {
        case .version:
          try require(try reader.count() <= MetricsRecord.version, or: "a later version")
        case .origin: key.origin = try reader.blob(upTo: MetricsRecord.longestName)
        case .server: key.server = try reader.blob(upTo: MetricsRecord.longestName)
        case .interval: key.interval = try reader.number(within: 1 << 40)
        case .intervalSeconds, .latenessSeconds: _ = try reader.count()
        case .revision: revision = try reader.count()
        case .clock, .wall: _ = try reader.instant()
        case .hits: while try reader.next(NoField.self) != nil {}
        case .lines: while try reader.next(NoField.self) != nil {}
        case .tally, .context, .late: return
        case .isShort:
          isShort = try reader.flag()
          return
        // What stands behind the tallies: there are none, and they were not left out.
        case .selection, .group, .dimension: return
        }
      }
    }
  }

  /// Has all fields of a record skipped.
  private enum NoField: Int {
    case none = 0
  }

  private mutating func read(
    _ reader: inout RecordReader, into written: inout WrittenRecord, _ scanner: LineScanner
  ) throws(RecordError) {
    var isShort = false
    while let field = try reader.next(Field.self) {
      switch field {
      case .version: _ = try reader.count()
      case .origin: origin = try reader.blob(upTo: MetricsRecord.longestName)
      case .server: server = try reader.blob(upTo: MetricsRecord.longestName)
      case .interval: interval = try reader.number(within: 1 << 40)
      case .intervalSeconds: timing.intervalSeconds = try reader.count(upTo: 86_400)
      case .latenessSeconds: timing.latenessSeconds = try reader.count(upTo: 86_400)
      case .revision: revision = try reader.count()
      case .clock: clock = try reader.instant().seconds
      case .wall: wall = try reader.instant().seconds
      case .hits: written.hits.append(try MetricsRecord.hits(from: &reader))
      case .lines: written.lines.append(try MetricsRecord.lines(from: &reader))
      case .tally: written.live = try Tally(from: &reader, scanner: scanner, foreign: true)
      case .context: written.context = try Tally(from: &reader, scanner: scanner, foreign: true)
      case .late: late = try Tally(from: &reader, scanner: scanner, foreign: true)
      case .isShort: isShort = try reader.flag()
      case .selection: written.selections.append(try reader.blob(upTo: 1 << 16))
      case .group: try written.readGroup(&reader, GroupField.hash, GroupField.name)
      case .dimension: written.dimensions.append(try reader.blob(upTo: 64))
      }
      try require(
        written.hits.count <= MetricsRecord.mostEntries
          && written.lines.count <= MetricsRecord.mostEntries
          && written.selections.count <= 1_024 && written.dimensions.count <= 64,
        or: "a record has too many entries")
    }
    tally = isShort ? nil : IntervalTally(live: written.live, context: written.context)
  }

  private static func hits(from reader: inout RecordReader) throws(RecordError) -> FoldedHits {
    var entry = FoldedHits(clock: 0, second: 0, sums: SecondSums())
    while let field = try reader.next(HitsField.self) {
      switch field {
      case .clock: entry.clock = try reader.number(within: 86_400)
      case .second: entry.second = try reader.number(within: 1 << 40)
      case .sums: entry.sums.all = try HitSums(from: &reader)
      case .selected: entry.sums.selected.append(try SelectedHits(from: &reader))
      case .isContext: entry.origin = try reader.flag() ? .context : .live
      }
    }
    return entry
  }

  private static func lines(from reader: inout RecordReader) throws(RecordError) -> FoldedLines {
    var entry = FoldedLines(clock: 0, counts: LineCounts())
    while let field = try reader.next(LinesField.self) {
      switch field {
      case .clock: entry.clock = try reader.number(within: 86_400)
      case .counts: entry.counts = try LineCounts(from: &reader)
      }
    }
    return entry
  }
}
