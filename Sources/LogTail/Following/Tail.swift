import Feed
import System

/// Follows several logs, a step at a time, without ever waiting.
///
/// One look at a log records how far its files reach, the newest file first, and then reads up
/// to there, the oldest file first. A writer that goes from an old file to a new one is thus read
/// in the order in which it wrote. What several logs received since the look before is merged by
/// time.
struct Tail {
  enum Step: Equatable {
    case item(TailItem)
    /// Much was read, and none of it can be passed on yet. There is more to read.
    case busy
    /// Nothing to do until something changes.
    case idle
    case finished
  }

  let configuration: TailConfiguration
  let watch: ChangeWatch
  let folders: Folders
  var registry: FileRegistry
  var paths = FollowedPaths()
  var patterns: [FollowedPattern] = []
  /// The files that are read, by the hashes of their beginnings; `nil` until a look asks for it.
  var rungs: [ReadContent.Rung: [Generation]]?
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
  /// The sources that cannot be read, found at the start.
  var refused: [(source: String, error: FollowError)] = []
  /// What comes before that, and is read when nothing else is.
  var earlier: EarlierLines?
  /// From which time on all lines were read at the start; `nil` for all there are.
  var coveredSince: Int?
  /// The items that are passed on before anything else.
  var pending: [TailItem] = []
  /// How many of these were passed on.
  private var pendingTaken = 0

  private var noted: ChangeWatch.Changes? = .unknown
  /// Which names a poll looks at next.
  var polls = PollTurns()
  var retiring: [Generation] = []
  /// The names of files of which no notices come.
  var unwatched: Set<String> = []
  /// What was looked at since failures were last reported.
  var lookedAt: [Generation] = []
  /// Positions that the next lines say: of what files held before they were emptied, and of copies
  /// of what an earlier run read.
  ///
  /// Without them a run that is killed would leave a state from which such a file is taken for
  /// another one.
  var untold: [FilePosition] = []
  /// Whether the end was asked for: nothing is waited for that may yet be written.
  var isEnding = false
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
    folders = Folders(excluding: configuration.excluded)
    registry = FileRegistry(remembering: configuration.resumeFrom)
    mustResume = !configuration.resumeFrom.isEmpty
    try start(at: now)
  }

  /// Records which files changed; the periodic poll passes `.unknown`.
  mutating func note(_ changes: ChangeWatch.Changes) {
    switch (noted, changes) {
    case (.unknown?, _), (_, .seen([])): break
    case (.seen(let before)?, .seen(let more)): noted = .seen(before.union(more))
    default: noted = changes
    }
  }

  /// Notes that it is time to look at names although nothing was reported: at all of them or, where
  /// there are very many, at some.
  mutating func notePoll() {
    if paths.count <= PollTurns.share { note(.unknown) } else { polls.isDue = true }
  }

  /// How long to read on at most when the end is asked for.
  var finishPatience: Duration {
    configuration.mode == .replay ? .zero : configuration.finishPatience
  }

  /// Whether what was there at the start is still being read.
  var isLoading: Bool { configuration.mode == .replay || !hasCaughtUp }

  /// Whether no read can take long: a replay of nothing but files on this machine.
  var canBeReadInATask: Bool {
    guard configuration.mode == .replay, streams.isEmpty else { return false }
    let devices = Set(paths.lazy.flatMap(\.generations).map(\.identity.device))
    return devices.allSatisfy(FileSystem.isLocal(device:))
  }

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
  ///
  /// - Complexity: O(1).
  var pollInterval: Duration? {
    guard configuration.mode != .replay, !paths.isEmpty || !patterns.isEmpty else { return nil }
    return unwatched.isEmpty
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
      if let item = takePending() { return .item(item) }
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
        return .item(
          .caughtUp(
            modified: modified, coveredSince: coveredSince, positions: takeUntold() + positions))
      }
      // Turns are taken, so that a stream that never pauses does not hold up the files.
      wasStreamsTurn = wasStreamsTurn ? false : readStreams()
      if wasStreamsTurn { continue }
      guard canGiveMore else { return .finished }
      if noted != nil || polls.isDue {
        look(after: noted.take() ?? .seen([]), at: now)
        continue
      }
      guard let item = earlier?.next(at: now) else { return .idle }
      if case .earlierEnds(_, isAll: true) = item { earlier = nil }
      return .item(item)
    }
  }

  /// Reads earlier lines, or closes the files that hold them.
  mutating func answerEarlier(_ isWanted: Bool) {
    if isWanted { earlier?.readOn() } else if earlier?.isWaiting == true { earlier = nil }
  }

  /// Whether anything is left to follow: a pipe without a name that has ended cannot come again.
  private var canGiveMore: Bool {
    !paths.isEmpty || !patterns.isEmpty || streams.contains(where: \.isOpen)
  }

  /// - Complexity: O(1), however many there are: as many files may have been opened at once.
  private mutating func takePending() -> TailItem? {
    guard pendingTaken < pending.count else { return nil }
    let item = pending[pendingTaken]
    pendingTaken += 1
    if pendingTaken == pending.count { (pending, pendingTaken) = ([], 0) }
    return item
  }

  private var positions: [FilePosition] {
    // Rotated files that match a pattern are known under the names that they had.
    let idle = paths.filter(\.generations.isEmpty)
    let copies = idle.compactMap { positionOfCopy($0) }
    let missing = idle.filter {
      $0.origin == .named || !Siblings.isRotation($0.path, ofAny: paths.contains)
    }.map(\.path).filter { path in !copies.contains { $0.path == path } }
    return paths.flatMap(\.generations).filter { !$0.isLeft }.map(\.position) + copies
      + (missing + patterns.map(\.text)).map { FilePosition.beforeAll(of: $0) }
  }

  /// Passes on lines of a file or stream, with the memory that they are read with.
  mutating func append(
    _ bytes: [UInt8], of path: String, with memory: SourceMemory, positions: [FilePosition] = []
  ) {
    guard !bytes.isEmpty else { return }
    let positions = takeUntold() + positions
    let source = SourceName(bytes: Path.bytes(of: path))
    let spans = [SourceSpan(source: source, end: bytes.count, memory: memory)]
    pending.append(
      .lines(LineBatch(bytes: bytes, origin: .live, positions: positions, spans: spans)))
  }

  private mutating func takeUntold() -> [FilePosition] {
    defer { untold = [] }
    return untold + registry.takeMoved()
  }

  mutating func say(_ change: SourceEvent.Change, of path: String) {
    pending.append(
      .source(SourceEvent(source: SourceName(bytes: Path.bytes(of: path)), change: change)))
  }

  /// What there is to do when all that was seen has been read.
  private mutating func finishReading() {
    reportFailures()
    for generation in retiring.reversed() {
      // What is damaged or cut off stays so, and is said once.
      if case .system = generation.failure, let index = paths.index(of: generation.path),
        paths[index].takeBack(generation)
      {
        continue
      }
      close(generation)
      if let index = paths.index(of: generation.path) { paths[index].didRetire(generation) }
    }
    retiring = []
  }

  /// Records that nothing more is read of a file.
  mutating func close(_ generation: Generation) {
    if let watched = generation.watch { watch.remove(watched) }
    registry.didClose(generation.position)
    untold.append(generation.position.closed)
  }

  mutating func reportFailures() {
    for generation in lookedAt where generation.failure != generation.reportedFailure {
      generation.reportedFailure = generation.failure
      say(
        generation.failure.map { .failed($0, isFinal: configuration.mode == .replay) } ?? .resumed,
        of: generation.path)
    }
    lookedAt = []
  }
}
