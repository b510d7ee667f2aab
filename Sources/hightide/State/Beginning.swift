import AccessLog
import Feed
import LogTail
import Pipeline
import TallyCodec
import Traffic

/// How a watch begins: empty, or where the run before ended.
struct Beginning: Sendable {
  let settings: WatchSettings
  let watch: Watch
  let checkpoints: SourceCheckpoints
  /// The sources that could not be parsed last.
  let doubts: [ParseBook.Doubt]
  let tails: MalformedTails
  /// Where the files are to be read on.
  let positions: [FilePosition]
  /// When that was so.
  let savedAt: Instant?
  /// `nil` if no state is to be kept.
  let keeper: StateKeeper?

  /// Reads the state that the options name, if there is one; `keepsLines` is for a screen, on which a
  /// section may be looked at closely.
  init(_ options: Options, keepsLines: Bool) throws(StateFileError) {
    guard let path = options.stateFile else {
      self.init(fresh: options, keepsLines, file: nil)
      return
    }
    let file = StateFile(path: path)
    guard let bytes = try file.take() else {
      self.init(fresh: options, keepsLines, file: file)
      return
    }
    var reader = try StateEnvelope.open(bytes, path: path)
    do {
      let kept = try StateSettings(from: &reader)
      let now = StateSettings(options, nameKey: kept.nameKey)
      guard kept == now else {
        throw StateFileError.otherSettings(path: path, differences: kept.differences(from: now))
      }
      try self.init(resuming: &reader, options, keepsLines, StateKeeper(file: file, settings: kept))
    } catch let error as StateFileError {
      throw error
    } catch {
      throw .damaged(path: path, reason: "\(error)")
    }
  }

  private init(fresh options: Options, _ keepsLines: Bool, file: StateFile?) {
    let key = UInt64.random(in: .min ... .max)
    settings = options.watchSettings(keepsLines: keepsLines, nameKey: key)
    watch = Watch(settings, startsWithContext: options.startsWithContext)
    var checkpoints = SourceCheckpoints()
    if options.reading == .fromStart {
      // Nothing is context then: every file counts from its beginning.
      for file in options.localFiles {
        checkpoints.note(SourceCheckpoint(FilePosition.beforeAll(of: file)))
      }
    }
    self.checkpoints = checkpoints
    doubts = []
    tails = MalformedTails()
    positions = []
    savedAt = nil
    keeper = file.map {
      StateKeeper(file: $0, settings: StateSettings(options, nameKey: key))
    }
  }

  private init(
    resuming reader: inout RecordReader, _ options: Options, _ keepsLines: Bool,
    _ keeper: StateKeeper
  ) throws(RecordError) {
    let key = keeper.settings.nameKey
    settings = options.watchSettings(keepsLines: keepsLines, nameKey: key)
    let saved = try SavedWatch(from: &reader, settings: settings, at: .now)
    guard reader.isAtEnd else { throw .impossible("it goes on behind its end") }
    var positions: [FilePosition] = []
    for checkpoint in saved.checkpoints.all { positions.append(try FilePosition(checkpoint)) }
    self.positions = positions
    savedAt = saved.watch.resumedFrom
    watch = saved.watch
    checkpoints = saved.checkpoints
    doubts = saved.doubts
    tails = saved.tails
    self.keeper = keeper
  }

  /// Creates the aggregator, which asks the feed for earlier lines, and for what the rules need.
  func aggregator(
    of options: Options, asking feed: LogFeed, bus: EventBus = EventBus()
  ) -> Aggregator {
    // An earlier run may have switched rules on that the options leave out.
    feed.wish.selections = watch.settings.counting.selections
    return Aggregator(
      watch, checkpoints: checkpoints, doubts: doubts, tails: tails,
      at: Moment.now.uptime, limit: options.partLimit, bus: bus,
      fleet: FleetFeed(
        idle: .seconds(options.idleSeconds),
        awaiting: options.awaitedSources.map { SourceName($0) }),
      answerEarlier: { feed.answerEarlier($0) },
      ask: { feed.wish.selections = $0 })
  }
}
