import AccessLog
import Feed
import Kafka
import LogTail
import Pipeline
import System
import TallyCodec

/// How much of each log has arrived, in a file of its own.
final class ShipState {
  private enum Field: Int {
    case place = 1
    case origin
    case position
  }

  private enum OriginField: Int {
    case source = 1
    case id
    case count
  }

  private enum PositionField: Int {
    case source = 1
    case part
    case place
    case isClosed
  }

  private let file: RoleFile?
  /// Where the lines go.
  private let place: String
  private var checkpoints = SourceCheckpoints()
  private(set) var origins: [SourceName: ShippedOrigin] = [:]
  private var isSaved = true

  /// Opens the file that is named, or keeps all in memory.
  init(_ path: String?, place: String) throws(StateFileError) {
    self.place = place
    guard let path else {
      file = nil
      return
    }
    let file = try RoleFile(path, magic: "hightide ship 1")
    self.file = file
    try file.read { reader throws(RecordError) in try read(&reader) }
  }

  /// Where the logs are to be read on.
  var positions: [FilePosition] { checkpoints.all.compactMap { try? FilePosition($0) } }

  /// Takes in what has arrived for good.
  func note(_ progress: DeliveryBook.Progress) {
    for position in progress.positions { checkpoints.note(SourceCheckpoint(position)) }
    origins.merge(progress.origins) { $1 }
    isSaved = false
  }

  /// Writes what is known to the disk, if that is news.
  func save() throws(StateFileError) {
    guard let file, !isSaved else { return }
    try file.replace(with: bytes)
    isSaved = true
  }

  private var bytes: [UInt8] {
    var writer = RecordWriter()
    writer.field(Field.place, bytes: Array(place.utf8))
    for (source, origin) in origins.sorted(by: { $0.key < $1.key }) {
      writer.field(Field.origin) { writer in
        writer.field(OriginField.source, bytes: source.bytes)
        writer.field(OriginField.id, word: origin.id)
        writer.field(OriginField.count, count: origin.count)
      }
    }
    for checkpoint in checkpoints.all {
      writer.field(Field.position) { writer in
        writer.field(PositionField.source, bytes: checkpoint.source)
        writer.field(PositionField.part, bytes: checkpoint.part)
        writer.field(PositionField.place, bytes: checkpoint.place)
        writer.field(PositionField.isClosed, flag: checkpoint.isClosed)
      }
    }
    return writer.bytes
  }

  private func read(_ reader: inout RecordReader) throws(RecordError) {
    while let field = try reader.next(Field.self) {
      switch field {
      case .place:
        let name = String(decoding: try reader.blob(), as: UTF8.self)
        guard name == place else { throw .impossible("it is of \(name)") }
      case .origin: try readOrigin(&reader)
      case .position: try readPosition(&reader)
      }
    }
  }

  private func readOrigin(_ reader: inout RecordReader) throws(RecordError) {
    var source: [UInt8] = []
    var origin = ShippedOrigin(id: 0)
    while let field = try reader.next(OriginField.self) {
      switch field {
      case .source: source = try reader.blob()
      case .id: origin.id = try reader.word()
      case .count: origin.count = try reader.count()
      }
    }
    origins[SourceName(bytes: source)] = origin
  }

  private func readPosition(_ reader: inout RecordReader) throws(RecordError) {
    var checkpoint = SourceCheckpoint(source: [], part: [], place: [])
    while let field = try reader.next(PositionField.self) {
      switch field {
      case .source: checkpoint.source = try reader.blob()
      case .part: checkpoint.part = try reader.blob()
      case .place: checkpoint.place = try reader.blob()
      case .isClosed: checkpoint.isClosed = try reader.flag()
      }
    }
    _ = try FilePosition(checkpoint)
    let isClosed = checkpoint.isClosed
    checkpoint.isClosed = false
    checkpoints.note(checkpoint)
    guard isClosed else { return }
    checkpoint.isClosed = true
    checkpoints.note(checkpoint)
  }
}
