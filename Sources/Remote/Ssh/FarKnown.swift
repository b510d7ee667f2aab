/// The files beside a log that need not be read: they are older than what is, or were read.
///
/// A number of a file alone does not tell: that of a file that is removed is given to the next one that
/// is made, which rotation does at once.
struct FarKnown {
  private struct Mark {
    var size: Int
    /// Whether its server may still have been writing to it.
    var mayGrow: Bool
  }

  private var marks: [UInt64: Mark] = [:]

  /// Whether a file is one of these: a rotated one keeps its size.
  func contains(_ entry: FarEntry) -> Bool {
    guard let mark = marks[entry.inode] else { return false }
    return entry.size == mark.size || mark.mayGrow && entry.size > mark.size
  }

  /// Replaces all by the rotated ones of a list, the newest first.
  mutating func replace(by entries: [FarEntry]) {
    marks = [:]
    for entry in entries where !entry.suffix.isEmpty {
      marks[entry.inode] = Mark(size: entry.size, mayGrow: marks.isEmpty)
    }
  }

  /// Removes a number that another file has now.
  mutating func remove(_ inode: UInt64) { marks[inode] = nil }

  /// Adds a file that was read to its end.
  mutating func insert(_ inode: UInt64, size: Int) {
    marks[inode] = Mark(size: size, mayGrow: false)
  }
}
