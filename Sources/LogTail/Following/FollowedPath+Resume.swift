import System

extension FollowedPath {
  /// What resuming an earlier run found.
  struct Resumption {
    /// The new positions in files that changed their inode.
    var copies: [FilePosition]
    /// What it read in files that are gone, or are read on in others.
    var closed: [FilePosition]
    /// Whether lines may be missing: what it read last is nowhere to be found, and with it what was
    /// written to it since, or there may be files in between that cannot be read.
    var isIncomplete: Bool
  }

  /// Adopts the files that an earlier run was reading under this name, where it left them, and
  /// those that the name has meant since, compressed or not.
  ///
  /// `own` are the positions of that run under this name. Where nothing that was read then is found,
  /// the rotated files that were written to after `savedAt`, in seconds since the epoch, are known
  /// to be newer.
  ///
  /// - Throws: if the file that the name means now is there and cannot be read.
  mutating func resume(
    _ own: [FilePosition], savedAt: Int?, at now: ContinuousClock.Instant,
    in registry: inout FileRegistry
  ) throws(SystemError) -> Resumption? {
    guard !own.isEmpty else { return nil }
    var found = FilesToResume()
    // Names may change at any moment in between; then everything is looked at again.
    for _ in 0..<FollowedPath.maximumAttempts {
      found = try filesToResume(own, registry)
      if found.isSettled { break }
    }
    try found.findCopies(of: own, registry)
    let rest = try found.remainders(behind: own, savedAt: savedAt)
    for remainder in rest.files where !registry.isOpen(remainder.file.identity) {
      adopt(
        try Generation(path: path, remainder.file, offset: remainder.offset, now: now),
        in: &registry)
    }
    // Without one it is waited for, and that is said at the first look.
    if let newest = found.newest, !registry.isOpen(newest.file.status.identity) {
      adopt(
        try Generation(path: path, newest.file, offset: newest.offset ?? 0, now: now),
        in: &registry)
    }
    // The number of a file that is gone may be that of one which holds what was read in another.
    let placed = Set(found.copies.map(\.identity))
    let closed = (found.lost.map(\.closed) + found.replaced.map(\.forgotten))
      .filter { !registry.isOpen($0.identity) && !placed.contains($0.identity) }
    // What was emptied after all of it had been read is not missing.
    let isLastLost =
      FilesToResume.last(of: own).map { found.lost.contains($0) && !own.contains($0.emptied) }
      ?? false
    return Resumption(
      copies: found.copies, closed: closed, isIncomplete: isLastLost || rest.isIncomplete)
  }

  /// Adopts a file that came to match a pattern when it was rotated: what there is to be read of
  /// it is read under the name that it had.
  mutating func resumeRotated(
    at now: ContinuousClock.Instant, in registry: inout FileRegistry
  ) throws(SystemError) {
    let file = try LogFile.open(path)
    if registry.isOpen(file.status.identity) {
      becomeAlias()
      return
    }
    let start = try registry.offset(in: file) ?? file.status.size
    adopt(try Generation(path: path, file, offset: start, now: now), in: &registry)
  }

  /// The files that may have been written to since: those that rotation named, what a link meant
  /// before it moved, and what the name means now.
  private mutating func filesToResume(
    _ own: [FilePosition], _ registry: FileRegistry
  ) throws(SystemError) -> FilesToResume {
    let place = Path.place(of: path)
    let newest = try openNewest()
    var listing = list(own, at: place)
    var found = FilesToResume()
    found.isListed = listing != nil
    found.newest = try newest.map { (file) throws(SystemError) in
      let verdict = try registry.verdict(on: file)
      return FilesToResume.Newest(
        file: file, offset: try registry.offset(in: file),
        isCut: verdict == .rewritten || verdict == .shortened)
    }
    if found.newest?.offset == nil, let last = FilesToResume.last(of: own),
      !(listing ?? []).contains(where: { $0.holds(last) })
    {
      listing = searchArchives(for: last, at: place) ?? listing
    }
    let linked = found.newest?.offset == nil ? linkedSince(own, at: place) : DatedPath.Files()
    found.lacksLinked = linked.isIncomplete
    let others = (listing ?? numbered(at: place)).filter {
      !linked.found.map(\.path).contains($0.path)
    }
    for sibling in others + linked.found where sibling.status.identity != newest?.status.identity {
      guard !registry.isOpen(sibling.status.identity), !registry.isLog(at: sibling.path) else {
        found.followed.insert(sibling.status.identity)
        continue
      }
      do throws(SystemError) {
        guard let file = try open(sibling) else {
          let isNews = sibling.isRotated && !sibling.isBeingCompressed(among: others)
          if isNews { found.unreadable.append(sibling) }
          continue
        }
        let offset = try registry.offset(in: file)
        // A number may have been used again for a file that is no log.
        guard sibling.isRotated || offset != nil else { continue }
        found.rotated.append(FilesToResume.Rotated(file: file, sibling: sibling, offset: offset))
      } catch .missing {
        found.isSettled = false
      }
    }
    if let listing { know(listing, at: place) }
    // The number of a file may be that of another by now, and nothing else in a listing that was read
    // before would tell.
    folders.beginLook()
    let present = try? FileStatus.of(path)
    if present?.identity != newest?.status.identity
      || list(own, at: Path.place(of: path))?.map(\.status.identity)
        != listing?.map(\.status.identity)
    {
      found.isSettled = false
    }
    return found
  }

  /// What the name means; `nil` if there is nothing.
  private func openNewest() throws(SystemError) -> LogFile? {
    do {
      return try LogFile.open(path)
    } catch .missing {
      return nil
    }
  }

  private func list(_ own: [FilePosition], at place: String) -> [Sibling]? {
    Siblings.of(
      place, in: folders, archives: archives, wanted: Set(own.map(\.identity)))
  }

  /// The rotated files also of the folder in the log's folder that holds a file that was read, if one
  /// does; rotation may move what it rotates (`olddir`).
  private mutating func searchArchives(
    for last: FilePosition, at place: String
  ) -> [Sibling]? {
    let home = Path.directory(of: place)
    for folder in folders.folders(in: home) {
      let files = Siblings.of(
        place, in: folders, archives: [folder], wanted: [last.identity])
      guard let files, files.contains(where: { $0.holds(last) }) else { continue }
      archives = [folder]
      return files
    }
    return nil
  }

  /// The files that a link with dated targets meant from what was read last on, up to now; none
  /// if that is not among them.
  ///
  /// The folders of other logs may be told from this one's by a number too (`/srv/site-2`), and the
  /// number of a file that was deleted may have been given to one of theirs.
  private func linkedSince(_ own: [FilePosition], at place: String) -> DatedPath.Files {
    guard let last = FilesToResume.last(of: own), isLink(to: place),
      let dates = DatedPath(place)
    else { return DatedPath.Files() }
    let found = dates.files(after: nil).found.drop { !$0.holds(last) }
    // Folders from before the last file was read say nothing.
    let isIncomplete = found.first.map { dates.files(after: $0.path).isIncomplete } ?? false
    return DatedPath.Files(found: Array(found), isIncomplete: isIncomplete)
  }

  /// Whether the name, which means what is at `place`, is a symbolic link or has one in it.
  private func isLink(to place: String) -> Bool {
    path.hasPrefix("/") ? place != path : place != "\(Path.resolved("."))/\(path)"
  }

  /// The first numbered files, which can be looked for where the folder cannot be read.
  private func numbered(at place: String) -> [Sibling] {
    (0..<16).compactMap { number in
      let path = "\(place).\(number)"
      guard let status = try? FileStatus.of(path), status.kind == .regular else { return nil }
      return Sibling(
        path: path, status: status, name: RotatedName(Path.name(of: path), of: Path.name(of: place))
      )
    }.sorted { $0.precedes($1) }
  }
}
