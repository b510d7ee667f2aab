extension FollowedPath {
  /// How an earlier run is gone on from.
  enum Resumption: Equatable {
    /// That run did not follow this name.
    case none
    case complete
    /// What that run read last is nowhere to be found, and with it what was written to it since.
    case incomplete
  }

  /// A file that is to be read, and from where on.
  private struct Remainder {
    var file: RotatedFile
    var offset: Int
  }

  /// Takes on the files that an earlier run was reading under this name, where it left them, and
  /// those that the name has meant since, compressed or not.
  ///
  /// Files that were written to after `savedAt`, in seconds since the epoch, cannot have been read
  /// to their end.
  ///
  /// - Throws: if the file that the name means now is there and cannot be read.
  mutating func resume(
    _ positions: [FilePosition], savedAt: Int?, at now: ContinuousClock.Instant,
    in registry: inout FileRegistry
  ) throws(SystemError) -> Resumption {
    let own = positions.filter { $0.path == path }
    guard let last = own.last else { return .none }
    var resumption = Resumption.complete
    for attempt in 1...FollowedPath.maximumAttempts {
      let newest = try openNewest()
      let listing = Siblings.of(LogFile.resolved(path)) ?? []
      var lost = try lost(own, in: listing, besides: newest, registry)
      let rest = try remainders(
        in: listing, besides: newest, own, &lost, savedAt: savedAt, registry)
      // Names may change at any moment in between; then all is looked at anew.
      let isQuiet = rest != nil && (try? FileStatus.of(path).identity) == newest?.status.identity
      guard isQuiet || attempt == FollowedPath.maximumAttempts else { continue }
      for remainder in rest ?? [] {
        adopt(
          try Generation(path: path, remainder.file, offset: remainder.offset, now: now),
          in: &registry)
      }
      if let newest, !registry.isOpen(newest.status.identity) {
        let start = try registry.offset(in: newest) ?? 0
        adopt(try Generation(path: path, newest, offset: start, now: now), in: &registry)
      }
      if lost.contains(last) { resumption = .incomplete }
      break
    }
    return resumption
  }

  /// What the name means; `nil` if it is waited for, which is said at the first look.
  private func openNewest() throws(SystemError) -> LogFile? {
    do {
      return try LogFile.open(path)
    } catch .missing {
      return nil
    }
  }

  /// The positions whose file is no more, has been emptied or has other lines.
  private func lost(
    _ own: [FilePosition], in listing: [Sibling], besides newest: LogFile?,
    _ registry: FileRegistry
  ) throws(SystemError) -> [FilePosition] {
    var found: Set<FileIdentity> = []
    if let newest, try registry.offset(in: newest) != nil { found.insert(newest.status.identity) }
    let identities = Set(own.map(\.identity))
    for sibling in listing where identities.contains(sibling.status.identity) {
      guard let file = try? RotatedFile.open(sibling), try registry.offset(in: file) != nil
      else { continue }
      found.insert(file.identity)
    }
    return own.filter { $0.fingerprint.length > 0 && !found.contains($0.identity) }
  }

  /// The rotated files of which lines have not been read, oldest first; `nil` if their names just
  /// changed.
  ///
  /// What goes on where a lost position ends is no longer lost.
  private func remainders(
    in listing: [Sibling], besides newest: LogFile?, _ own: [FilePosition],
    _ lost: inout [FilePosition], savedAt: Int?, _ registry: FileRegistry
  ) throws(SystemError) -> [Remainder]? {
    let known = KnownFiles(own)
    var found = KnownFiles()
    var isBehind = false
    var rest: [Remainder] = []
    for sibling in listing
    where sibling.status.identity != newest?.status.identity
      && !registry.isOpen(sibling.status.identity)
    {
      let file: RotatedFile
      do {
        file = try RotatedFile.open(sibling)
      } catch .missing {
        return nil
      } catch {
        // Nobody who may not read it has read it before.
        continue
      }
      guard file.identity == sibling.status.identity else { return nil }
      var offset = try registry.offset(in: file)
      if offset == nil, let place = lost.firstIndex(where: { file.continues($0) }) {
        offset = lost.remove(at: place).offset
      }
      // What is older than all that was being read was read before.
      isBehind =
        isBehind || offset != nil || savedAt.map { sibling.isWritten(since: $0) } ?? false
      guard isBehind, let start = offset ?? (known.isNew(file) ? 0 : nil), found.isFirst(file)
      else { continue }
      if try !file.ends(at: start) { rest.append(Remainder(file: file, offset: start)) }
    }
    return rest
  }
}
