package import AccessLog
import Traffic

extension HeldHit {
  /// More than a line that is a hit can have.
  static let maximumLineBytes = 1 << 20

  private enum Field: Int {
    case second = 1
    case sums
    case line
    /// Whether it was there before the start, and is in no total.
    case isContext
    /// What has to be known of the source to read the line; by default what is known before its first.
    case memory
    /// Its part of a selection; one field for each.
    case selected
  }

  func write(to writer: inout RecordWriter) {
    writer.field(Field.second, number: second)
    writer.field(Field.sums) { sums.all.write(to: &$0) }
    writer.field(Field.line, bytes: line)
    writer.field(Field.isContext, flag: origin == .context)
    writer.field(Field.memory, bytes: memory.bytes)
    for hits in sums.selected { writer.field(Field.selected) { hits.write(to: &$0) } }
  }

  /// Reads a hit whose line a scanner with the same format takes for one.
  init(from reader: inout RecordReader, merger: inout RunMerger) throws(RecordError) {
    var second = 0
    var sums = SecondSums()
    var line: [UInt8] = []
    var isContext = false
    var memory = merger.memory
    while let field = try reader.next(Field.self) {
      switch field {
      case .second: second = try reader.instant().seconds
      case .sums: sums.all = try HitSums(from: &reader)
      case .line: line = try reader.blob(upTo: HeldHit.maximumLineBytes)
      case .isContext: isContext = try reader.flag()
      case .memory: memory = try SourceMemory(from: &reader)
      case .selected: sums.selected.append(try SelectedHits(from: &reader))
      }
    }
    self.init(
      second: second, sums: sums, line: line, memory: memory, origin: isContext ? .context : .live)
    try checkLine(&merger)
  }

  /// Checks that the line is the hit.
  func checkLine(_ merger: inout RunMerger) throws(RecordError) {
    var tally = Tally()
    merger.merge(line, readWith: memory, into: &tally)
    // Of one that does not count there is no line.
    try require(
      sums.all.hits == (line.isEmpty ? 0 : 1) && tally.hits == sums.all.hits
        && tally.bytes == sums.all.bytes,
      or: "what is held is no hit")
  }
}

extension SourceMemory {
  /// Reads what ``bytes`` was.
  package init(from reader: inout RecordReader) throws(RecordError) {
    guard let memory = SourceMemory(bytes: try reader.blob(upTo: SourceMemory.maximumBytes)) else {
      throw .impossible("what is known of a source is not possible")
    }
    self = memory
  }
}
