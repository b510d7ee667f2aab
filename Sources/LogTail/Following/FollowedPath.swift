import System

/// A name that is followed, and the files that it meant.
///
/// - Invariant: `generations` are in log order. The last one is what the name means, or meant
///   before it was lost; none of them is open under another name.
struct FollowedPath {
  enum Origin {
    case named
    /// Matched a pattern: gone for good when it is gone.
    case matched
  }

  enum State: Equatable {
    case unopened
    case open
    /// Another name of a file that is open under that one.
    case alias
    case waiting
    case failed(SystemError)
  }

  static let maximumAttempts = 16
  /// How many rotated files are kept open at most, however much is written to them.
  private static let maximumRotated = 8
  /// How many files are kept open at most while those that were rotated cannot be read.
  private static let maximumUnread = 64

  let path: String
  let origin: Origin
  private(set) var state: State = .unopened
  private(set) var generations: [Generation] = []
  /// The rotated files that were there when it was looked last.
  ///
  /// What is new among them next time was the log in between. `nil` as long as there was nothing to look at.
  private(set) var known: KnownFiles?
  /// The name without symbolic links, beside which rotated files are found.
  private(set) var resolvedPath: String
  private var hasBeenOpen = false
  private var directoryWatch: Int32?

  /// Looks at nothing beside a log that will not be rotated, as in a replay.
  init(path: String, origin: Origin, mayRotate: Bool = true) {
    self.path = path
    self.origin = origin
    resolvedPath = Path.resolved(path)
    known = mayRotate ? Siblings.of(resolvedPath).map { KnownFiles($0) } : nil
  }

  /// Takes on the file that the name means at the start, or an older one that is still to be read.
  mutating func adopt(_ generation: Generation, in registry: inout FileRegistry) {
    generations.append(generation)
    registry.didOpen(generation.identity)
    hasBeenOpen = true
    if state == .unopened { state = .open }
  }

  /// Takes down the rotated files that are there, which are beside `place`.
  mutating func know(_ listing: [Sibling], at place: String) {
    known = KnownFiles(listing)
    resolvedPath = place
  }

  /// Takes on files that the name meant before what is in `newer`, oldest first.
  mutating func adopt(
    _ older: [Generation], before newer: Generation, in registry: inout FileRegistry
  ) {
    let place = generations.firstIndex { $0 === newer } ?? generations.endIndex
    generations.insert(contentsOf: older, at: place)
    for generation in older { registry.didOpen(generation.identity) }
  }

  /// Takes down the files that are there when the log was emptied.
  mutating func know(copiesIn listing: [Sibling]) { known = known?.renewed(listing) }

  /// Says that the name means what is read under another.
  @discardableResult
  mutating func becomeAlias() -> SourceEvent.Change? {
    defer { state = .alias }
    guard case .failed = state else { return nil }
    return .resumed
  }

  /// Says that it cannot be told for now what the name means.
  mutating func fail(_ error: SystemError) -> SourceEvent.Change? {
    enter(.failed(error), saying: .failed(.system(error)))
  }

  /// Looks what the name means now, and says what changed.
  mutating func look(
    at now: ContinuousClock.Instant, in registry: inout FileRegistry
  ) -> SourceEvent.Change? {
    do {
      return try follow(FileStatus.of(path), at: now, in: &registry)
    } catch .missing {
      lookForMissed(at: now, in: &registry)
      return enter(.waiting, saying: .waiting)
    } catch {
      return fail(error)
    }
  }

  /// Takes out the files that nothing more is expected of: those that are quiet after their
  /// rotation, and the oldest ones of too many.
  mutating func retire(quietSince deadline: ContinuousClock.Instant) -> [Generation] {
    var rotatedCount = generations.count
    if rotatedCount > 0, !(origin == .matched && state == .waiting) { rotatedCount -= 1 }
    let excess = rotatedCount - FollowedPath.maximumRotated
    var retired: [Generation] = []
    var kept: [Generation] = []
    for (index, generation) in generations.enumerated() {
      let isQuiet = generation.lastActivity <= deadline && generation.size <= generation.offset
      if generation.isCompressed || index < rotatedCount && (index < excess || isQuiet) {
        retired.append(generation)
      } else {
        kept.append(generation)
      }
    }
    generations = kept
    return retired
  }

  /// Takes back a file that was retired and could not be read to its end; `false` if there are too
  /// many.
  mutating func takeBack(_ generation: Generation) -> Bool {
    guard generations.count < FollowedPath.maximumUnread else { return false }
    generations.insert(generation, at: 0)
    return true
  }

  /// Remembers a file that was retired and read to its end.
  mutating func didRetire(_ generation: Generation) {
    known?.insert(generation.position)
  }

  /// Remembers what a file held before it was emptied.
  mutating func didTruncate(_ fingerprint: Fingerprint) {
    known?.insertEmptied(fingerprint)
  }

  /// Whether a file that a pattern matched no longer exists, and all of it was read.
  var isGoneForGood: Bool {
    origin == .matched && state == .waiting && generations.isEmpty
  }

  /// Whether an earlier run followed a match of a pattern that is gone, and has left nothing to read.
  var isLeftBehind: Bool {
    origin == .matched && state == .unopened && (try? FileStatus.of(path)) == nil
  }

  /// Whether one of the watches that saw something is on this log or its directory.
  func isConcerned(by changes: ChangeWatch.Changes) -> Bool {
    guard case .seen(let watches) = changes else { return true }
    return directoryWatch.map(watches.contains) ?? false
      || generations.contains { $0.watch.map(watches.contains) ?? false }
  }

  /// Has the files and the directory watched.
  mutating func watch(with watch: ChangeWatch) {
    // The directory may be another by now; the same one keeps its watch.
    directoryWatch = watch.add(directory: Path.directory(of: path))
    for generation in generations where generation.watch == nil && !generation.isCompressed {
      generation.watch = watch.add(generation.descriptor)
    }
  }

  private mutating func follow(
    _ status: FileStatus, at now: ContinuousClock.Instant, in registry: inout FileRegistry
  ) throws(SystemError) -> SourceEvent.Change? {
    guard status.kind == .regular else {
      throw status.kind == .directory ? .isDirectory : .notSupported
    }
    if let last = generations.last, last.identity == status.identity {
      return enter(.open, saying: .resumed)
    }
    if let older = generations.firstIndex(where: { $0.identity == status.identity }) {
      // A link that moved back, or a file that was given its name again.
      generations.append(generations.remove(at: older))
      return state == .open ? .rotated : enter(.open, saying: .resumed)
    }
    guard !registry.isOpen(status.identity) else { return becomeAlias() }
    let isFirst = !hasBeenOpen
    guard try openSuccessors(at: now, in: &registry) else { return nil }
    state = .open
    return isFirst ? .opened : .rotated
  }

  /// Opens what the name means, and before that all that it meant since it was looked at last.
  ///
  /// Names may change at any moment in between. Nothing is lost by starting over: what is not open
  /// yet is found beside the log, under its new name. Returns `false` if there was no quiet moment.
  private mutating func openSuccessors(
    at now: ContinuousClock.Instant, in registry: inout FileRegistry
  ) throws(SystemError) -> Bool {
    for _ in 0..<FollowedPath.maximumAttempts {
      let newest = try LogFile.open(path)
      let listing = Siblings.of(resolvedPath)
      guard let missed = try missedFiles(in: listing ?? [], besides: newest, registry),
        try FileStatus.of(path).identity == newest.status.identity
      else { continue }
      try adopt(missed, at: now, in: &registry)
      if !registry.isOpen(newest.status.identity) {
        generations.last?.lastActivity = now
        let offset = try registry.offset(in: newest) ?? 0
        adopt(try Generation(path: path, newest, offset: offset, now: now), in: &registry)
      }
      let place = Path.resolved(path)
      known =
        place == resolvedPath
        ? listing.map { known?.renewed($0) ?? KnownFiles($0) }
        : Siblings.of(place).map { KnownFiles($0) }
      resolvedPath = place
      return true
    }
    return false
  }

  /// Opens what the name meant in between while it means nothing: its writer may still be there.
  ///
  /// What cannot be opened now is found at the next look.
  private mutating func lookForMissed(
    at now: ContinuousClock.Instant, in registry: inout FileRegistry
  ) {
    guard hasBeenOpen, let listing = Siblings.of(resolvedPath),
      let missed = try? missedFiles(in: listing, besides: nil, registry), !missed.isEmpty,
      (try? FileStatus.of(path)) == nil, (try? adopt(missed, at: now, in: &registry)) != nil
    else { return }
    known = known?.renewed(listing)
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

  private mutating func enter(_ next: State, saying change: SourceEvent.Change)
    -> SourceEvent.Change?
  {
    guard state != next else { return nil }
    state = next
    return change
  }
}
