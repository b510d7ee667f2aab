import System

extension Tail {
  /// Whether a name means a copy of another log that is followed, or one that is being made, or
  /// nothing that could be told from one.
  ///
  /// `copytruncate` leaves copies that a pattern may match too. Their lines are read in the log
  /// that they are of. A newer copy, which holds more than that, may be made to take its name; only
  /// where it is left as it is for a while, what it holds more is read in it.
  ///
  /// - Throws: Why that cannot be told for now; read as a log, its lines would count twice.
  mutating func isCopy(
    _ index: Int, at now: ContinuousClock.Instant
  ) throws(SystemError) -> Bool {
    let path = paths[index].path
    guard let status = try? FileStatus.of(path), status.kind == .regular,
      !registry.isOpen(status.identity), !paths[index].isReading(status.identity)
    else { return false }
    let known = registry.copy(status.identity)
    if let known, known.size == status.size { return true }
    let logs = logsOfWhichIsCalledARotation(path)
    guard paths[index].origin == .matched || !logs.isEmpty else { return false }
    let file: LogFile
    do throws(SystemError) {
      file = try LogFile.open(path)
    } catch .missing {
      return false
    }
    let content = try ReadContent(of: file.descriptor, before: file.status.size)
    if !logs.isEmpty {
      // Nothing is lost by waiting for the end of a first line, and a copy may be under way.
      let bytes = try file.descriptor.firstBytes()
      if !bytes.contains(newline), bytes.count < Fingerprint.maximumLength { return true }
    }
    if paths.count > 1, try mayBecomeCopy(file, content, besides: path) {
      // It is read as a log if it stays as it is.
      return paths[index].mayGetOtherName(status, at: now)
    }
    let original = try original(of: file, content, besides: path, logs)
    registry.didFindCopy(
      status.identity,
      original.map { FileRegistry.Copy(content: content, original: $0) } ?? known)
    guard original != nil else {
      guard let log = try log(heldBy: file, content, besides: path) else { return false }
      registry.didFindCopy(
        status.identity, FileRegistry.Copy(content: log.content, original: log.identity))
      return paths[index].mayGetOtherName(status, at: now)
    }
    // The next run must not take it for a new log.
    untold.append(FilePosition(path: path, identity: status.identity, content: content))
    return true
  }

  /// How far a path is read that means a copy; `nil` if it does not.
  func positionOfCopy(_ path: FollowedPath) -> FilePosition? {
    guard path.state == .alias, let status = try? FileStatus.of(path.path),
      let copy = registry.copy(status.identity)
    else { return nil }
    return FilePosition(path: path.path, identity: status.identity, content: copy.content)
  }

  /// The logs that a path is called like a rotated part of.
  private func logsOfWhichIsCalledARotation(_ path: String) -> [Int] {
    let folder = String(path.dropLast(Path.name(of: path).count))
    return RotatedName.readings(of: Path.name(of: path)).compactMap {
      $0.name.isCompressed ? nil : paths.index(of: folder + $0.base)
    }
  }

  /// The log of which a file is a copy, as it is now or as it was before it was emptied.
  private mutating func original(
    of file: LogFile, _ content: ReadContent, besides path: String, _ logs: [Int]
  ) throws(SystemError) -> FileIdentity? {
    guard content.hasDistinctLines else { return nil }
    for log in logs where paths[log].path != path {
      if let original = try paths[log].original(of: file) { return original }
    }
    for generation in beginnings(of: content) where generation.path != path {
      if try file.isBeginning(of: generation.descriptor) { return generation.identity }
    }
    return nil
  }

  /// Whether a file holds too little to be told from a copy that is being made.
  private mutating func mayBecomeCopy(
    _ file: LogFile, _ content: ReadContent, besides path: String
  ) throws(SystemError) -> Bool {
    guard !content.hasDistinctLines else { return false }
    // Nothing is lost by waiting for the end of a first line.
    guard let longest = content.longestRung else {
      return try !file.descriptor.firstBytes().contains(newline)
    }
    return beginnings(longest).contains { $0.path != path }
  }

  /// The log of which a file holds all that was read, and more; of several the one that was read
  /// furthest.
  private mutating func log(
    heldBy file: LogFile, _ content: ReadContent, besides path: String
  ) throws(SystemError) -> Generation? {
    var longest: Generation?
    for rung in content.allRungs {
      for log in beginnings(rung) where log.path != path && log.content.longestRung == rung {
        guard log.content.hasDistinctLines, log.content.length > longest?.content.length ?? 0,
          try log.content.likeness(of: file.descriptor, size: file.status.size) == .continues
        else { continue }
        longest = log
      }
    }
    return longest
  }

  /// The files that are read and begin as another does, as far as hashes tell; at most 16.
  private mutating func beginnings(of content: ReadContent) -> ArraySlice<Generation> {
    content.longestRung.map { beginnings($0) } ?? []
  }

  private mutating func beginnings(_ rung: ReadContent.Rung) -> ArraySlice<Generation> {
    let known = rungs ?? index()
    rungs = known
    return known[rung, default: []].prefix(16)
  }

  private func index() -> [ReadContent.Rung: [Generation]] {
    var rungs: [ReadContent.Rung: [Generation]] = [:]
    for generation in paths.lazy.flatMap(\.generations) where !generation.isCompressed {
      for rung in generation.content.allRungs { rungs[rung, default: []].append(generation) }
    }
    return rungs
  }
}

extension FollowedPath {
  /// A file that holds all of another log and more, as it was seen last.
  struct NewerCopy {
    var identity: FileIdentity
    /// In bytes.
    var size: Int
    /// When it was first seen to be of this size.
    var firstSeen: ContinuousClock.Instant
  }

  /// How long such a file is left as it is before it takes the other's name.
  private static let copyRest = Duration.seconds(2)

  /// The file of this log of which another is a copy, as it is now or as it was before it was
  /// emptied.
  func original(
    of file: LogFile, besides other: Generation? = nil
  ) throws(SystemError) -> FileIdentity? {
    for generation in generations where !generation.isCompressed && generation !== other {
      if try file.isBeginning(of: generation.descriptor) { return generation.identity }
      // It may have been emptied, which has not been seen yet.
      let content = generation.content
      let isRead = try content.isHeld(by: file)
      let isThere =
        try content.likeness(of: generation.descriptor, size: generation.descriptor.status().size)
        == .continues
      if isRead, !isThere { return generation.identity }
    }
    guard try known?.heldEmptied(in: file) ?? false else { return nil }
    return generations.last?.identity ?? file.status.identity
  }

  /// Whether a file that holds more than another log may be about to get the name of that: it has
  /// not been left as it is for ``copyRest``.
  fileprivate mutating func mayGetOtherName(
    _ status: FileStatus, at now: ContinuousClock.Instant
  ) -> Bool {
    let seen = newerCopy.flatMap { copy in
      copy.identity == status.identity && copy.size == status.size ? copy : nil
    }
    let copy =
      seen ?? NewerCopy(identity: status.identity, size: status.size, firstSeen: now)
    newerCopy = copy
    return now - copy.firstSeen < FollowedPath.copyRest
  }

  func isReading(_ generation: Generation) -> Bool { generations.contains { $0 === generation } }

  /// Whether one of the files of this name is that one.
  func isReading(_ identity: FileIdentity) -> Bool {
    generations.contains { $0.identity == identity }
  }
}

extension ReadContent {
  /// Whether a file begins with all of this, or is the beginning of it.
  func isHeld(by file: LogFile) throws(SystemError) -> Bool {
    guard hasDistinctLines else { return false }
    let likeness = try likeness(of: file.descriptor, size: file.status.size)
    return likeness == .continues || likeness == .shortened
  }
}
