import System

/// The files in which what an earlier run read is gone on with, as their names were at one moment.
struct FilesToResume {
  /// A file that rotation named, or that a link meant before it moved.
  struct Rotated {
    var file: RotatedFile
    var sibling: Sibling
    /// How far the earlier run read it; `nil` if it did not, as far as is known.
    var offset: Int?

    /// Whether this was written before `other`.
    ///
    /// The clock that files get their times from ticks a few hundred times a second: of two files
    /// of the same tick the one that was being read is the older one.
    func precedes(_ other: Rotated) -> Bool {
      let hasOrder =
        sibling.status.modified != other.sibling.status.modified
        || sibling.number != nil && other.sibling.number != nil
      guard !hasOrder, (offset == nil) != (other.offset == nil) else {
        return sibling.precedes(other.sibling)
      }
      return offset != nil
    }
  }

  /// A file that is to be read, and from where on.
  struct Remainder {
    var file: RotatedFile
    var offset: Int
  }

  /// The oldest first, without what the name means now.
  var rotated: [Rotated] = []
  /// What the name means now; `nil` if there is nothing.
  var newest: LogFile?
  /// Whether no name changed while they were looked for.
  var isSettled = true
  /// Where what was read is now, of files that are no more under their number.
  private(set) var copies: [FilePosition] = []

  /// Finds the files that hold the lines of those that are no more under their number, since they
  /// were compressed, or copied before they were emptied (`copytruncate`).
  ///
  /// Returns the positions of which that is true of no file.
  mutating func findCopies(
    of own: [FilePosition], _ registry: FileRegistry
  ) throws(SystemError) -> [FilePosition] {
    var present = Set(rotated.filter { $0.offset != nil }.map(\.file.identity))
    if let newest, try registry.offset(in: newest) != nil { present.insert(newest.status.identity) }
    var lost = own.filter { $0.fingerprint.length > 0 && !present.contains($0.identity) }
    for index in rotated.indices where rotated[index].offset == nil {
      let file = rotated[index].file
      // Of a copy that was being read on, the place in what it was made of is known too.
      let places = lost.indices.filter { file.continues(lost[$0]) }
      guard let place = places.max(by: { lost[$0].offset < lost[$1].offset }) else { continue }
      var position = lost.remove(at: place)
      position.identity = file.identity
      position.offset = file.offset(of: position)
      rotated[index].offset = position.offset
      copies.append(position)
    }
    return lost
  }

  /// The rotated files of which lines have not been read, oldest first.
  func remainders(
    behind own: [FilePosition], savedAt: Int?, _ registry: FileRegistry
  ) throws(SystemError) -> [Remainder] {
    let known = KnownFiles(own)
    var taken = KnownFiles()
    let newestOffset = try newest.flatMap { (file) throws(SystemError) in
      try registry.offset(in: file)
    }
    let rotated = rotated.sorted { $0.precedes($1) }
    // A file of which nothing was read cannot be told from another one that was given its number.
    let lastRead = rotated.lastIndex { $0.offset ?? 0 > 0 }
    let isPlaceFound = lastRead != nil || newestOffset ?? 0 > 0
    let since = isPlaceFound ? nil : savedAt
    // A log that is rotated often leaves more files than are remembered: those that are older than
    // one of which something was read were read before.
    let firstKnown = isPlaceFound ? nil : rotated.firstIndex { $0.offset != nil }
    let lastKnown = lastRead ?? firstKnown ?? rotated.count
    var isBehind = false
    var rest: [Remainder] = []
    for (index, one) in rotated.enumerated() {
      isBehind =
        isBehind || index > lastKnown || since.map { one.sibling.isWritten(since: $0) } ?? false
      guard let start = one.offset ?? (isBehind && known.isNew(one.file) ? 0 : nil),
        taken.isFirst(one.file), try !one.file.ends(at: start)
      else { continue }
      rest.append(Remainder(file: one.file, offset: start))
    }
    return rest
  }
}
