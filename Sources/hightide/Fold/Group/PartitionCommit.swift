import LogTail
import TallyCodec

/// What the metadata of a commit says: how the fold of a partition goes on from its offset.
///
/// Of the servers that are in step nothing is said, so that those of a large fleet have space: these have no
/// interval open up to ``closedThrough``, and their clock passed that behind the offset.
struct PartitionCommit: Equatable {
  private enum Field: Int {
    case version = 1
    /// When the record before the offset arrived, in milliseconds since the epoch.
    case time
    /// What is added to the name of the partition to name the origin.
    case life
    case closedThrough
    /// How far the partition had been folded, relative to the offset.
    case ahead
    case forgottenThrough
    /// What records of an origin have in common.
    case meaning
    /// One field for each server that is not in step.
    case server
    case groupSince
  }

  struct Server: Equatable {
    /// Of its name.
    var hash: UInt64
    /// What its clock showed at the offset; `nil` before its first hit.
    var clock: Int?
    /// The last interval that is not written any more.
    var closedThrough: Int?
  }

  private static let version = 1
  /// How many bytes brokers take, unless they are set up otherwise.
  private static let mostBytes = 4_096
  /// Hashes are kept in so many bytes.
  private static let hashBytes = 6

  var time: Int?
  var life = ""
  var closedThrough: Int?
  /// Of the record that comes next when it is written.
  var folded = 0
  /// A server that is not known may have been forgotten that had records up to that interval.
  var forgottenThrough: Int?
  var meaning: UInt64 = 0
  var servers: [Server] = []
  /// Since when what arrived is folded by the group, in seconds since the epoch; 0 for all that there was.
  ///
  /// A partition that is added later is read from there on; `nil` in commits of earlier versions.
  var groupSince: Int?

  init() {}

  static func hash(_ name: [UInt8]) -> UInt64 {
    Fingerprint(of: name).hash & (1 << UInt64(8 * hashBytes) - 1)
  }

  /// As text for a commit at an offset; `nil` if it does not fit.
  func text(at offset: Int) -> String? {
    var writer = RecordWriter()
    writer.field(Field.version, count: PartitionCommit.version)
    writer.field(Field.time, number: time)
    writer.field(Field.life, bytes: life.utf8)
    writer.field(Field.closedThrough, number: closedThrough)
    writer.field(Field.ahead, count: folded - offset)
    writer.field(Field.forgottenThrough, number: forgottenThrough)
    writer.field(Field.meaning, word: meaning)
    writer.field(Field.groupSince, number: groupSince)
    for server in servers {
      var entry = RecordWriter()
      entry.raw(
        (0..<PartitionCommit.hashBytes).map {
          UInt8(truncatingIfNeeded: server.hash >> UInt64(8 * $0))
        })
      entry.flag(server.clock != nil)
      entry.flag(server.closedThrough != nil)
      // Most are near what is known.
      if let clock = server.clock { entry.count(folded(clock - (time ?? 0) / 1_000)) }
      if let closed = server.closedThrough {
        entry.count(folded(closed - (closedThrough ?? 0)))
      }
      writer.field(Field.server, bytes: entry.bytes)
    }
    let text = SixBitText.text(of: writer.bytes)
    return text.utf8.count <= PartitionCommit.mostBytes ? text : nil
  }

  private func folded(_ number: Int) -> Int { number << 1 ^ number >> 63 }
  private func unfolded(_ number: Int) -> Int { number >> 1 ^ -(number & 1) }

  /// Reads what was committed at an offset; `nil` for what this version did not write.
  init?(_ text: String, at offset: Int) {
    guard let bytes = SixBitText.bytes(of: text) else { return nil }
    do throws(RecordError) {
      try read(bytes, offset)
    } catch {
      return nil
    }
  }

  private mutating func read(_ bytes: [UInt8], _ offset: Int) throws(RecordError) {
    var reader = RecordReader(bytes)
    var version = 0
    var entries: [[UInt8]] = []
    while let field = try reader.next(Field.self) {
      switch field {
      case .version: version = try reader.count()
      case .time: time = try reader.number()
      case .life: life = String(decoding: try reader.blob(upTo: 64), as: UTF8.self)
      case .closedThrough: closedThrough = try reader.number()
      case .ahead: folded = offset + (try reader.count())
      case .forgottenThrough: forgottenThrough = try reader.number()
      case .meaning: meaning = try reader.word()
      case .server: entries.append(try reader.blob(upTo: 64))
      case .groupSince: groupSince = try reader.number()
      }
    }
    guard version == PartitionCommit.version else { throw .impossible("another version") }
    folded = max(folded, offset)
    for bytes in entries {
      var entry = RecordReader(bytes)
      var server = Server(hash: 0)
      for (place, byte) in try entry.raw(PartitionCommit.hashBytes).enumerated() {
        server.hash |= UInt64(byte) << UInt64(8 * place)
      }
      let (hasClock, hasClosed) = (try entry.flag(), try entry.flag())
      if hasClock { server.clock = unfolded(try entry.count()) + (time ?? 0) / 1_000 }
      if hasClosed { server.closedThrough = unfolded(try entry.count()) + (closedThrough ?? 0) }
      servers.append(server)
    }
  }
}
