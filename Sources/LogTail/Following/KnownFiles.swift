import System

/// The rotated files beside a log that are not news.
struct KnownFiles {
  private static let maximumEmptied = 64

  private var contents: [FileIdentity: ReadContent] = [:]
  /// Those that could not be read, or were renamed just then, of which no more is known than that
  /// they were there.
  private var unreadable: Set<FileIdentity> = []
  /// What the log itself held before it was emptied, which is copied beside it for that.
  private var emptied: [ReadContent] = []

  init() {}

  /// The files of a listing.
  init(_ siblings: [Sibling]) {
    for sibling in siblings { insert(sibling) }
  }

  /// The files that were read as far as `positions` say.
  init(_ positions: [FilePosition]) {
    for position in positions { insert(position) }
  }

  /// The files of a later listing, and still what was emptied.
  ///
  /// - Complexity: O(files); only those are opened that were not there before.
  func renewed(_ siblings: [Sibling]) -> KnownFiles {
    var next = KnownFiles()
    next.emptied = emptied
    for sibling in siblings {
      let identity = sibling.status.identity
      if let content = contents[identity], content.length == sibling.status.size {
        next.contents[identity] = content
      } else {
        next.insert(sibling)
      }
    }
    return next
  }

  private mutating func insert(_ sibling: Sibling) {
    do throws(SystemError) {
      let file = try RotatedFile.open(sibling)
      guard file.identity == sibling.status.identity else { throw .missing }
      try insert(file)
    } catch {
      unreadable.insert(sibling.status.identity)
    }
  }

  mutating func insert(_ file: RotatedFile) throws(SystemError) {
    contents[file.identity] = try file.content()
  }

  mutating func insert(_ position: FilePosition) {
    contents[position.identity] = position.content
  }

  mutating func insertEmptied(_ content: ReadContent) {
    emptied.append(content)
    if emptied.count > KnownFiles.maximumEmptied { emptied.removeFirst() }
  }

  /// Whether a file holds what the log did before it was emptied.
  func heldEmptied(in file: LogFile) throws(SystemError) -> Bool {
    for content in emptied where try content.isHeld(by: file) { return true }
    return false
  }

  /// Whether a file that begins with `bytes` may hold what the log did before it was emptied.
  func mayHoldEmptied(_ bytes: [UInt8]) -> Bool { emptied.contains { $0.mayBegin(with: bytes) } }

  /// Whether a file was there of which no more is known.
  func isUnreadable(_ identity: FileIdentity) -> Bool { unreadable.contains(identity) }

  /// Whether there was a file of this number.
  func contains(_ identity: FileIdentity) -> Bool {
    contents[identity] != nil || unreadable.contains(identity)
  }

  /// Whether there are files of other numbers than these.
  func hasOthers(than inodes: [UInt64]) -> Bool {
    guard !inodes.isEmpty else { return false }
    let mine = Set(contents.keys.map(\.inode)).union(unreadable.map(\.inode))
    return inodes.contains { !mine.contains($0) }
  }

  /// How many of these files are not in a listing any more.
  func countOfGone(in listing: [Sibling]) -> Int {
    let present = Set(listing.map(\.status.identity))
    return contents.keys.count { !present.contains($0) }
      + unreadable.count { !present.contains($0) }
  }

  /// Whether a file of a listing is neither one of these nor a copy of one.
  ///
  /// The same inode is no proof: a file that was deleted leaves its number to the next. Nor is the
  /// same beginning, where both are there. Where nothing can be decoded yet, somebody is compressing
  /// what is still there as it is.
  ///
  /// `former` is when the log was written to last, as far as was seen. What was written over before
  /// that was so while the name meant the log. An equal time proves nothing: a log can be rotated
  /// several times within one tick of the clock of files.
  func isNew(
    _ file: RotatedFile, among listing: [Sibling], writtenSince former: Int? = nil
  ) throws(SystemError) -> Bool {
    if isUnreadable(file.identity) || file.compression != nil && file.firstBytes.isEmpty {
      return false
    }
    if let known = contents[file.identity], known.length > 0 || file.firstBytes.isEmpty {
      switch try file.likeness(to: known) {
      case .continues, .edited, .rewritten, .shortened: return false
      case .emptied, .other: break
      }
    }
    if let former, contents[file.identity] != nil, file.file.status.modified < former {
      return false
    }
    for content in emptied where try file.continues(content) { return false }
    for (identity, content) in contents where identity != file.identity {
      let place = listing.first { $0.status.identity == identity }
      if try isCopy(file, of: content, at: place) { return false }
    }
    return true
  }

  /// Whether a file is a copy of one of these, which is at `place`, or what became of that.
  private func isCopy(
    _ file: RotatedFile, of content: ReadContent, at place: Sibling?
  ) throws(SystemError) -> Bool {
    guard content.beginning.length > 0 else { return false }
    let place = try place.flatMap { (place) throws(SystemError) in
      try isOf(content, place) ? place : nil
    }
    if file.compression != nil {
      guard content.mayBegin(with: file.firstBytes) else { return false }
      return place.map { file.isCompressed(from: $0.path) } ?? true
    }
    guard content.hasDistinctLines else { return false }
    guard let place else { return try file.likeness(to: content) == .continues }
    guard content.mayBegin(with: file.firstBytes), let other = try? LogFile.open(place.path) else {
      return false
    }
    return try file.isBeginning(of: other.descriptor)
  }

  /// Whether a file is the one of which `content` was read, or another that was given its number.
  private func isOf(_ content: ReadContent, _ place: Sibling) throws(SystemError) -> Bool {
    guard let file = try? RotatedFile.open(place) else { return true }
    switch try file.likeness(to: content) {
    case .continues, .edited, .rewritten, .shortened: return true
    case .emptied, .other: return false
    }
  }

  /// Takes one more file of a listing; `false` if it is what becomes of one of these by compressing
  /// it.
  mutating func isFirst(_ file: RotatedFile, among listing: [Sibling]) throws(SystemError) -> Bool {
    if file.compression != nil, try !isNew(file, among: listing) { return false }
    try insert(file)
    return true
  }
}
