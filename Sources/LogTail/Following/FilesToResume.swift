import System

/// The files that continue what an earlier run read, as their names were at one moment.
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
        || sibling.isNewer(than: other.sibling) != nil
      guard !hasOrder, (offset == nil) != (other.offset == nil) else {
        return sibling.precedes(other.sibling)
      }
      return offset != nil
    }
  }

  /// What the name means now.
  struct Newest {
    var file: LogFile
    /// How far an earlier run read it; `nil` if it did not.
    var offset: Int?
    /// Whether its end was cut off, or it was written over, since: which of its lines were read is
    /// not known then.
    var isCut = false
  }

  /// A file that is to be read, and from where on.
  struct Remainder {
    var file: RotatedFile
    var offset: Int
  }

  /// The oldest first, without what the name means now.
  var rotated: [Rotated] = []
  /// `nil` if there is nothing.
  var newest: Newest?
  /// Rotated files of which nothing can be read.
  var unreadable: [Sibling] = []
  /// The files that are open or followed under other names.
  var followed: Set<FileIdentity> = []
  /// Whether the folder could be read.
  var isListed = true
  /// Whether a link may have meant others in between, in folders that cannot be read.
  var lacksLinked = false
  /// Whether no name changed while they were looked for.
  var isSettled = true
  /// The new positions in files that changed their inode.
  private(set) var copies: [FilePosition] = []
  /// What was read in files that have other numbers now.
  private(set) var replaced: [FilePosition] = []
  /// What was read in files that are found nowhere.
  private(set) var lost: [FilePosition] = []
  /// What was read in files that are accounted for, by their numbers then.
  private var placed: Set<FileIdentity> = []

  /// The position in what the name meant last, which is the last one of a real file.
  static func last(of own: [FilePosition]) -> FilePosition? {
    // No file has the number of what is not there yet, or was emptied.
    own.last { $0 != $0.emptied && $0.identity != FileIdentity(device: 0, inode: 0) }
  }

  /// Finds the files that hold the lines of those whose inode is gone: what the name
  /// means now, if it is a copy that grew, and those that were compressed, or copied before they
  /// were emptied (`copytruncate`).
  mutating func findCopies(
    of own: [FilePosition], _ registry: FileRegistry
  ) throws(SystemError) {
    var present = Set(rotated.filter { $0.offset != nil }.map(\.file.identity))
    if let newest, newest.offset != nil { present.insert(newest.file.status.identity) }
    present.formUnion(own.map(\.identity).filter { registry.isOpen($0) })
    present.formUnion(followed)
    placed = present
    lost = own.filter { $0.fingerprint.length > 0 && !present.contains($0.identity) }
    try moveOn()
    for index in rotated.indices where rotated[index].offset == nil {
      let file = rotated[index].file
      // Of a copy that was being read on, the place in what it was made of is known too. Of files
      // that all begin alike the one is meant that had been read furthest.
      var place: Int?
      for candidate in lost.indices where try file.continues(lost[candidate].content) {
        guard let best = place, lost[best].offset >= lost[candidate].offset else {
          place = candidate
          continue
        }
      }
      guard let place else { continue }
      var position = lost.remove(at: place)
      replaced.append(position)
      placed.insert(position.identity)
      let length = file.offset(of: position.content)
      if length < position.content.length { position.content.lastLine = .none }
      position.content.length = length
      position.identity = file.identity
      rotated[index].offset = position.offset
      copies.append(position)
    }
  }

  /// Finds that what the name means now is a copy of what it meant last, which is gone.
  private mutating func moveOn() throws(SystemError) {
    // An older file of the name may have had its number, which was given to it again.
    guard var newest, var last = FilesToResume.last(of: lost), newest.offset ?? 0 < last.offset
    else { return }
    let likeness = try last.content.likeness(
      of: newest.file.descriptor, size: newest.file.status.size)
    let evidence = FileEvidence(
      former: .gone, likeness: likeness, hasDistinctLines: last.content.hasDistinctLines)
    guard FileVerdict(evidence) == .moved else { return }
    lost.removeAll { $0 == last }
    replaced.append(last)
    placed.insert(last.identity)
    newest.offset = last.offset
    self.newest = newest
    last.identity = newest.file.status.identity
    copies.append(last)
  }

  /// The rotated files of which lines have not been read, oldest first, and whether there may be
  /// others that cannot be found or read.
  func remainders(
    behind own: [FilePosition], savedAt: Int?
  ) throws(SystemError) -> (files: [Remainder], isIncomplete: Bool) {
    let listing = rotated.map(\.sibling)
    let known = KnownFiles(own.filter { placed.contains($0.identity) })
    var taken = KnownFiles()
    let rotated = rotated.sorted { $0.precedes($1) }
    // A file of which nothing was read cannot be told from another one that was given its number.
    let lastRead = rotated.lastIndex { $0.offset ?? 0 > 0 }
    let isNewestRead = newest?.offset ?? 0 > 0
    let isPlaceFound = lastRead != nil || isNewestRead
    let since = isPlaceFound ? nil : savedAt
    // A log that is rotated often leaves more files than are remembered: those that are older than
    // one of which something was read were read before.
    let firstKnown = isPlaceFound ? nil : rotated.firstIndex { $0.offset != nil }
    let lastKnown = lastRead ?? firstKnown
    /// Whether a file became the log after what was read last.
    func isBehind(_ sibling: Sibling, at index: Int?) -> Bool {
      // Nothing came between a file and itself.
      guard !isNewestRead else { return false }
      if let lastKnown {
        let former = rotated[lastKnown].sibling
        if let isNewer = sibling.isNewer(than: former) { return isNewer }
        return index.map { $0 > lastKnown } ?? former.precedes(sibling)
      }
      return (since.map { sibling.isWritten(since: $0) } ?? false) && isInSequence(sibling)
    }
    var rest: [Remainder] = []
    for (index, one) in rotated.enumerated() {
      var isUnread = one.offset == nil && isBehind(one.sibling, at: index)
      if isUnread { isUnread = try known.isNew(one.file, among: listing) }
      guard let start = one.offset ?? (isUnread ? 0 : nil),
        try taken.isFirst(one.file, among: listing), try !one.file.ends(at: start)
      else { continue }
      rest.append(Remainder(file: one.file, offset: start))
    }
    let isIncomplete =
      newest?.isCut ?? false || unreadable.contains { isBehind($0, at: nil) }
      || (!isListed && newest != nil || lacksLinked) && !isNewestRead
    return (rest, isIncomplete)
  }

  /// Whether rotation may have given a file its number: it gives one after the other.
  private func isInSequence(_ sibling: Sibling) -> Bool {
    guard let number = sibling.number, number > 1 else { return true }
    return (rotated.map(\.sibling) + unreadable).contains {
      $0.number == number - 1 || $0.number == number + 1
    }
  }
}
