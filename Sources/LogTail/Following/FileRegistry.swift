import System

/// Which files are open, under whatever name, and how far others were read.
///
/// Two names of one file are one log, and a file that comes back under another name goes on where
/// it was left.
struct FileRegistry {
  /// How many files are remembered: more than a directory of logs has.
  private static let capacity = 4096

  private var open: Set<FileIdentity> = []
  private var positions: [FileIdentity: FilePosition] = [:]
  private var order: [FileIdentity] = []
  /// Those that are copies of a log, by their first bytes.
  private var copies: [FileIdentity: Fingerprint] = [:]

  init(remembering positions: [FilePosition]) {
    for position in positions { remember(position) }
  }

  func isOpen(_ identity: FileIdentity) -> Bool { open.contains(identity) }

  mutating func didOpen(_ identity: FileIdentity) { open.insert(identity) }

  mutating func didClose(_ position: FilePosition) {
    open.remove(position.identity)
    remember(position)
  }

  /// Whether a file that begins with `bytes` was found to be a copy of a log.
  func isCopy(_ identity: FileIdentity, beginningWith bytes: [UInt8]) -> Bool {
    copies[identity]?.matches(bytes) ?? false
  }

  mutating func didFindCopy(_ identity: FileIdentity, beginningWith bytes: [UInt8]) {
    if copies.count >= FileRegistry.capacity { copies = [:] }
    copies[identity] = Fingerprint(of: bytes)
  }

  /// How far this very file was read, or `nil` if it was not; its inode may have had another.
  func offset(in file: LogFile) throws(SystemError) -> Int? {
    guard let position = positions[file.status.identity], position.offset <= file.status.size,
      position.fingerprint.matches(try file.descriptor.firstBytes())
    else { return nil }
    return position.offset
  }

  /// The same of a rotated file, in what it holds once it is decoded.
  func offset(in file: RotatedFile) throws(SystemError) -> Int? {
    guard file.compression != nil else { return try offset(in: file.file) }
    guard let position = positions[file.identity], position.fingerprint.matches(file.firstBytes)
    else { return nil }
    return position.offset
  }

  private mutating func remember(_ position: FilePosition) {
    if positions.updateValue(position, forKey: position.identity) == nil {
      order.append(position.identity)
    }
    if order.count > FileRegistry.capacity { positions[order.removeFirst()] = nil }
  }
}
