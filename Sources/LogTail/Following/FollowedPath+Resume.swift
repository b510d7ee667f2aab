import System

extension FollowedPath {
  /// How an earlier run is gone on from.
  struct Resumption {
    /// Where what that run read is now, of files that are no more under their number.
    var copies: [FilePosition]
    /// Whether what it read last is nowhere to be found, and with it what was written to it since.
    var isIncomplete: Bool
  }

  /// Takes on the files that an earlier run was reading under this name, where it left them, and
  /// those that the name has meant since, compressed or not.
  ///
  /// Where nothing that was read then is found, the rotated files that were written to after
  /// `savedAt`, in seconds since the epoch, are known to be newer.
  ///
  /// - Throws: if the file that the name means now is there and cannot be read.
  mutating func resume(
    _ positions: [FilePosition], savedAt: Int?, at now: ContinuousClock.Instant,
    in registry: inout FileRegistry
  ) throws(SystemError) -> Resumption? {
    let own = positions.filter { $0.path == path }
    guard !own.isEmpty else { return nil }
    var found = FilesToResume()
    // Names may change at any moment in between; then all is looked at anew.
    for _ in 0..<FollowedPath.maximumAttempts {
      found = try filesToResume(own, registry)
      if found.isSettled { break }
    }
    let lost = try found.findCopies(of: own, registry)
    let rest = try found.remainders(behind: own, savedAt: savedAt, registry)
    for remainder in rest where !registry.isOpen(remainder.file.identity) {
      adopt(
        try Generation(path: path, remainder.file, offset: remainder.offset, now: now),
        in: &registry)
    }
    // Without one it is waited for, and that is said at the first look.
    if let newest = found.newest, !registry.isOpen(newest.status.identity) {
      let start = try registry.offset(in: newest) ?? 0
      adopt(try Generation(path: path, newest, offset: start, now: now), in: &registry)
    }
    // What was emptied after all of it had been read is not missing.
    let last = own.last { $0 != $0.emptied }
    let isIncomplete = last.map { lost.contains($0) && !own.contains($0.emptied) } ?? false
    return Resumption(copies: found.copies, isIncomplete: isIncomplete)
  }

  /// Takes on a file that came to match a pattern when it was rotated: what there is to be read of
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
    let place = Path.resolved(path)
    let listing = list(own, at: place)
    var found = FilesToResume()
    found.newest = try openNewest()
    for sibling in listing
    where sibling.status.identity != found.newest?.status.identity
      && !registry.isOpen(sibling.status.identity)
    {
      do throws(SystemError) {
        guard let file = try open(sibling) else { continue }
        let offset = try registry.offset(in: file)
        // A number may have been used again for a file that is no log.
        guard sibling.isRotated || offset != nil else { continue }
        found.rotated.append(FilesToResume.Rotated(file: file, sibling: sibling, offset: offset))
      } catch .missing {
        found.isSettled = false
      }
    }
    know(listing, at: place)
    let present = try? FileStatus.of(path)
    if present?.identity != found.newest?.status.identity
      || list(own, at: Path.resolved(path)).map(\.status.identity)
        != listing.map(\.status.identity)
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

  private func list(_ own: [FilePosition], at place: String) -> [Sibling] {
    let identities = Set(own.map(\.identity))
    return Siblings.of(place) { identities.contains($0) } ?? []
  }
}
