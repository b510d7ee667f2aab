import AccessLog
import Alerting
import Feed
import LogTail
import Pipeline
import Traffic

/// The lines that are watched: what the files and streams of the command line give.
struct LogFeed: LineSource {
  private let follower: LogFollower

  /// Opens the files, those of an earlier run where it left them.
  ///
  /// - Throws: `FollowError` if one of them cannot be read.
  init(
    _ options: Options, resumeFrom positions: [FilePosition] = [], since savedAt: Instant? = nil
  ) throws {
    let mode: TailConfiguration.Mode =
      switch options.reading {
      case .follow(let seconds): .follow(backfillSeconds: seconds)
      case .fromStart: .fromStart
      case .replay: .replay
      case .demo: .follow(backfillSeconds: 600)
      }
    follower = try LogFollower(
      TailConfiguration(
        sources: options.files, mode: mode,
        windowSeconds: options.rules.map(\.spanSeconds).max() ?? 0,
        knowledge: LineKnowledge(options.format), resumeFrom: positions,
        resumeSince: savedAt?.seconds,
        excluded: (options.stateFile.map { StateFile.names(of: $0) } ?? [])
          + options.queues.flatMap { [$0, $0 + ".new"] }))
  }

  /// How far the reading of what was there at the start has come.
  var progress: LoadProgress { follower.progress }

  /// Ends the feed once what the files hold now has been given; a replay is not read on.
  func finish() { follower.finish() }

  /// Ends the feed at once; what was read and not taken yet is dropped.
  func stop() { follower.stop() }

  /// Says whether lines are wanted from before those that the feed gave, or no more of them.
  func answerEarlier(_ isWanted: Bool) { follower.answerEarlier(isWanted) }

  func makeAsyncIterator() -> Iterator { Iterator(items: follower.makeAsyncIterator()) }

  /// Takes what was read; only one task at a time may wait for it.
  struct Iterator: AsyncIteratorProtocol {
    fileprivate let items: LogFollower.Iterator

    /// What comes next, as the pipeline takes it in; `nil` when it is over.
    func next() async -> Intake? { await items.next().map(Intake.init) }
  }
}

extension Intake {
  /// What following gives, as it is read now.
  fileprivate init(_ item: TailItem) {
    switch item {
    case .lines(let batch):
      self = .lines(
        batch.bytes, as: batch.origin == .backfill ? .context : .live, readAt: .now,
        checkpoints: batch.positions.map(SourceCheckpoint.init), spans: batch.spans)
    case .earlier(let bytes, let spans): self = .earlier(bytes, spans: spans)
    case .earlierEnds(let coveredSince, let isAll):
      self = .earlierEnds(coveredSince: coveredSince.map(Instant.init), isAll: isAll)
    case .caughtUp(let modified, let coveredSince, let positions):
      self = .contextEnds(
        modified: modified.map(Instant.init), coveredSince: coveredSince.map(Instant.init),
        at: .now, checkpoints: positions.map(SourceCheckpoint.init))
    case .source(let event):
      self = .source(event, at: Moment.now.wallClock)
    }
  }
}
