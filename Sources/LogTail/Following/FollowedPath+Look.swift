import System

extension FollowedPath {
  /// Looks what the name means now, and says what changed.
  mutating func look(
    at now: ContinuousClock.Instant, in registry: inout FileRegistry
  ) -> [SourceEvent.Change] {
    do {
      return try follow(FileStatus.of(path), at: now, in: &registry)
    } catch .missing {
      lookForMissed(at: now, in: &registry)
      return enter(.waiting, saying: .waiting)
    } catch {
      return fail(error)
    }
  }

  private mutating func follow(
    _ status: FileStatus, at now: ContinuousClock.Instant, in registry: inout FileRegistry
  ) throws(SystemError) -> [SourceEvent.Change] {
    guard status.kind == .regular else {
      throw status.kind == .directory ? .isDirectory : .notSupported
    }
    if let last = generations.last, last.identity == status.identity {
      return enter(.open, saying: .resumed)
    }
    if let older = generations.firstIndex(where: { $0.identity == status.identity }) {
      moveToEnd(older)
      guard state == .open else { return enter(.open, saying: .resumed) }
      return [.rotated]
    }
    guard !registry.isOpen(status.identity) else { return becomeAlias() }
    return try openSuccessors(at: now, in: &registry)
  }

  /// Opens what the name means, and before that all that it meant since it was looked at last.
  ///
  /// Names may change at any moment in between. Nothing is lost by starting over: what is not open
  /// yet is found beside the log, under its new name. Nothing is said if there was no quiet moment.
  private mutating func openSuccessors(
    at now: ContinuousClock.Instant, in registry: inout FileRegistry
  ) throws(SystemError) -> [SourceEvent.Change] {
    let isFirst = !hasBeenOpen
    for _ in 0..<FollowedPath.maximumAttempts {
      guard try !wasFormerEmptied() else { return [] }
      let newest = try LogFile.open(path)
      if let former = try former(of: newest, registry), former.verdict == .moved {
        guard try FileStatus.of(path).identity == newest.status.identity else { continue }
        try moveOn(to: newest, from: former, at: now, in: &registry)
        return isFirst ? [.opened] : [.resumed]
      }
      learnArchive()
      folders.beginLook()
      let listing = Siblings.of(place, in: folders, archives: archives)
      guard let between = try filesBetween(listing, and: newest, registry),
        try FileStatus.of(path).identity == newest.status.identity
      else { continue }
      try adopt(between.files, at: now, in: &registry)
      if !registry.isOpen(newest.status.identity) {
        generations.last?.lastActivity = now
        // Of what was a copy the beginning was counted in the other log.
        let offset =
          try registry.offset(in: newest) ?? registry.copy(newest.status.identity)?.size ?? 0
        adopt(try Generation(path: path, newest, offset: offset, now: now), in: &registry)
      }
      let present = Path.place(of: path)
      let beside =
        present == place ? listing : Siblings.of(present, in: folders, archives: archives)
      if let beside { know(beside, at: present) }
      state = .open
      return (isFirst ? [.opened] : [.rotated]) + (between.isIncomplete ? [.missed] : [])
    }
    return []
  }

  /// What had been read under the name before, and what that makes of the file that it means now.
  private struct Former {
    var content: ReadContent
    var verdict: FileVerdict
  }

  private func former(
    of newest: LogFile, _ registry: FileRegistry
  ) throws(SystemError) -> Former? {
    let content: ReadContent
    let place: FileEvidence.Former
    if let last = generations.last {
      content = last.content
      place = try last.isNamed() ? .elsewhere : .gone
    } else if let position = registry.lastPosition(under: path) {
      content = position.content
      let siblings = Siblings.of(self.place, in: folders, wanted: [position.identity]) ?? []
      place = siblings.contains { $0.holds(position) } ? .elsewhere : .gone
    } else {
      return nil
    }
    let likeness = try content.likeness(of: newest.descriptor, size: newest.status.size)
    let evidence = FileEvidence(
      former: place, likeness: likeness, hasDistinctLines: content.hasDistinctLines)
    return Former(content: content, verdict: FileVerdict(evidence))
  }

  /// Reads on in a copy of the file before, which is gone.
  ///
  /// A server may still write to that: what it holds in common with the copy is read in the copy.
  private mutating func moveOn(
    to newest: LogFile, from former: Former, at now: ContinuousClock.Instant,
    in registry: inout FileRegistry
  ) throws(SystemError) {
    let copy = try Generation(path: path, newest, offset: former.content.length, now: now)
    registry.didMove(from: generations.last?.position, to: copy.position)
    if let last = generations.last { try last.leave(to: copy) }
    adopt(copy, in: &registry)
    let present = Path.place(of: path)
    if let beside = Siblings.of(present, in: folders, archives: archives) {
      know(beside, at: present)
    }
    state = .open
  }

  /// Learns to which folder the file before was moved, if it was.
  private mutating func learnArchive() {
    guard let path = generations.last?.descriptor.path else { return }
    let folder = Path.directory(of: path)
    guard folder != home, path != place, !archives.contains(folder),
      RotatedName(Path.name(of: path), of: Path.name(of: place)) != nil
    else { return }
    archives.append(folder)
    if archives.count > 4 { archives.removeFirst() }
  }

  /// Whether the file before was emptied since it was looked at last.
  ///
  /// The copy of what it held has to be found first: it would be taken for a file that the name meant
  /// in between.
  private func wasFormerEmptied() throws(SystemError) -> Bool {
    try generations.last?.wasEmptied() ?? false
  }

  /// Opens what the name meant in between while it means nothing: its writer may still be there.
  ///
  /// What cannot be opened now is found at the next look.
  private mutating func lookForMissed(
    at now: ContinuousClock.Instant, in registry: inout FileRegistry
  ) {
    guard hasBeenOpen, (try? wasFormerEmptied()) == false,
      let listing = Siblings.of(place, in: folders, archives: archives),
      let between = try? filesBetween(listing, and: nil, registry), !between.files.isEmpty,
      (try? FileStatus.of(path)) == nil,
      (try? adopt(between.files, at: now, in: &registry)) != nil
    else { return }
    know(listing, at: place)
  }

  private mutating func adopt(
    _ files: [RotatedFile], at now: ContinuousClock.Instant, in registry: inout FileRegistry
  ) throws(SystemError) {
    for file in files where !registry.isOpen(file.identity) {
      let offset = try registry.offset(in: file) ?? 0
      generations.last?.lastActivity = now
      adopt(try Generation(path: path, file, offset: offset, now: now), in: &registry)
    }
  }
}
