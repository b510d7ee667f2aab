import LogTail
import System

/// How far a partition has been read, as the position of a file, in which form a state keeps it.
///
/// The arrival of the record before tells a topic that was erased and made again from the one that was read.
struct TopicPosition: Equatable {
  let partition: Int32
  /// Of the record that is read next.
  let offset: Int
  /// When the record before arrived, in milliseconds since the epoch; `nil` if that is not known.
  let time: Int?

  init(partition: Int32, offset: Int, time: Int?) {
    self.partition = partition
    self.offset = offset
    self.time = time
  }

  init?(_ position: FilePosition) {
    guard position.identity.inode > 0, let partition = Int32(exactly: position.identity.inode - 1)
    else { return nil }
    let time = position.fingerprint.length == 8 ? Int(exactly: position.fingerprint.hash) : nil
    self.init(partition: partition, offset: position.offset, time: time)
  }

  /// The position of a topic of that name.
  func position(of name: String) -> FilePosition {
    let beginning = Fingerprint(length: time == nil ? 0 : 8, hash: UInt64(time ?? 0))
    return FilePosition(
      path: name, identity: FileIdentity(device: 0, inode: UInt64(partition) + 1),
      content: ReadContent(beginning: beginning, length: offset))
  }
}
