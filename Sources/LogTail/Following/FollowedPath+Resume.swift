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
    let emptied = try emptied(own, registry)
    var isBehind = false
    for sibling in Siblings.of(LogFile.resolved(path)) ?? [] {
      guard let file = try? LogFile.open(sibling.path), !registry.isOpen(file.status.identity)
      else { continue }
      var offset = try registry.offset(in: file)
      if offset == nil { offset = try FollowedPath.offset(inCopy: file, of: emptied) }
      // What is older than all that was being read was read before.
      isBehind = isBehind || offset != nil
      guard isBehind else { continue }
      let isNew = read.isNew(
        file.status.identity, beginningWith: try file.descriptor.firstBytes())
      guard let start = offset ?? (isNew ? 0 : nil) else { continue }
      adopt(try Generation(path: path, file, offset: start, now: now), in: &registry)
    }
    do {
      let file = try LogFile.open(path)
      guard !registry.isOpen(file.status.identity) else { return true }
      let start = try registry.offset(in: file) ?? 0
      adopt(try Generation(path: path, file, offset: start, now: now), in: &registry)
    } catch .missing {
      // It is waited for, and that is said at the first look.
    }
    return true
  }

  /// The position in what the file held that the name means, if it was emptied since.
  private func emptied(
    _ own: [FilePosition], _ registry: FileRegistry
  ) throws(SystemError) -> FilePosition? {
    guard let file = try? LogFile.open(path), try registry.offset(in: file) == nil else {
      return nil
    }
    return own.last { $0.identity == file.status.identity }
  }

  /// Where to read on in a file if it is a copy of one that was then emptied (`copytruncate`).
  private static func offset(
    inCopy file: LogFile, of emptied: FilePosition?
  ) throws(SystemError) -> Int? {
    guard let emptied, emptied.fingerprint.length >= KnownFiles.shortestProof,
      emptied.offset <= file.status.size,
      emptied.fingerprint.matches(try file.descriptor.firstBytes())
    else { return nil }
    return emptied.offset
  }
}
