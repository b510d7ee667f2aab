import AccessLog
import TallyCodec
import Traffic

/// The header of a state in its file, which tells it from other files: a magic text, the number of the
/// layout, the length and a checksum.
struct StateEnvelope {
  static let magic = Array("hightide state\n\0".utf8)
  /// How long the header is; the state stands behind it.
  static let headerCount = magic.count + 3 * 8

  private var count = 0
  private var checksum: UInt64

  /// Begins an envelope around a state in a layout.
  init(layout: UInt64 = StateLayout.current) {
    checksum = layout
  }

  /// Adds the next block of a state; all blocks but the last have the writer's block size.
  mutating func add(_ block: [UInt8]) {
    add(unsafe block.span.bytes, 0..<block.count)
  }

  /// The bytes in front of the blocks.
  var header: [UInt8] {
    var writer = RecordWriter()
    writer.raw(StateEnvelope.magic)
    writer.word(StateLayout.current)
    writer.word(UInt64(count))
    writer.word(checksum)
    return writer.bytes
  }

  /// Reads the state in the file at `path`, which holds `bytes`.
  static func open(_ bytes: [UInt8], path: String) throws(StateFileError) -> RecordReader {
    guard bytes.starts(with: magic) else { throw .foreign(path: path) }
    var reader = RecordReader(bytes, from: magic.count)
    let layout: UInt64
    let count: UInt64
    let checksum: UInt64
    do throws(RecordError) {
      layout = try reader.word()
      count = try reader.word()
      checksum = try reader.word()
    } catch {
      throw .damaged(path: path, reason: "\(error)")
    }
    guard layout >= StateLayout.oldest, layout <= StateLayout.current else {
      throw .otherVersion(path: path, version: layout)
    }
    guard count == UInt64(bytes.count - headerCount) else {
      throw .damaged(path: path, reason: "its length is wrong")
    }
    var envelope = StateEnvelope(layout: layout)
    for start in stride(from: headerCount, to: bytes.count, by: RecordWriter.blockSize) {
      envelope.add(
        unsafe bytes.span.bytes, start..<min(bytes.count, start + RecordWriter.blockSize))
    }
    guard checksum == envelope.checksum else {
      throw .damaged(path: path, reason: "its checksum is wrong")
    }
    return RecordReader(bytes, from: headerCount, layout: layout)
  }

  /// Finds damage, not forgery: a process that can write the file can also compute the checksum.
  private mutating func add(_ bytes: RawSpan, _ block: Range<Int>) {
    checksum = ByteHash(key: checksum)(bytes, block)
    count += block.count
  }
}
