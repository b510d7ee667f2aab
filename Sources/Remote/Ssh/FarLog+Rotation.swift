import Feed
import LogTail

extension FarLog {
  /// Finds the files that are read among those that are there, and those between them.
  mutating func resolve(_ all: [FarEntry], at now: Duration) {
    entries = all.filter {
      $0.suffix.isEmpty
        || TailConfiguration.isRotation(base + $0.suffix, of: base)
          && !$0.suffix.contains(where: \.isWhitespace)
    }
    let log = entries.first { $0.suffix.isEmpty }
    if !knowsAll, let log, log.inode == current?.inode, old.isEmpty, lost.isEmpty {
      // Nothing was rotated since it is read: the others are older.
      return noteAll()
    }
    // What is read of files that are there goes on under their new names.
    var newest: Int?
    for index in old.indices.reversed() {
      guard let place = entries.firstIndex(where: { mayBe($0, old[index]) }) else {
        // A rotated file that was read is removed some day; but what followed the newest may have come and
        // gone unseen.
        let mayHideOthers = hasReconnected && current == nil && index == old.indices.last
        known.remove(old[index].inode)
        let gone = old.remove(at: index)
        if !gone.isDone || mayHideOthers { lost.insert(gone, at: 0) }
        continue
      }
      old[index].suffix = entries[place].suffix
      old[index].isDoubted = true
      newest = min(newest ?? place, place)
    }
    if let file = current, file.inode != log?.inode {
      current = nil
      if log != nil { reads(as: .rotated) }
      if let place = entries.firstIndex(where: { mayBe($0, file) }) {
        var moved = file
        moved.suffix = entries[place].suffix
        moved.isDoubted = true
        old.append(moved)
        newest = min(newest ?? place, place)
      } else {
        lost.append(file)
      }
    }
    // One of an earlier run is the log still.
    if current == nil, let index = old.firstIndex(where: { $0.suffix.isEmpty }) {
      current = old.remove(at: index)
      reads()
    }
    if lost.isEmpty { return readOn(newerThan: newest, at: now) }
    findLost(at: now)
  }

  /// Looks for the content of the first file that is lost: in the newest files that are not read.
  private mutating func findLost(at now: Duration) {
    guard let file = lost.first else { return }
    candidates =
      file.check.length == 0
      ? []
      : Array(
        entries.filter { !$0.suffix.isEmpty && !isRead($0.inode) }
          .prefix(FarLog.mostCandidates))
    tryNext(at: now)
  }

  private mutating func tryNext(at now: Duration) {
    if candidates.isEmpty {
      giveUpLost(at: now)
    } else {
      ask(next: [.candidate(candidates.removeFirst())])
    }
  }

  /// Takes what a candidate has where the lost file ended.
  mutating func takeCandidate(
    _ bytes: [UInt8], _ name: FarName, _ entry: FarEntry, at now: Duration
  ) {
    guard var file = lost.first, name.inode == entry.inode, let lines = file.take(bytes, at: now)
    else { return tryNext(at: now) }
    lost.removeFirst()
    file.inode = entry.inode
    file.suffix = entry.suffix
    file.isCopy = true
    old.append(file)
    give(lines)
    guard lost.isEmpty else { return findLost(at: now) }
    readOn(newerThan: entries.firstIndex { $0.inode == entry.inode }, at: now)
  }

  /// The content of a lost file is nowhere: lines may be missing.
  private mutating func giveUpLost(at now: Duration) {
    let file = lost.removeFirst()
    // A log that is emptied under our eyes is no loss that is known of.
    let wasEmptied = current.map { $0.inode == file.inode } ?? false
    if !wasEmptied || hasReconnected { miss() }
    guard lost.isEmpty else { return findLost(at: now) }
    // Which of the others are newer is known if it is known which were there before.
    readOn(newerThan: knowsAll ? entries.count : nil, at: now)
  }

  /// Records that what is there is being read, or older than what is.
  private mutating func noteAll() {
    knowsAll = true
    // A number that another file has by now is none of these.
    knownBefore = known.still(in: entries)
    known.replace(by: entries, butRead: isRead)
  }

  /// Whether a file there may be one that is read: one of its number that is shorter is not.
  private func mayBe(_ entry: FarEntry, _ file: FarFile) -> Bool {
    entry.inode == file.inode && (entry.size >= file.taken || entry.suffix.hasSuffix(".gz"))
  }

  /// Notes that a file was read to its end.
  mutating func noteRead(_ file: FarFile) {
    known.insert(file)
    knownBefore.insert(file)
  }

  /// A file is another one than the last list made it seem: which others are newer is not known from there.
  mutating func doubt(_ inode: UInt64) {
    knownBefore.remove(inode)
    known = knownBefore
  }

  private func isRead(_ inode: UInt64) -> Bool {
    current?.inode == inode || old.contains { $0.inode == inode }
  }

  /// Reads the files between what was read and the log, and then the log.
  private mutating func readOn(newerThan place: Int?, at now: Duration) {
    if let place {
      for entry in entries[..<place].reversed()
      where !entry.suffix.isEmpty && !isRead(entry.inode) {
        if let file = known.continuation(of: entry, at: now) {
          old.append(file)
        } else if !known.contains(entry) {
          old.append(FarFile(inode: entry.inode, suffix: entry.suffix, at: now))
        }
      }
    }
    if current == nil, let log = entries.first(where: { $0.suffix.isEmpty }) {
      begin(log.inode, now)
    }
    noteAll()
    ask(next: old.indices.map { .old($0) } + [.current])
  }
}
