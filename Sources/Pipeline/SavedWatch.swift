package import Feed
package import TallyCodec
package import Traffic

/// A watch and how far its sources are read: what a run leaves for the next one.
///
/// They belong together: the checkpoints are those of exactly the lines that the watch has added.
package struct SavedWatch: Sendable {
  package var watch: Watch
  package var checkpoints: SourceCheckpoints
  /// The sources of which the newest lines are malformed.
  package var doubts: [ParseBook.Doubt]
  /// The last lines of these, which may turn out to be of another format.
  package var tails: MalformedTails

  package init(
    watch: Watch, checkpoints: SourceCheckpoints = SourceCheckpoints(),
    doubts: [ParseBook.Doubt] = [], tails: MalformedTails = MalformedTails()
  ) {
    self.watch = watch
    self.checkpoints = checkpoints
    self.doubts = doubts
    self.tails = tails
  }
}

extension SavedWatch {
  private enum Field: Int {
    /// The wall clock when the sources were read so far; where it is missing, when it was written.
    case savedAt = 1
    /// A source and how far its parts are read; one field for each.
    case source
    case watch
    /// A source of which the newest lines are malformed; one field for each.
    case doubt
    /// Malformed lines that may turn out to be of another format; one field for each source, before and
    /// after the start.
    case tail
  }

  private enum TailField: Int {
    case source = 1
    case isContext
    case lines
    /// A byte for each line: what it was counted as.
    case kinds
  }

  private enum DoubtField: Int {
    case source = 1
    case malformed
    case example
    case expected
    case isUnparsed
  }

  /// Writes all that later reports depend on; the section that is looked at closely does not.
  ///
  /// - Complexity: O(size): 30 KiB for a site of a hundred sections, 0.3 MiB with the history of a
  ///   screen, 20 MiB for names without end.
  package func write(to writer: inout RecordWriter, at moment: Moment) {
    writer.field(StatePart.watch) { writer in
      // What was written since the run before was saved may not have been read yet.
      writer.field(Field.savedAt, instant: watch.resumedFrom ?? moment.wallClock)
      checkpoints.write(to: &writer, as: Field.source)
      writer.field(Field.watch) { watch.write(to: &$0, at: moment) }
      for doubt in doubts { writer.field(Field.doubt) { SavedWatch.write(doubt, to: &$0) } }
      for (source, tails) in tails.all {
        for tail in tails {
          writer.field(Field.tail) { writer in
            writer.field(TailField.source, bytes: source)
            writer.field(TailField.isContext, flag: tail.origin == .context)
            writer.field(TailField.lines, bytes: tail.bytes)
            writer.field(TailField.kinds, bytes: tail.kinds.map(\.rawValue))
          }
        }
      }
    }
  }

  /// Reads what a run with the same spans, format and key left.
  package init(
    from reader: inout RecordReader, settings: WatchSettings, at moment: Moment
  ) throws(RecordError) {
    self.init(watch: Watch(settings, startsWithContext: false))
    guard reader.layout > StateLayout.lastWithoutFields else {
      let savedAt = try reader.instant()
      checkpoints = try SourceCheckpoints(layout4: &reader)
      watch = try Watch(layout4: &reader, settings: settings, at: moment)
      watch.resumedFrom = savedAt
      return
    }
    var isThere = false
    while let part = try reader.next(StatePart.self) {
      try require(part == .watch && !isThere, or: "a part of it is there twice")
      isThere = true
      try read(from: &reader, settings: settings, at: moment)
    }
    try require(isThere, or: "it has no watch")
  }

  private mutating func read(
    from reader: inout RecordReader, settings: WatchSettings, at moment: Moment
  ) throws(RecordError) {
    var savedAt = moment.wallClock
    while let field = try reader.next(Field.self) {
      switch field {
      case .savedAt: savedAt = try reader.instant()
      case .source: try checkpoints.readSource(from: &reader)
      case .watch: watch = try Watch(from: &reader, settings: settings, at: moment)
      case .doubt: doubts.append(try SavedWatch.readDoubt(from: &reader))
      case .tail: try readTail(from: &reader)
      }
    }
    watch.resumedFrom = savedAt
  }

  private mutating func readTail(from reader: inout RecordReader) throws(RecordError) {
    var (source, lines, kinds): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
    var origin = Origin.live
    while let field = try reader.next(TailField.self) {
      switch field {
      case .source: source = try reader.blob()
      case .isContext: origin = try reader.flag() ? .context : .live
      case .lines: lines = try reader.blob(upTo: MalformedTails.longest)
      case .kinds: kinds = try reader.blob(upTo: MalformedTails.longest)
      }
    }
    guard let tail = MalformedTails.Tail(origin: origin, bytes: lines, kinds: kinds) else {
      throw .impossible("lines that it keeps are not whole")
    }
    tails.add(tail, of: source)
  }

  private static func write(_ doubt: ParseBook.Doubt, to writer: inout RecordWriter) {
    writer.field(DoubtField.source, bytes: doubt.source.bytes)
    writer.field(DoubtField.malformed, count: doubt.lines.malformed)
    writer.field(DoubtField.example, bytes: doubt.lines.example)
    writer.field(DoubtField.expected, bytes: doubt.lines.expected.utf8)
    writer.field(DoubtField.isUnparsed, flag: doubt.isUnparsed)
  }

  private static func readDoubt(
    from reader: inout RecordReader
  ) throws(RecordError) -> ParseBook.Doubt {
    var doubt = ParseBook.Doubt(
      source: SourceName(bytes: []), lines: Unparsed(malformed: 0, example: [], expected: ""),
      isUnparsed: false)
    while let field = try reader.next(DoubtField.self) {
      switch field {
      case .source: doubt.source = SourceName(bytes: try reader.blob())
      case .malformed: doubt.lines.malformed = try reader.count()
      case .example: doubt.lines.example = try reader.blob()
      case .expected: doubt.lines.expected = String(decoding: try reader.blob(), as: UTF8.self)
      case .isUnparsed: doubt.isUnparsed = try reader.flag()
      }
    }
    return doubt
  }
}
