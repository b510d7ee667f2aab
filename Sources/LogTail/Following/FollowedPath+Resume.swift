extension FollowedPath {
  /// Takes on the files that an earlier run was reading under this name, where it left them, and
  /// those that the name has meant since; `false` if that run did not follow this name.
  ///
  /// - Throws: if the file that the name means now is there and cannot be read.
  mutating func resume(
    _ positions: [FilePosition], at now: ContinuousClock.Instant, in registry: inout FileRegistry
  ) throws(SystemError) -> Bool {
    let own = positions.filter { $0.path == path }
    guard !own.isEmpty else { return false }
    let read = KnownFiles(own)
    let found = try filesToResume(own, registry)
    var lost = try own.lost(among: found.rotated + [found.newest].compactMap(\.self), registry)
    var isBehind = false
    for file in found.rotated where !registry.isOpen(file.status.identity) {
      let firstBytes = try file.descriptor.firstBytes()
      var start = try registry.offset(in: file)
      if start == nil, let copied = lost.firstIndex(where: { $0.isCopied(in: firstBytes) }) {
        start = min(file.status.size, lost.remove(at: copied).offset)
      }
      // What is older than all that was being read was read before.
      isBehind = isBehind || start != nil
      if start == nil, isBehind, read.isNew(file.status.identity, beginningWith: firstBytes) {
        start = 0
      }
      guard let start else { continue }
      adopt(try Generation(path: path, file, offset: start, now: now), in: &registry)
    }
    // Without one it is waited for, and that is said at the first look.
    if let newest = found.newest, !registry.isOpen(newest.status.identity) {
      let start = try registry.offset(in: newest) ?? 0
      adopt(try Generation(path: path, newest, offset: start, now: now), in: &registry)
    }
    return true
  }

  /// Takes on a file that came to match a pattern when it was rotated: what there is to be read of
  /// it is read under the name that it had.
  mutating func resumeRotated(
    at now: ContinuousClock.Instant, in registry: inout FileRegistry
  ) throws(SystemError) {
    let file = try LogFile.open(path)
    guard !registry.isOpen(file.status.identity) else { return becomeAlias() }
    let start = try registry.offset(in: file) ?? file.status.size
    adopt(try Generation(path: path, file, offset: start, now: now), in: &registry)
  }

  /// The files that may have been written to since, oldest first: those that rotation named, what a
  /// link meant before it moved, and what the name means now.
  ///
  /// Names may change at any moment in between; then they are looked for again.
  private mutating func filesToResume(
    _ own: [FilePosition], _ registry: FileRegistry
  ) throws(SystemError) -> (rotated: [LogFile], newest: LogFile?) {
    var rotated: [LogFile] = []
    var newest: LogFile?
    for _ in 0..<FollowedPath.maximumAttempts {
      let place = LogFile.resolved(path)
      let listing = list(own, at: place)
      rotated = []
      for sibling in listing {
        guard let file = try? LogFile.open(sibling.path) else { continue }
        let isRotation = Siblings.isRotation(
          LogFile.name(of: sibling.path), of: LogFile.name(of: place))
        // A number may have been used again for a file that is no log.
        let isWanted = isRotation ? true : try registry.offset(in: file) != nil
        if isWanted { rotated.append(file) }
      }
      do {
        newest = try LogFile.open(path)
      } catch .missing {
        newest = nil
      }
      know(listing, at: place)
      let present = try? FileStatus.of(path)
      if present?.identity == newest?.status.identity,
        list(own, at: LogFile.resolved(path)).map(\.status.identity)
          == listing.map(\.status.identity)
      {
        break
      }
    }
    return (rotated, newest)
  }

  private func list(_ own: [FilePosition], at place: String) -> [Sibling] {
    let identities = Set(own.map(\.identity))
    return Siblings.of(place) { identities.contains($0) } ?? []
  }
}

extension [FilePosition] {
  /// Those in what is in no file any more under its number: it may have been copied before the file
  /// was emptied (`copytruncate`).
  fileprivate func lost(
    among files: [LogFile], _ registry: FileRegistry
  ) throws(SystemError) -> [FilePosition] {
    var found: Set<FileIdentity> = []
    for file in files where try registry.offset(in: file) != nil {
      found.insert(file.status.identity)
    }
    return filter { !found.contains($0.identity) }
  }
}

extension FilePosition {
  /// Whether a file that begins with `bytes` is a copy of the one that this is a position in.
  fileprivate func isCopied(in bytes: [UInt8]) -> Bool {
    fingerprint.isProof && fingerprint.matches(bytes)
  }
}
