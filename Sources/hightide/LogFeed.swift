import AccessLog
import Alerting
import Feed
import Fleet
import Kafka
import LogTail
import Pipeline
import Remote
import System
import Traffic

/// The lines that are watched: what the sources of the command line give.
struct LogFeed: LineSource {
  private let source: any LineSource<TailItem>
  /// What folds on other machines are asked to add up.
  let wish: FoldWish
  /// Whether lines come with how far their sources have been read.
  var tellsPlaces = true

  /// Opens the sources, files of an earlier run where it left them.
  ///
  /// Topics that hold sums are read where the reader `takesSums`.
  ///
  /// - Throws: `FollowError` if one of them cannot be read.
  init(
    _ options: Options, resumeFrom positions: [FilePosition] = [], since savedAt: Instant? = nil,
    takesSums: Bool = true
  ) throws {
    let knowledge = LineKnowledge(options.format, server: options.serverName)
    wish = FoldWish(AlertRule.selections(of: options.rules))
    var sources: [any LineSource<TailItem>] = []
    if !options.localFiles.isEmpty {
      sources.append(
        try LogFeed.files(of: options, knowledge, resumeFrom: positions, since: savedAt))
    }
    // Each is read once, however often and by whatever names it is given.
    var asked: Set<SshPlace> = []
    for name in options.remoteNames {
      switch try RemoteName(name) {
      case .syslog(let place)?: sources.append(try SyslogSource.open(place, name: name, knowledge))
      case .ssh(let places)?:
        sources += try LogFeed.logs(
          at: places.filter { asked.insert($0).inserted }, of: options, wish, knowledge,
          resumeFrom: positions)
      case .kafka(let place)?:
        sources.append(
          try LogFeed.topic(
            place, of: options, knowledge, resumeFrom: positions,
            sumsRefusal: takesSums ? options.sumsRefusal : "its records are sums already"))
      case nil: break
      }
    }
    source = sources.count == 1 ? sources[0] : MergedSource(sources, knowledge)
  }

  /// Opens a topic of sums, from which alone is read what arrived from a time on; `nil` is as the options say.
  init(
    sumsAt place: KafkaPlace, of options: Options,
    beginning: KafkaSource.Configuration.Beginning?
  ) throws {
    wish = FoldWish(AlertRule.selections(of: options.rules))
    let usual = LogFeed.beginning(of: options)
    var configuration = KafkaSource.Configuration(
      place, settings: options.kafka, beginning: beginning ?? usual)
    configuration.takesLines = false
    configuration.stamp = SumStamp.init(ofRecord:)
    source = try KafkaSource.open(
      configuration, LineKnowledge(options.format, server: options.serverName))
  }

  /// Where a topic is begun to be read.
  private static func beginning(of options: Options) -> KafkaSource.Configuration.Beginning {
    guard case .follow(let seconds) = options.reading else { return .oldest }
    let window = Swift.min(3_600, options.rules.map(\.spanSeconds).max() ?? 0)
    // An hour, unless less is asked for than is read of a file.
    return .back(
      seconds: Swift.max(seconds + window, seconds < Options.defaultBackfill ? 0 : 3_600))
  }

  private static func logs(
    at places: [SshPlace], of options: Options, _ wish: FoldWish, _ knowledge: LineKnowledge,
    resumeFrom positions: [FilePosition]
  ) throws(FollowError) -> [QueuedSource] {
    guard let first = places.first else { return [] }
    guard let program = ProgramSearch.path(of: "ssh") else {
      throw .unreadable(path: first.name, reason: .missingProgram)
    }
    let isFromStart = options.reading == .fromStart
    var backfill = 0
    if case .follow(let seconds) = options.reading { backfill = seconds }
    let window = Swift.min(3_600, options.rules.map(\.spanSeconds).max() ?? 0)
    var sources: [QueuedSource] = []
    for place in places {
      var configuration = SshSource.Configuration(
        place, program: program,
        mode: isFromStart ? .fromStart : .follow(backfillSeconds: backfill),
        seconds: backfill + window, positions: positions.filter { $0.path == place.name })
      if let request = options.foldRequest(of: place, contextSeconds: backfill + window) {
        configuration.fold = {
          var request = request
          request.selections = wish.selections
          return request
        }
      }
      sources.append(try SshSource.open(configuration, knowledge))
    }
    return sources
  }

  private static func topic(
    _ place: KafkaPlace, of options: Options, _ knowledge: LineKnowledge,
    resumeFrom positions: [FilePosition], sumsRefusal: String?
  ) throws -> QueuedSource {
    var configuration = KafkaSource.Configuration(
      place, settings: options.kafka, beginning: beginning(of: options),
      positions: positions.filter { $0.path == place.name })
    configuration.sumsRefusal = sumsRefusal
    configuration.stamp = SumStamp.init(ofRecord:)
    return try KafkaSource.open(configuration, knowledge)
  }

  private static func files(
    of options: Options, _ knowledge: LineKnowledge, resumeFrom positions: [FilePosition],
    since savedAt: Instant?
  ) throws(FollowError) -> LogFollower {
    let mode: TailConfiguration.Mode =
      switch options.reading {
      case .follow(let seconds): .follow(backfillSeconds: seconds)
      case .fromStart: .fromStart
      case .replay: .replay
      case .demo: .follow(backfillSeconds: 600)
      }
    let server = options.serverName
    return try LogFollower(
      TailConfiguration(
        sources: options.localFiles, mode: mode,
        windowSeconds: options.rules.filter(\.isEnabled).map(\.spanSeconds).max() ?? 0,
        knowledge: knowledge,
        resumeFrom: positions.filter { !RemoteName.isRemote($0.path) }.map { $0.ofServer(server) },
        resumeSince: savedAt?.seconds,
        excluded: (options.stateFile.map { StateFile.names(of: $0) } ?? [])
          + options.queues.flatMap { [$0, $0 + ".new"] }))
  }

  /// How far the reading of what was there at the start has come.
  var progress: LoadProgress { source.progress }

  /// Ends the feed once what the files hold now has been given; a replay is not read on.
  func finish() { source.finish() }

  /// Ends the feed at once; what was read and not taken yet is dropped.
  func stop() { source.stop() }

  /// Says whether lines are wanted from before those that the feed gave, or no more of them.
  func answerEarlier(_ isWanted: Bool) { source.answerEarlier(isWanted) }

  func makeAsyncIterator() -> Iterator {
    Iterator(items: source.makeAsyncIterator(), tellsPlaces: tellsPlaces)
  }

  /// Takes what was read; only one task at a time may wait for it.
  struct Iterator: AsyncIteratorProtocol {
    fileprivate var items: any AsyncIteratorProtocol<TailItem, Never>
    fileprivate let tellsPlaces: Bool

    /// What comes next, as the pipeline takes it in; `nil` when it is over.
    mutating func next() async -> Intake? {
      await items.next(isolation: #isolation).map { Intake($0, tellsPlaces: tellsPlaces) }
    }
  }
}

extension FilePosition {
  /// The same, with the lines that follow being of that server, which a state does not tell.
  fileprivate func ofServer(_ server: ServerName?) -> FilePosition {
    var position = self
    position.memory?.server = server
    return position
  }
}

extension Intake {
  /// What following gives, as it is read now.
  fileprivate init(_ item: TailItem, tellsPlaces: Bool) {
    switch item {
    case .lines(let batch):
      self = .lines(
        batch.bytes, as: batch.origin == .backfill ? .context : .live, readAt: .now,
        checkpoints: tellsPlaces ? batch.positions.map(SourceCheckpoint.init) : [],
        spans: batch.spans)
    case .tallies(let batch): self = .tallies(batch, readAt: .now)
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
