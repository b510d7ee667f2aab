import AccessLog
import Alerting
import Feed
import Fleet
import Kafka
import LogTail
import Pipeline
import Remote
import TallyCodec
import Traffic

/// Judges the fleet while it is this process's turn.
struct AlertSession: Sendable {
  let options: Options
  let feed: LogFeed
  let aggregator: Aggregator
  /// What the topic's writer takes.
  let bus: EventBus

  /// Goes on where what the topic holds says that the judging ended, or begins.
  init(
    _ options: Options, place: KafkaPlace, contents: AlertTopic.Contents, topic: AlertTopic,
    next: EventBus, notifications: Notifications, handed: HandedAlerts,
    while isWanted: @escaping @Sendable () -> Bool,
    ended: @escaping @Sendable (AlertTopic.Outcome) -> Void
  ) throws {
    self.options = options
    let now = Moment.now
    let saved = try contents.state.map { bytes throws(RecordError) in try SavedAlerts(bytes) }
    let key = saved?.nameKey ?? UInt64.random(in: .min ... .max)
    var settings = options.watchSettings(keepsLines: false, nameKey: key)
    settings.keptSections = nil
    let watch: Watch
    var beginning: KafkaSource.Configuration.Beginning?
    if let saved {
      watch = try Watch(settings, continuing: saved, at: now)
      let from = saved.readsFrom(
        rules: settings.rules, timing: settings.timing, idle: .seconds(options.idleSeconds))
      beginning = from.map { .since($0) }
      let untold = try saved.untold(of: settings.rules).filter { !handed.contains($0) }
      // They are told again, under the same names.
      handed.insert(untold)
      next.publish(untold.map { .released($0) })
    } else {
      watch = Watch(settings, startsWithContext: options.startsWithContext)
    }
    feed = try LogFeed(sumsAt: place, of: options, beginning: beginning)
    let sink = AlertSink(
      topic, known: contents.alerts, toldThrough: saved?.toldThrough, next: next,
      notifications: notifications, handed: handed, while: isWanted, ended: ended)
    bus = EventBus([try SinkQueue(sink, whenSlow: .holdUp)])
    let feed = feed
    aggregator = Aggregator(
      watch, at: now.uptime, limit: options.partLimit, bus: bus,
      fleet: FleetFeed(idle: .seconds(options.idleSeconds)),
      answerEarlier: { feed.answerEarlier($0) })
    trail = saved?.trail ?? ArrivalTrail()
    nameKey = key
    self.settings = settings
  }

  /// Why a state cannot be read; `nil` if it can.
  static func fault(in bytes: [UInt8], options: Options) -> String? {
    do throws(RecordError) {
      let saved = try SavedAlerts(bytes)
      let settings = options.watchSettings(keepsLines: false, nameKey: saved.nameKey)
      _ = try Watch(settings, continuing: saved, at: .now)
      _ = try saved.untold(of: settings.rules)
      return nil
    } catch {
      return "\(error)"
    }
  }

  private let trail: ArrivalTrail
  /// Of the hashes of groups' names.
  private let nameKey: UInt64
  private let settings: WatchSettings

  /// Judges until the feed ends; returns whether it ended as it should.
  func run() async -> Bool {
    let settings = settings
    await aggregator.keepAlerts(nameKey: nameKey, trail: trail, at: .now)
    let pump = LinePump(
      into: aggregator, timing: settings.timing, scanner: settings.scanner,
      counting: settings.counting)
    do {
      try await withThrowingTaskGroup { group in
        group.addTask { try await aggregator.keepTicking() }
        try await pump.run(feed)
        group.cancelAll()
      }
    } catch is CancellationError {
      // The ticking was ended because the feed has.
    } catch {
      FileOutput.complain("\(error)")
      return false
    }
    _ = await bus.delivered { false }
    bus.close()
    return await aggregator.sources.failures.allSatisfy { !$0.failure.isFinal }
  }
}
