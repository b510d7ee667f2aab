import System

/// A file that looks like a rotated one of a log.
struct Sibling: Equatable {
  var path: String
  var status: FileStatus
  /// What it is called, if that is like a rotated part; if not, it was asked for.
  var name: RotatedName?

  /// Whether it is called like a rotated part.
  var isRotated: Bool { name != nil }

  /// The number that rotation gave it: the higher, the older.
  var number: Int? {
    if case .number(let number)? = name?.mark { number } else { nil }
  }

  /// Whether this is what becomes of a file that is still there, or was a moment ago, by compressing
  /// it: as long as that is not done, it cannot be read.
  func isBeingCompressed(among listing: [Sibling]) -> Bool {
    guard let ending = RotatedName.compressedEnding(of: path) else { return false }
    let plain = String(path.dropLast(ending.count))
    return listing.contains { $0.path == plain }
  }

  /// Whether this was the log before `other` was, by their names, or else by their times: what
  /// compresses a file need not keep its time.
  func precedes(_ other: Sibling) -> Bool {
    if let isNewer = isNewer(than: other) { return !isNewer }
    if status.modified != other.status.modified { return status.modified < other.status.modified }
    return path < other.path
  }

  /// The same the other way round, as far as the names say it; `nil` where they say nothing.
  func isNewer(than other: Sibling) -> Bool? {
    guard let name, let otherName = other.name else { return nil }
    return name.isNewer(than: otherName)
  }

  /// Whether this is the file that was read as far as `position` says.
  ///
  /// A file that was deleted leaves its number to the next one that is made, of whatever log: the
  /// content must agree.
  ///
  /// - Complexity: opens the file if it has the number.
  func holds(_ position: FilePosition) -> Bool {
    guard status.identity == position.identity, let file = try? RotatedFile.open(self),
      file.identity == position.identity, let likeness = try? file.likeness(to: position.content)
    else { return false }
    switch likeness {
    case .continues, .edited, .rewritten, .shortened: return true
    case .emptied, .other: return false
    }
  }

  /// Whether lines may have been written to it in that second since the epoch, or later: what
  /// compresses a file keeps the time.
  func isWritten(since second: Int) -> Bool { status.modified >= second * 1_000_000_000 }
}

/// Finds the rotated files of a log by their names.
enum Siblings {
  /// The rotated files of the log at `path`, oldest first; `nil` if its folder cannot be read.
  ///
  /// They are looked for in the log's own folder and in `archives`, and others are taken with them
  /// that have one of the identities `wanted`. Names change while a folder is read: the listing must
  /// agree with the files.
  ///
  /// - Complexity: O(files found), in folders that have not changed.
  static func of(
    _ path: String, in folders: Folders, archives: [String] = [],
    wanted: Set<FileIdentity> = []
  ) -> [Sibling]? {
    let home = Path.directory(of: path)
    var found: [Sibling] = []
    for folder in [home] + archives.filter({ $0 != home }) {
      guard let files = files(of: Path.name(of: path), in: folder, folders, wanted) else {
        if folder == home { return nil }
        continue
      }
      found += files
    }
    return found.sorted { $0.precedes($1) }
  }

  private static func files(
    of base: String, in folder: String, _ folders: Folders, _ wanted: Set<FileIdentity>
  ) -> [Sibling]? {
    // A listing that cannot be checked has to be newer than what it is compared with.
    var listing = folders.mayAgree(folder) ? folders.listing(of: folder) : folders.reread(folder)
    var before: Set<Disagreement> = []
    for _ in 0..<8 {
      guard let current = listing else { return nil }
      let (found, disagreements) = files(of: base, in: folder, current, wanted)
      guard folders.mayAgree(folder) else { return found }
      // Names that change are others each time.
      let lasting = disagreements.intersection(before)
      if lasting.contains(where: { $0.inode != nil }) { folders.didDisagree(folder) }
      if disagreements.count == lasting.count { return found }
      before = disagreements
      listing = folders.reread(folder)
    }
    return listing.map { files(of: base, in: folder, $0, wanted).found }
  }

  /// A name of which a listing says another inode than the file has.
  private struct Disagreement: Hashable {
    var name: String
    var listed: UInt64?
    /// `nil` if there is no file of that name.
    var inode: UInt64?
  }

  private static func files(
    of base: String, in folder: String, _ listing: FolderListing, _ wanted: Set<FileIdentity>
  ) -> (found: [Sibling], disagreements: Set<Disagreement>) {
    var found: [Sibling] = []
    var disagreements: Set<Disagreement> = []
    func compare(_ name: String, _ status: FileStatus?) {
      let listed = listing.inode(of: name)
      guard listed != status?.identity.inode else { return }
      disagreements.insert(
        Disagreement(name: name, listed: listed, inode: status?.identity.inode))
    }
    compare(base, try? FileStatus.of("\(folder)/\(base)"))
    let others = wanted.flatMap { listing.names(of: $0.inode) }
    for name in Set(listing.parts(of: base) + others) where name != base {
      let path = "\(folder)/\(name)"
      let status = try? FileStatus.of(path)
      // A file that is gone by now is on its way to another name, or deleted.
      guard let status else {
        compare(name, nil)
        continue
      }
      let part = RotatedName(name, of: base)
      guard status.kind == .regular, part != nil || wanted.contains(status.identity) else {
        continue
      }
      compare(name, status)
      found.append(Sibling(path: path, status: status, name: part))
    }
    return (found, disagreements)
  }

  /// Whether the file at `path` is beside one of the logs called `names` and has a name that
  /// rotation gives it.
  static func isRotation(_ path: String, ofAny names: (String) -> Bool) -> Bool {
    let folder = String(path.dropLast(Path.name(of: path).count))
    return RotatedName.readings(of: Path.name(of: path)).contains {
      !$0.name.isCompressed && names(folder + $0.base)
    }
  }
}
