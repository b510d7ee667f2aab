import AccessLog
import LogTail
import Pipeline
import Traffic

/// The lines that are watched: what the files and streams of the command line give.
struct LogFeed: Sendable {
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
    let format = options.format
    follower = try LogFollower(
      TailConfiguration(
        sources: options.files, mode: mode,
        timeOfLine: { line in
          var parser = LineParser(format: format)
          return parser.instant(line, 0..<line.byteCount)?.seconds
        }, resumeFrom: positions, resumeSince: savedAt?.seconds,
        excluded: options.stateFile.map { StateFile.names(of: $0) } ?? []))
  }

  /// How far the reading of what was there at the start has come.
  var progress: LoadProgress { follower.progress }

  /// Ends the feed once what the files hold now has been given; a replay is not read on.
  func end() { follower.finish() }

  /// The lines, in order; `notice` is called with what becomes of the files.
  func intake(
    notice: @escaping @Sendable (SourceEvent) -> Void
  ) -> AsyncCompactMapSequence<LogFollower, Intake> {
    follower.compactMap { item in
      switch item {
      case .lines(let batch):
        return .lines(
          batch.bytes, as: batch.origin == .backfill ? .context : .live, readAt: .now,
          marks: batch.positions.map(SourceMark.init))
      case .caughtUp(let modified, let positions):
        return .contextEnds(
          modified: modified.map(Instant.init), at: .now,
          marks: positions.map(SourceMark.init))
      case .source(let event):
        notice(event)
        return nil
      }
    }
  }
}
