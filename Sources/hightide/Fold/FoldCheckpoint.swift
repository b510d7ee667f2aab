import LogTail
import Pipeline
import TallyCodec

/// From where a fold can be begun again, so that it says what it would have said.
struct FoldCheckpoint {
  private enum Field: Int {
    /// What the clock showed there.
    case clock = 1
    case closedThrough
    case revision
    /// How far a source had been read; one field for each.
    case source
  }

  var clock: Int?
  var closedThrough: Int?
  var revision = 0
  var sources = SourceCheckpoints()

  init() {}

  var bytes: [UInt8] {
    var writer = RecordWriter()
    writer.field(Field.clock, number: clock)
    writer.field(Field.closedThrough, number: closedThrough)
    writer.field(Field.revision, count: revision)
    sources.write(to: &writer, as: Field.source)
    return writer.bytes
  }

  init(_ bytes: [UInt8]) throws(RecordError) {
    var reader = RecordReader(bytes)
    while let field = try reader.next(Field.self) {
      switch field {
      case .clock: clock = try reader.number()
      case .closedThrough: closedThrough = try reader.number()
      case .revision: revision = try reader.count()
      case .source: try sources.readSource(from: &reader)
      }
    }
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
