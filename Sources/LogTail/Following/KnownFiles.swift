/// The rotated files beside a log that are not news.
struct KnownFiles {
  private static let maximumEmptied = 64

  private var fingerprints: [FileIdentity: Fingerprint] = [:]
  /// Those that could not be read, of which no more is known than that they were there.
  private var unreadable: Set<FileIdentity> = []
  /// What the log itself held before it was emptied, which is copied beside it for that.
  private var emptied: [Fingerprint] = []

  /// Takes down the files of a listing; one that is gone by now needs not be known.
  init(_ siblings: [Sibling]) {
    for sibling in siblings {
      do throws(SystemError) {
        let file = try LogFile.open(sibling.path)
        fingerprints[file.status.identity] = Fingerprint(of: try file.descriptor.firstBytes())
      } catch {
        unreadable.insert(sibling.status.identity)
      }
    }
  }

  /// The files that were read as far as `positions` say.
  init(_ positions: [FilePosition]) {
    for position in positions { insert(position) }
  }

  mutating func insert(_ position: FilePosition) {
    fingerprints[position.identity] = position.fingerprint
  }

  mutating func insertEmptied(_ fingerprint: Fingerprint) {
    emptied.append(fingerprint)
    if emptied.count > KnownFiles.maximumEmptied { emptied.removeFirst() }
  }

  /// Whether a file was there that could not be read.
  func isUnreadable(_ identity: FileIdentity) -> Bool { unreadable.contains(identity) }

  /// Whether a file is neither one of these nor a copy of one.
  ///
  /// The same inode is no proof: a file that was deleted leaves its number to the next.
  func isNew(_ identity: FileIdentity, beginningWith firstBytes: [UInt8]) -> Bool {
    guard !isUnreadable(identity) else { return false }
    if let known = fingerprints[identity], known.matches(firstBytes),
      known.length > 0 || firstBytes.isEmpty
    {
      return false
    }
    return !(Array(fingerprints.values) + emptied).contains {
      $0.length >= Fingerprint.shortestProof && $0.matches(firstBytes)
    }
  }
}
