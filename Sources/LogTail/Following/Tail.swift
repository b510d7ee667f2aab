import System

/// Follows several logs, a step at a time, without ever waiting.
///
/// One look at a log takes down how far its files reach, the newest file first, and then reads up
/// to there, the oldest file first. A writer that goes from an old file to a new one is thus read
/// in the order in which it wrote. What several logs received since the look before is merged by
/// time.
struct Tail {
  enum Step: Equatable {
    case item(TailItem)
    /// Much was read, and nothing of it can be handed on yet; there is more to read.
    case busy
    /// Nothing to do until something changes.
    case idle
    case finished
  }

  let configuration: TailConfiguration
  let watch: ChangeWatch
  var registry: FileRegistry
  var paths: [FollowedPath] = []
  var patterns: [String] = []
  var streams: [ByteStream] = []
  /// What is being read.
  var merge: LineMerge?
  /// Where the files that are there at the start begin to be read, and how much of them is to be,
  /// in bytes as they stand on the disk, all of them together.
  var startOffsets = 0
  var startBytes = 0
  /// When the newest of the files that were there at the start was last written to, in seconds
  /// since the epoch.
  var modified: Int?
  /// What is handed on before anything else.
  var pending: [TailItem] = []

  private var noted: ChangeWatch.Changes? = .unknown
  private(set) var retiring: [Generation] = []
  /// Positions that the next lines say: of what files held before they were emptied, and of copies
  /// of what an earlier run read.
  ///
  /// Without them a run that is killed would leave a state from which such a file is taken for
  /// another one.
  var untold: [FilePosition] = []
  private var hasCaughtUp = false
  /// Whether what was written since an earlier run has yet to be looked at.
  private var mustResume: Bool
  private var wasStreamsTurn = false

  /// Opens all that is there.
  init(
    _ configuration: TailConfiguration, watch: ChangeWatch, now: ContinuousClock.Instant
  ) throws(FollowError) {
    self.configuration = configuration
    self.watch = watch
    registry = FileRegistry(remembering: configuration.resumeFrom)
    mustResume = !configuration.resumeFrom.isEmpty
    try start(at: now)
  }

  /// Takes down which files changed; `.unknown` is also for the poll that backs up the notices.
  mutating func note(_ changes: ChangeWatch.Changes) {
    switch (noted, changes) {
    case (.unknown?, _), (_, .seen([])): break
    case (.seen(let before)?, .seen(let more)): noted = .seen(before.union(more))
    default: noted = changes
    }
  }

  /// How long to read on at most when the end is asked for.
  var finishPatience: Duration {
    configuration.mode == .replay ? .zero : configuration.finishPatience
  }

  /// Whether what was there at the start is still being read.
  var isLoading: Bool { configuration.mode == .replay || !hasCaughtUp }

  /// How much there is to be read of what was there at the start; `nil` if that is not known.
  var totalBytes: Int? {
    configuration.mode == .replay && !streams.isEmpty ? nil : startBytes
  }

  /// How much of what was there at the start has been read, in bytes as they stand on the disk.
  var loadedBytes: Int {
    paths.reduce(-startOffsets) { sum, path in
      path.generations.reduce(sum) { $0 + $1.bytesRead }
    }
  }

  /// How long to sleep at most when idle; `nil` if only streams are read, which say themselves.
  var pollInterval: Duration? {
    guard configuration.mode != .replay, !paths.isEmpty || !patterns.isEmpty else { return nil }
    let isWatched = paths.allSatisfy { $0.generations.allSatisfy { $0.watch != nil } }
    return isWatched
      ? configuration.pollInterval : min(configuration.pollInterval, .milliseconds(250))
  }

  /// The descriptors of the streams to wait for.
  var streamNumbers: [Int32] {
    let open = streams.filter(\.isOpen).map(\.number)
    return configuration.mode == .replay ? Array(open.prefix(1)) : open
  }

  /// Whether a stream has more to give without anything new coming.
  var isBehind: Bool { streams.contains { $0.isOpen && $0.isBehind } }

  /// What comes next.
  mutating func next(at now: ContinuousClock.Instant) -> Step {
    while true {
      if !pending.isEmpty { return .item(pending.removeFirst()) }
      if merge != nil {
        if var batch = merge?.next() {
          guard !batch.bytes.isEmpty else {
            untold += batch.positions
            return .busy
          }
          batch.positions = takeUntold() + batch.positions
          return .item(.lines(batch))
        }
        merge = nil
        finishReading()
        continue
      }
      if configuration.mode == .replay {
        guard let stream = streams.first(where: \.isOpen) else { return .finished }
        guard read(stream) else { return .idle }
        continue
      }
      guard hasCaughtUp else {
        if mustResume {
          mustResume = false
          look(after: noted.take() ?? .unknown, at: now)
          continue
        }
        hasCaughtUp = true
        return .item(.caughtUp(modified: modified, positions: positions))
      }
      // Turns are taken, so that a stream that never pauses does not hold up the files.
      wasStreamsTurn = wasStreamsTurn ? false : readStreams()
      if wasStreamsTurn { continue }
      guard let changes = noted.take() else { return .idle }
      look(after: changes, at: now)
    }
  }

  private var positions: [FilePosition] {
    // Rotated files that match a pattern are known under the names that they had.
    let names = paths.map(\.path)
    let missing = paths.filter { $0.generations.isEmpty }.map(\.path)
      .filter { !Siblings.isRotation($0, ofAny: names) }
    return paths.flatMap(\.generations).map(\.position)
      + (missing + patterns).map { FilePosition.beforeAll(of: $0) }
  }

  mutating func append(_ bytes: [UInt8], positions: [FilePosition] = []) {
    guard !bytes.isEmpty else { return }
    let positions = takeUntold() + positions
    pending.append(.lines(LineBatch(bytes: bytes, origin: .live, positions: positions)))
  }

  private mutating func takeUntold() -> [FilePosition] {
    defer { untold = [] }
    return untold
  }

  mutating func say(_ change: SourceEvent.Change, of path: String) {
    pending.append(.source(SourceEvent(path: path, change: change)))
  }

  /// Looks at the logs that changed, and makes ready to read what is new.
  private mutating func look(after changes: ChangeWatch.Changes, at now: ContinuousClock.Instant) {
    if changes == .unknown { findMatches() }
    var lanes: [[Segment]] = []
    for index in paths.indices where paths[index].isConcerned(by: changes) {
      if let change = lookAtName(index, at: now) { say(change, of: paths[index].path) }
      paths[index].watch(with: watch)
      let generations = paths[index].generations
      for generation in generations.reversed() where !generation.isCompressed {
        lookAt(generation, of: index, at: now)
      }
      // With the copies of those that were emptied.
      let present = paths[index].generations
      let retired = paths[index].retire(quietSince: now - configuration.rotatedQuiet)
      retiring += retired
      let segments = present.compactMap { generation in
        Segment(of: generation, isLast: retired.contains { $0 === generation })
      }
      if !segments.isEmpty { lanes.append(segments) }
    }
    paths.removeAll(where: \.isGoneForGood)
    if lanes.isEmpty {
      reportFailures()
    } else {
      merge = .loading(lanes, origin: .live, configuration.timeOfLine)
    }
  }

  /// Looks what a name means now, and says what changed.
  private mutating func lookAtName(
    _ index: Int, at now: ContinuousClock.Instant
  ) -> SourceEvent.Change? {
    do {
      guard try !isCopy(index) else { return paths[index].becomeAlias() }
      return paths[index].look(at: now, in: &registry)
    } catch {
      return paths[index].fail(error)
    }
  }

  /// Takes down how far a file reaches, and begins anew with one that was emptied.
  private mutating func lookAt(
    _ generation: Generation, of index: Int, at now: ContinuousClock.Instant
  ) {
    do {
      guard try generation.look(at: now) == .truncated else { return }
      let before = generation.position
      // All of it or, if something cannot be read, nothing: then this comes again.
      let copies = try paths[index].copies(of: before, emptied: generation, at: now, registry)
      let rest = try generation.restart()
      untold.append(before.emptied)
      say(.truncated, of: generation.path)
      paths[index].adopt(copies, of: before, emptied: generation, in: &registry)
      if copies.rest == nil { append(rest, positions: [generation.position]) }
    } catch {
      generation.failure = .system(error)
    }
  }

  private mutating func findMatches() {
    for pattern in patterns {
      for match in Directory.matches(of: pattern)
      where !paths.contains(where: { $0.path == match }) && isLog(match) {
        paths.append(FollowedPath(path: match, origin: .matched))
      }
    }
  }

  /// Whether a match of a pattern is worth reading: no directory, and nothing compressed if it is
  /// to be followed.
  func isLog(_ match: String) -> Bool {
    let isFollowed = configuration.mode != .replay
    return !(isFollowed && Siblings.isCompressed(match))
      && (try? FileStatus.of(match).kind) == .regular
  }

  /// What there is to do when all that was seen has been read.
  private mutating func finishReading() {
    reportFailures()
    for generation in retiring.reversed() {
      // What is damaged or cut off stays so, and is said once.
      if case .system = generation.failure,
        let index = paths.firstIndex(where: { $0.path == generation.path }),
        paths[index].takeBack(generation)
      {
        continue
      }
      if let watched = generation.watch { watch.remove(watched) }
      registry.didClose(generation.position)
      for index in paths.indices where paths[index].path == generation.path {
        paths[index].didRetire(generation)
      }
    }
    retiring = []
  }

  private mutating func reportFailures() {
    for generation in paths.flatMap(\.generations) + retiring
    where generation.failure != generation.reportedFailure {
      generation.reportedFailure = generation.failure
      say(generation.failure.map { .failed($0) } ?? .resumed, of: generation.path)
    }
  }
}
