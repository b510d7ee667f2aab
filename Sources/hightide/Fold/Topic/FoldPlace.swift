import Fleet
import LogTail
import Pipeline
import TallyCodec

/// From where a fold of files goes on after any end: what it knew at one moment.
struct FoldPlace {
  private enum Field: Int {
    /// Where the records go.
    case place = 1
    case origin
    /// What the records mean, of which nothing may change under one origin.
    case meaning
    case clock
    case closedThrough
    /// No record has a greater revision.
    case revision
    /// How far a source had been read; one field for each.
    case source
    /// The record of an interval that is open, as it was; one field for each.
    case open
    /// A record that may not have arrived; one field for each.
    case unsent
  }

  var place = ""
  var origin: [UInt8] = []
  var meaning: UInt64 = 0
  var clock: Int?
  var closedThrough: Int?
  var revision = 0
  var sources = SourceCheckpoints()
  /// With ``revision``, so that each takes the place of what was sent of its interval since.
  var open: [[UInt8]] = []
  var unsent: [[UInt8]] = []

  var bytes: [UInt8] {
    var writer = RecordWriter()
    writer.field(Field.place, bytes: place.utf8)
    writer.field(Field.origin, bytes: origin)
    writer.field(Field.meaning, word: meaning)
    writer.field(Field.clock, number: clock)
    writer.field(Field.closedThrough, number: closedThrough)
    writer.field(Field.revision, count: revision)
    sources.write(to: &writer, as: Field.source)
    for record in open { writer.field(Field.open, bytes: record) }
    for record in unsent { writer.field(Field.unsent, bytes: record) }
    return writer.bytes
  }

  init() {}

  init(_ reader: inout RecordReader) throws(RecordError) {
    while let field = try reader.next(Field.self) {
      switch field {
      case .place: place = String(decoding: try reader.blob(), as: UTF8.self)
      case .origin: origin = try reader.blob(upTo: MetricsRecord.longestName)
      case .meaning: meaning = try reader.word()
      case .clock: clock = try reader.number()
      case .closedThrough: closedThrough = try reader.number()
      case .revision: revision = try reader.count()
      case .source: try sources.readSource(from: &reader)
      case .open: open.append(try reader.blob())
      case .unsent: unsent.append(try reader.blob())
      }
    }
    _ = try positions
  }

  /// Where the files are to be read on.
  var positions: [FilePosition] {
    get throws(RecordError) {
      var positions: [FilePosition] = []
      for checkpoint in sources.all { positions.append(try FilePosition(checkpoint)) }
      return positions
    }
  }
}
