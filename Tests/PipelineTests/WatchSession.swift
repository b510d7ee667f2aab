import AccessLog
import Alerting
import Pipeline
import Query
import TestSupport
import Traffic

/// A watch whose clocks a test turns, in seconds since ``start``.
struct WatchSession {
  /// A second that an interval of 10 s begins with.
  static let start = 1_594_195_200
  static let scanner = LineScanner(nameKey: 7)

  private(set) var watch: Watch
  private let timing: Timing
  private let counting: Counting

  init(
    _ timing: Timing = Timing(), window: Int = 120, threshold: Double = 1,
    top: Int = 5, isFollowing: Bool = true,
    startsWithContext: Bool = false, counting: Counting = Counting()
  ) {
    self.timing = timing
    self.counting = counting
    watch = Watch(
      WatchSettings(
        timing: timing, rules: [AlertRule(windowSeconds: window, threshold: threshold)],
        top: top, keepsLines: true, isFollowing: isFollowing, scanner: WatchSession.scanner,
        counting: counting),
      startsWithContext: startsWithContext)
  }

  /// What both clocks show after that many seconds; the wall clock may be set apart.
  static func moment(_ seconds: Int, wallClock: Int? = nil) -> Moment {
    Moment(
      wallClock: Instant(start + (wallClock ?? seconds)), uptime: .seconds(1_000_000 + seconds))
  }

  /// Reads lines that record hits at those seconds.
  mutating func read(
    _ hits: [Int], at now: Int, as origin: Origin = .live, target: String = "/"
  ) -> [TrafficEvent] {
    read(hits.map { LogFixture.line(WatchSession.start + $0, target: target) }, at: now, as: origin)
  }

  mutating func read(
    _ lines: [String], at now: Int, as origin: Origin = .live
  ) -> [TrafficEvent] {
    read(bytes: LogFixture.bytes(lines), at: now, as: origin)
  }

  mutating func read(
    bytes: [UInt8], at now: Int, as origin: Origin = .live
  ) -> [TrafficEvent] {
    let moment = WatchSession.moment(now)
    let chunk = ChunkTallier.tally(
      bytes, timing: timing, scanner: WatchSession.scanner, counting: counting)
    return watch.add(chunk, as: origin, readAt: moment)
  }

  mutating func tick(_ now: Int, wallClock: Int? = nil) -> [TrafficEvent] {
    watch.tick(at: WatchSession.moment(now, wallClock: wallClock))
  }

  /// Ticks once a second, as a running program does.
  mutating func tick(through seconds: ClosedRange<Int>) -> [TrafficEvent] {
    seconds.flatMap { tick($0) }
  }

  /// Ends the context; all lines since `coveredSince` were read, or all there are.
  mutating func endContext(
    modified: Int?, coveredSince: Int? = nil, at now: Int
  ) -> [TrafficEvent] {
    watch.endContext(
      modified: modified.map { Instant(WatchSession.start + $0) },
      coveredSince: coveredSince.map { Instant(WatchSession.start + $0) },
      at: WatchSession.moment(now))
  }

  /// Reads lines that come before all that was read.
  mutating func readEarlier(_ lines: [String]) {
    watch.addEarlier(
      ChunkTallier.tally(
        LogFixture.bytes(lines), timing: timing, scanner: WatchSession.scanner, counting: counting))
  }

  mutating func readEarlier(_ hits: [Int]) {
    readEarlier(hits.map { LogFixture.line(WatchSession.start + $0) })
  }

  mutating func endEarlier(coveredSince: Int?, isAll: Bool) -> [TrafficEvent] {
    watch.endEarlier(
      coveredSince: coveredSince.map { Instant(WatchSession.start + $0) }, isAll: isAll)
  }

  /// A source's newest lines are malformed, or no longer.
  mutating func setLacksData(_ lacksData: Bool) { watch.lacksData = lacksData }

  mutating func setDoubt(_ isInDoubt: Bool) { watch.isInDoubt = isInDoubt }

  mutating func setThreshold(_ threshold: Double) -> [TrafficEvent] {
    watch.setThreshold(threshold, of: .highTraffic)
  }

  mutating func finish() -> [TrafficEvent] { watch.finish() }

  /// The stream clock, in seconds since ``start``.
  var clock: Int? { watch.clock.map { $0.seconds - WatchSession.start } }
}

extension [TrafficEvent] {
  var alerts: [AlertTransition] {
    compactMap { if case .alert(let transition) = $0 { transition } else { nil } }
  }

  /// All of them, those of a silence too.
  var intervals: [IntervalReport] {
    flatMap { event -> [IntervalReport] in
      switch event {
      case .interval(let report): [report]
      case .silence(let silence): [IntervalReport](silence.reports)
      case .alert, .summary, .source, .caughtUp, .rulesEnded, .silenced, .released, .resumed,
        .judged, .underWay:
        []
      }
    }
  }

  /// The same without how often alerts are told, which the plain judge knows nothing of.
  var verdicts: [TrafficEvent] {
    compactMap { event -> TrafficEvent? in
      switch event {
      case .alert(var transition):
        transition.isFlapping = false
        transition.isWithheld = false
        return .alert(transition)
      case .released: return nil
      default: return event
      }
    }
  }

  /// The same with a silence in as many pieces as it has intervals: how a silence is cut depends on
  /// when it was looked at.
  var spelledOut: [TrafficEvent] {
    flatMap { event -> [TrafficEvent] in
      guard case .silence(let silence) = event else { return [event] }
      return silence.reports.map { .interval($0) }
    }
  }

  var summary: Summary? {
    compactMap { if case .summary(let summary) = $0 { summary } else { nil } }.last
  }

  /// When the alerts happened, in seconds since the start of the session.
  var alertSeconds: [Int] { alerts.map { $0.time.seconds - WatchSession.start } }

  /// When the intervals begin, in seconds since the start of the session.
  var intervalSeconds: [Int] { intervals.map { $0.start.seconds - WatchSession.start } }
}
