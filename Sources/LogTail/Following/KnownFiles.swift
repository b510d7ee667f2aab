/// The rotated files beside a log that are not news.
struct KnownFiles {
  /// How many equal bytes show that one file is a copy of another.
  static let shortestProof = 64
  private static let maximumEmptied = 64

  private var fingerprints: [FileIdentity: Fingerprint] = [:]
  /// What the log itself held before it was emptied, which is copied beside it for that.
  private var emptied: [Fingerprint] = []

  /// Takes down the files of a listing; one that is gone by now needs not be known.
  init(_ siblings: [Sibling]) {
    for sibling in siblings {
      guard let file = try? LogFile.open(sibling.path),
        let firstBytes = try? file.descriptor.firstBytes()
      else { continue }
      fingerprints[file.status.identity] = Fingerprint(of: firstBytes)
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

  /// Whether a file is neither one of these nor a copy of one.
  ///
  /// The same inode is no proof: a file that was deleted leaves its number to the next.
  func isNew(_ identity: FileIdentity, beginningWith firstBytes: [UInt8]) -> Bool {
    if let known = fingerprints[identity], known.matches(firstBytes),
      known.length > 0 || firstBytes.isEmpty
    {
      return false
    }
    return !(Array(fingerprints.values) + emptied).contains {
      $0.length >= KnownFiles.shortestProof && $0.matches(firstBytes)
    }
  }
}
