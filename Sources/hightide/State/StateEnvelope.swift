import AccessLog
import Traffic

/// What stands around a state in its file, so that nothing else is taken for one: a magic text, the
/// number of the layout, the length and a checksum.
enum StateEnvelope {
  /// To be raised with every change of what is written.
  static let layout: UInt64 = 2
  private static let magic = Array("hightide state\n\0".utf8)
  private static let headerCount = magic.count + 3 * 8

  static func seal(_ payload: [UInt8]) -> [UInt8] {
    var writer = StateWriter()
    writer.raw(magic)
    writer.word(layout)
    writer.word(UInt64(payload.count))
    writer.word(checksum(payload))
    writer.raw(payload)
    return writer.bytes
  }

  /// The payload of the file at `path`, which holds `bytes`.
  static func open(_ bytes: [UInt8], path: String) throws(StateFileError) -> [UInt8] {
    guard bytes.starts(with: magic) else { throw .foreign(path: path) }
    var reader = StateReader(Array(bytes.dropFirst(magic.count)))
    let header: [UInt64]
    let payload: [UInt8]
    do throws(StateError) {
      header = [try reader.word(), try reader.word(), try reader.word()]
      payload = try reader.raw(bytes.count - headerCount)
    } catch {
      throw .damaged(path: path, reason: "\(error)")
    }
    guard header[0] == layout else { throw .otherVersion(path: path, version: header[0]) }
    guard header[1] == UInt64(payload.count) else {
      throw .damaged(path: path, reason: "its length is wrong")
    }
    guard header[2] == checksum(payload) else {
      throw .damaged(path: path, reason: "its checksum is wrong")
    }
    return payload
  }

  /// Finds damage, not intent: whoever can write the file can also make a checksum.
  private static func checksum(_ payload: [UInt8]) -> UInt64 {
    ByteHash(key: layout)(unsafe payload.span.bytes, 0..<payload.count)
  }
}
