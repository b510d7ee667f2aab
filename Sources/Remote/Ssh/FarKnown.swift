/// The files beside a log that need not be read: they are older than what is, or were read.
///
/// A number of a file alone does not tell: that of a file that is removed is given to the next one that
/// is made, which rotation does at once.
struct FarKnown {
  private struct Mark {
    var size: Int
    /// Whether its server may still have been writing to it.
    var mayGrow: Bool
    /// How far it was read, if it was.
    var file: FarFile?
  }

  private var marks: [UInt64: Mark] = [:]

  /// Whether a file is one of these: a rotated one keeps its size.
  func contains(_ entry: FarEntry) -> Bool {
    guard let mark = marks[entry.inode] else { return false }
    return entry.size == mark.size || mark.mayGrow && entry.size > mark.size
  }

  /// What of a file is to be read on that was read to its end, if it may be one of these.
  func continuation(of entry: FarEntry, at now: Duration) -> FarFile? {
    guard var file = marks[entry.inode]?.file, entry.size >= file.taken,
      !entry.suffix.hasSuffix(".gz")
    else { return nil }
    file.suffix = entry.suffix
    file.lastGrowth = now
    file.lastSeen = now
    file.isDoubted = true
    file.isPresumed = true
    return file
  }

  /// Those of them that are still there.
  func still(in entries: [FarEntry]) -> FarKnown {
    var rest = FarKnown()
    for entry in entries where contains(entry) { rest.marks[entry.inode] = marks[entry.inode] }
    return rest
  }

  /// Replaces all by the rotated ones of a list, the newest first, that are not being read.
  mutating func replace(by entries: [FarEntry], butRead isRead: (UInt64) -> Bool) {
    let before = marks
    marks = [:]
    var mayGrow = true
    for entry in entries where !entry.suffix.isEmpty {
      defer { mayGrow = false }
      guard !isRead(entry.inode) else { continue }
      let file = before[entry.inode]?.file.flatMap { entry.size >= $0.taken ? $0 : nil }
      marks[entry.inode] = Mark(size: entry.size, mayGrow: mayGrow, file: file)
    }
  }

  /// Removes a number that another file has now.
  mutating func remove(_ inode: UInt64) { marks[inode] = nil }

  /// Adds a file that was read to its end.
  mutating func insert(_ file: FarFile) {
    marks[file.inode] = Mark(size: file.taken, mayGrow: false, file: file)
  }
}
