import AccessLog
import Dashboard
import Feed
import LogTail
import Notifying
import Pipeline
import System
import Terminal
import Traffic

/// Watches a feed and publishes what it counts to the dashboard.
struct ScreenSession: Sendable {
  /// How often the screen follows what is counted; a key is never kept waiting for it.
  private static let refresh = Duration.milliseconds(250)
  /// The same once nothing has come for `quietSeconds`: only the clock changes.
  private static let quietRefresh = Duration.seconds(1)
  private static let quietSeconds = 2
  /// How often it is looked whether the log is loaded, so that the first full frame comes at once.
  private static let eagerRefresh = Duration.milliseconds(20)
  /// How long what was loaded by then is shown at that pace: a log that takes longer fills the
  /// screen at the pace of any other.
  private static let eagerTime = Duration.milliseconds(200)

  let options: Options
  let feed: any LineSource<Intake>
  let program: DashboardProgram
  let requests: AsyncStream<WatchRequest>
  let beginning: Beginning
  let aggregator: Aggregator
  let notifications: Notifications
  /// `nil` where there is no settings file to read again.
  let reload: SettingsReload?

  /// How long the channels have at the end: a key that quits is not kept waiting for them.
  private static let tellingTime = Duration.seconds(2)

  /// Watches until it is cancelled.
  func run() async {
    let settings = beginning.settings
    await withTaskGroup { group in
      group.addTask { await read(into: aggregator, settings) }
      group.addTask { await answer(aggregator) }
      group.addTask { await keepPublishing(aggregator) }
      if let keeper = beginning.keeper {
        group.addTask { await keeper.keep(aggregator) { await program.note(saveFailure: $0) } }
      }
      if settings.isFollowing { group.addTask { try? await aggregator.keepTicking() } }
    }
  }

  /// Saves what is known and says what was wrong, once the terminal has been given back; returns the
  /// exit status.
  func end() async -> Int32 {
    let isSaved = await beginning.keeper?.saveAtEnd(aggregator) ?? true
    let verdict = RunVerdict(
      await aggregator.sources,
      replayed: beginning.settings.isFollowing ? nil : await aggregator.parsing)
    verdict.complain()
    let begin = MachineClock.uptime
    await notifications.end { MachineClock.uptime - begin > ScreenSession.tellingTime }
    return verdict.isFine && isSaved ? 0 : 1
  }

  private func read(into aggregator: Aggregator, _ settings: WatchSettings) async {
    let pump = LinePump(
      into: aggregator, timing: settings.timing, scanner: settings.scanner,
      counting: settings.counting)
    do {
      try await pump.run(feed)
    } catch {
      FileOutput.complain("\(error)")
    }
    if !settings.isFollowing { await aggregator.finish() }
    await aggregator.endSources()
  }

  private func answer(_ aggregator: Aggregator) async {
    var looks = Looks(
      aggregator: aggregator,
      reader: PastReader(
        sources: options.localFiles, hasOthers: !options.remoteNames.isEmpty,
        knowledge: LineKnowledge(options.format, server: options.serverName)),
      isReplay: options.reading == .replay)
    defer { looks.end() }
    for await request in requests {
      switch request {
      case .look(let place, let filter): looks.begin(place, through: filter)
      case .stopReading: looks.stopReading()
      case .showLines(let choice): looks.show(choice)
      case .setThreshold(let threshold, let rule):
        await aggregator.setThreshold(threshold, of: rule)
      case .list(let dimensions): await aggregator.list(by: dimensions)
      case .change(let change): await aggregator.change(change)
      case .saveRules:
        await program.show(await reload?.save() ?? "no settings file is in force: see --config")
      case .reload:
        await program.show(await reload?.reload() ?? "no settings file is in force")
      }
      await publish(aggregator)
    }
  }

  private func keepPublishing(_ aggregator: Aggregator) async {
    let begin = Moment.now.uptime
    var published: (revision: Int, second: Int, isLoading: Bool, time: Duration)?
    var lastChange = 0
    while !Task.isCancelled {
      let revision = await aggregator.revision
      let isLoading = await isLoading
      let moment = Moment.now
      let second = moment.wallClock.seconds
      if published?.revision != revision { lastChange = second }
      let isNews =
        published?.revision != revision || published?.second != second
        || published?.isLoading != isLoading
      let isEarly =
        isLoading && moment.uptime - begin > ScreenSession.eagerTime
        && published.map { moment.uptime - $0.time < ScreenSession.refresh } ?? false
      if isNews, !isEarly {
        await publish(aggregator)
        published = (revision, second, isLoading, moment.uptime)
      }
      let isQuiet = second - lastChange > ScreenSession.quietSeconds
      let refresh =
        isLoading
        ? ScreenSession.eagerRefresh
        : isQuiet ? ScreenSession.quietRefresh : ScreenSession.refresh
      try? await Task.sleep(for: Moment.untilNext(refresh), tolerance: .zero)
    }
  }

  private func publish(_ aggregator: Aggregator) async {
    let isLoading = await isLoading
    let view = await aggregator.view()
    await program.publish(
      view, isLoading ? .under(share: feed.progress.share) : .over,
      notifications.book.deliveries.map(DeliveryEntry.init))
  }

  /// Whether what was there at the start is still being read.
  private var isLoading: Bool {
    get async {
      if await aggregator.sources.isOver { return false }
      guard options.reading != .replay, feed.progress.isOver else { return true }
      return await !aggregator.hasContext
    }
  }
}
