import System

/// The rotated files beside a log that are not news.
struct KnownFiles {
  private static let maximumEmptied = 64

  private var fingerprints: [FileIdentity: Fingerprint] = [:]
  /// Those that could not be read, or were renamed just then, of which no more is known than that
  /// they were there.
  private var unreadable: Set<FileIdentity> = []
  /// What the log itself held before it was emptied, which is copied beside it for that.
  private var emptied: [Fingerprint] = []

  init() {}

  /// Takes down the files of a listing.
  init(_ siblings: [Sibling]) {
    for sibling in siblings {
      do throws(SystemError) {
        let file = try RotatedFile.open(sibling)
        guard file.identity == sibling.status.identity else { throw .missing }
        insert(file)
      } catch {
        unreadable.insert(sibling.status.identity)
      }
    }
  }

  /// The files that were read as far as `positions` say.
  init(_ positions: [FilePosition]) {
    for position in positions { insert(position) }
  }

  /// The files of a later listing, and still what was emptied.
  func renewed(_ siblings: [Sibling]) -> KnownFiles {
    var next = KnownFiles(siblings)
    next.emptied = emptied
    return next
  }

  mutating func insert(_ file: RotatedFile) {
    fingerprints[file.identity] = Fingerprint(of: file.firstBytes)
  }

  mutating func insert(_ position: FilePosition) {
    fingerprints[position.identity] = position.fingerprint
  }

  mutating func insertEmptied(_ fingerprint: Fingerprint) {
    emptied.append(fingerprint)
    if emptied.count > KnownFiles.maximumEmptied { emptied.removeFirst() }
  }

  /// Whether a file may begin as the log did before it was emptied.
  func mayHoldEmptied(_ bytes: [UInt8]) -> Bool {
    emptied.contains { $0.length > 0 && $0.matches(bytes) }
  }

  /// Whether a file was there of which no more is known.
  func isUnreadable(_ identity: FileIdentity) -> Bool { unreadable.contains(identity) }

  /// Whether a file is neither one of these nor a copy of one.
  ///
  /// The same inode is no proof: a file that was deleted leaves its number to the next. Where
  /// nothing can be decoded yet, somebody is compressing what is still there as it is.
  func isNew(_ file: RotatedFile) -> Bool {
    if isUnreadable(file.identity) || file.compression != nil && file.firstBytes.isEmpty {
      return false
    }
    if let known = fingerprints[file.identity], known.matches(file.firstBytes),
      known.length > 0 || file.firstBytes.isEmpty
    {
      return false
    }
    return !(Array(fingerprints.values) + emptied).contains { file.isCopy(of: $0) }
  }

  /// Takes down one more file; `false` if it is what becomes of one of these by compressing it.
  mutating func isFirst(_ file: RotatedFile) -> Bool {
    guard file.compression == nil || isNew(file) else { return false }
    insert(file)
    return true
  }
}
