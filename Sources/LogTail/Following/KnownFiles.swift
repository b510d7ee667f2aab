/// The rotated files beside a log that are not news.
struct KnownFiles {
  /// How many equal bytes show that one file is a copy of another.
  static let shortestProof = 64
  private static let maximumEmptied = 64

  private var fingerprints: [FileIdentity: Fingerprint] = [:]
  /// What the log itself held before it was emptied, which is copied beside it for that.
  private var emptied: [Fingerprint] = []

  init() {}

  /// Takes down the files of a listing; one that is gone by now needs not be known.
  init(_ siblings: [Sibling]) {
    for sibling in siblings {
      guard let file = try? RotatedFile.open(sibling) else { continue }
      insert(file)
    }
  }

  /// The files that were read as far as `positions` say.
  init(_ positions: [FilePosition]) {
    for position in positions { insert(position) }
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

  /// Whether a file is neither one of these nor a copy of one.
  ///
  /// The same inode is no proof: a file that was deleted leaves its number to the next. Where
  /// nothing can be decoded yet, somebody is compressing what is still there as it is.
  func isNew(_ file: RotatedFile) -> Bool {
    if file.compression != nil, file.firstBytes.isEmpty { return false }
    if let known = fingerprints[file.identity], known.matches(file.firstBytes),
      known.length > 0 || file.firstBytes.isEmpty
    {
      return false
    }
    return !(Array(fingerprints.values) + emptied).contains {
      $0.length >= file.shortestProof && $0.matches(file.firstBytes)
    }
  }

  /// Takes down one more file; `false` if it is what becomes of one of these by compressing it.
  mutating func isFirst(_ file: RotatedFile) -> Bool {
    guard file.compression == nil || isNew(file) else { return false }
    insert(file)
    return true
  }
}
