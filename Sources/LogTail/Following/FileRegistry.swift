import System

/// Which files are open, under whatever name, and how far others were read.
///
/// Two names of one file are one log, and a file that comes back under another name continues where
/// it was left.
struct FileRegistry {
  /// A file that is a copy of a log, and is counted there.
  struct Copy {
    /// How much of it was found to be the beginning of that log.
    var content: ReadContent
    var original: FileIdentity

    /// In bytes.
    var size: Int { content.length }
  }

  /// How many files are remembered that are no longer open.
  private static let capacity = 16_384

  private var open: Set<FileIdentity> = []
  private var logs: Set<String> = []
  private var positions: [FileIdentity: FilePosition] = [:]
  private var order: [FileIdentity] = []
  /// The last one of each name that was followed.
  private var lastPositions: [String: FilePosition] = [:]
  private var copies: [FileIdentity: Copy] = [:]
  /// What the next run has to know of files that are read on in others.
  private(set) var moved: [FilePosition] = []

  init(remembering positions: [FilePosition]) {
    for position in positions { remember(position) }
  }

  func isOpen(_ identity: FileIdentity) -> Bool { open.contains(identity) }

  mutating func didOpen(_ identity: FileIdentity) {
    open.insert(identity)
    copies[identity] = nil
  }

  /// Marks a file as open; `false` if it was.
  mutating func take(_ identity: FileIdentity) -> Bool { open.insert(identity).inserted }

  /// Notes that what was read of one file is read on in another.
  mutating func didMove(from former: FilePosition?, to next: FilePosition) {
    moved.append(next)
    if let former { moved.append(former.forgotten) }
  }

  mutating func takeMoved() -> [FilePosition] {
    defer { moved = [] }
    return moved
  }

  mutating func didClose(_ position: FilePosition) {
    open.remove(position.identity)
    lastPositions[position.path] = position
    remember(position)
  }

  /// Whether a log of its own is followed at a place, a name without symbolic links: it is no
  /// rotated part of another one, whatever it is called.
  func isLog(at place: String) -> Bool { logs.contains(place) }

  mutating func didFindLog(at place: String) { logs.insert(place) }

  mutating func didLeaveLog(at place: String) { logs.remove(place) }

  /// How far a log that was followed under a name had been read when it was closed.
  func lastPosition(under path: String) -> FilePosition? { lastPositions[path] }

  /// The file of which this is a copy, and how much of it is, as far as was found.
  func copy(_ identity: FileIdentity) -> Copy? { copies[identity] }

  mutating func didFindCopy(_ identity: FileIdentity, _ copy: Copy?) {
    if copies.count >= FileRegistry.capacity, copies[identity] == nil { copies = [:] }
    copies[identity] = copy
  }

  /// How far the file of that identity was read, if it was.
  func position(in identity: FileIdentity) -> FilePosition? { positions[identity] }

  /// How far this very file was read, or `nil` if it was not; its inode may have had another.
  func offset(in file: LogFile) throws(SystemError) -> Int? {
    guard let position = positions[file.status.identity], let verdict = try verdict(on: file) else {
      return nil
    }
    switch verdict {
    case .same: return position.offset
    case .shortened: return file.status.size
    case .rewritten:
      guard file.status.size > position.offset else { return file.status.size }
      let scan = LineScan(descriptor: file.descriptor)
      return try scan.startOfLine(from: position.offset, to: file.status.size)
    case .emptied, .rotated, .moved, .copied, .new: return nil
    }
  }

  /// What became of a file of which a position is known.
  func verdict(on file: LogFile) throws(SystemError) -> FileVerdict? {
    guard let content = positions[file.status.identity]?.content else { return nil }
    let likeness = try content.likeness(of: file.descriptor, size: file.status.size)
    return FileVerdict(
      FileEvidence(
        former: .here, likeness: likeness, hasDistinctLines: content.hasDistinctLines))
  }

  /// The same of a rotated file, in what it holds once it is decoded.
  func offset(in file: RotatedFile) throws(SystemError) -> Int? {
    guard file.compression != nil else { return try offset(in: file.file) }
    guard let position = positions[file.identity],
      try file.likeness(to: position.content) == .continues
    else { return nil }
    return position.offset
  }

  private mutating func remember(_ position: FilePosition) {
    if positions.updateValue(position, forKey: position.identity) == nil {
      order.append(position.identity)
    }
    guard order.count > FileRegistry.capacity else { return }
    for identity in order.prefix(FileRegistry.capacity / 4) { positions[identity] = nil }
    order.removeFirst(FileRegistry.capacity / 4)
    if lastPositions.count > FileRegistry.capacity { lastPositions = [:] }
  }
}
