import Kafka
import Pipeline
import Remote
import Synchronization
import System

/// Waits for its turn to judge the fleet, judges while it lasts, and waits again.
///
/// ``run()`` is for a thread of its own.
final class AlertRole: Sendable {
  private struct State {
    var isEnding = false
    /// Whether the turn is over, and why.
    var outcome: AlertTopic.Outcome?
    var session: AlertSession?
    var sessionHasEnded = true
    var reload: SettingsReload?
    var hasReloaded = false
    var notifications: Notifications?
  }

  private enum Turn {
    case lost
    case ended(Int32)
  }

  private static let look = 200

  private let options: AlertOptions
  private let place: KafkaPlace
  private let target: KafkaPlace
  private let arguments: [String]
  private let report: SinkQueue
  private let handed = HandedAlerts()
  private let state = Mutex(State())

  init(
    _ options: AlertOptions, place: KafkaPlace, arguments: [String], report: SinkQueue
  ) {
    self.options = options
    self.place = place
    target = options.target(beside: place)
    self.arguments = arguments
    self.report = report
  }

  private var isEnding: Bool { state.withLock { $0.isEnding } }

  /// Asks for the end.
  func end() {
    let session = state.withLock { state in
      state.isEnding = true
      return state.session
    }
    session?.feed.stop()
  }

  /// Reads the settings again; returns what a person is told of that.
  func reload() async -> String {
    let reload = state.withLock { state in
      state.hasReloaded = true
      return state.reload
    }
    return await reload?.reload()
      ?? "it stands by: the settings are read again when it becomes active"
  }

  /// Lets the channels tell the rest.
  func finish(orUntil isOverdue: @Sendable () -> Bool) async {
    await state.withLock { $0.notifications }?.end(orUntil: isOverdue)
  }

  /// Waits and judges until the end is asked for; returns the exit status.
  func run() -> Int32 {
    RoleRun.status {
      let turn = try AlertTurn(target, options.watch.kafka)
      guard try wait(forTopicOf: turn) else { return 0 }
      while !isEnding {
        FileOutput.complain("stands by: waits for its turn in the group \(AlertTurn.group)")
        guard waitForTurn(turn) else { break }
        switch try judge(turn) {
        case .lost:
          FileOutput.complain("lost its turn, since it was not heard of, or asked to leave")
        case .ended(let status): return status
        }
      }
      return 0
    }
  }

  /// Waits until the topic of alerts is there; `false` once the end was asked for.
  private func wait(forTopicOf turn: AlertTurn) throws -> Bool {
    var told: String?
    while !isEnding {
      let hasTopic = try turn.hasTopic()
      if hasTopic == true { return true }
      let missing =
        "there is no topic '\(target.topic)' at \(target.brokers); hightide topics create makes it"
      if let trouble = hasTopic == false ? missing : turn.trouble {
        if told != trouble { FileOutput.complain(trouble) }
        told = trouble
      }
      _ = turn.state(waiting: AlertRole.look)
    }
    return false
  }

  private func waitForTurn(_ turn: AlertTurn) -> Bool {
    var isDown = false
    while !isEnding {
      if turn.state(waiting: AlertRole.look) == .active { return true }
      let trouble = turn.trouble
      // What it says of the connection changes with each try.
      if let trouble, !isDown { FileOutput.complain(trouble) }
      if trouble == nil, isDown { FileOutput.complain("\(target.brokers) can be reached again") }
      isDown = trouble != nil
    }
    return false
  }

  private func judge(_ turn: AlertTurn) throws -> Turn {
    let topic = try AlertTopic(target, options.watch.kafka)
    let isWanted = { !self.isEnding && turn.state(waiting: 0) == .active }
    switch topic.begin(while: isWanted) {
    case .written: break
    case .stopped: return isEnding ? .ended(0) : .lost
    case .fenced: return .lost
    case .failed(let reason): throw AlertMistake(reason)
    }
    let fault = { AlertSession.fault(in: $0, options: self.options.watch) }
    guard let contents = try topic.read(while: isWanted, fault: fault) else {
      return isEnding ? .ended(0) : .lost
    }
    complain(about: contents)
    let notifications = try notifications(of: turn)
    let next = EventBus([report] + notifications.queues)
    state.withLock { $0.outcome = nil }
    let session = try AlertSession(
      options.watch, place: place, contents: contents, topic: topic, next: next,
      notifications: notifications, handed: handed,
      while: { [self] in state.withLock { $0.outcome == nil } },
      ended: { [self] in lose($0) })
    FileOutput.complain(
      "active: judges \(place.name)"
        + (contents.state == nil ? "" : ", and goes on where another one ended"))
    return watch(session, turn, notifications)
  }

  /// Says what of the topic of alerts is passed over.
  private func complain(about contents: AlertTopic.Contents) {
    if contents.unknown > 0 {
      FileOutput.complain(
        "\(target.name): \(contents.unknown) records are of another version of hightide, or of "
          + "another program")
    }
    if let damaged = contents.damaged {
      FileOutput.complain(
        "\(target.name): \(damaged.count) states cannot be read, the last at offset "
          + "\(damaged.offset): \(damaged.reason); "
          + (contents.state == nil
            ? "there is no other one: it begins again" : "the last one that can be is taken"))
    }
  }

  /// The channels, which are started with the first turn: then the cluster is known, by which notices are
  /// named.
  private func notifications(of turn: AlertTurn) throws -> Notifications {
    if let known = state.withLock({ $0.notifications }) { return known }
    let cluster = turn.cluster(milliseconds: 5_000) ?? target.brokers
    let new = try Notifications(
      options.watch, place: .standardError, origin: "\(cluster)\n\(place.topic)"
    ) { FileOutput.complain($0) }
    state.withLock { $0.notifications = new }
    return new
  }

  private func lose(_ outcome: AlertTopic.Outcome) {
    let session = state.withLock { state in
      state.outcome = state.outcome ?? outcome
      return state.session
    }
    session?.feed.stop()
  }

  private func watch(
    _ session: AlertSession, _ turn: AlertTurn, _ notifications: Notifications
  ) -> Turn {
    let reload = SettingsReload(
      options.watch, arguments: arguments, session.aggregator, notifications, keeper: nil)
    let mustReload = state.withLock { state in
      state.session = session
      state.sessionHasEnded = false
      state.reload = reload
      return state.hasReloaded
    }
    let running = Task { [self] in
      if mustReload, let reload { FileOutput.complain(await reload.reload()) }
      let isFine = await session.run()
      state.withLock { state in
        state.sessionHasEnded = true
        if !isFine { state.outcome = state.outcome ?? .failed("the sums cannot be read") }
      }
    }
    defer {
      running.cancel()
      state.withLock { state in
        state.session = nil
        state.reload = nil
      }
    }
    // Asked for before there was a session.
    if isEnding { session.feed.stop() }
    while !state.withLock({ $0.sessionHasEnded }) {
      if turn.state(waiting: AlertRole.look) != .active { lose(.stopped) }
    }
    switch state.withLock({ $0.outcome }) {
    case nil, .written?: return .ended(isEnding ? 0 : 1)
    case .stopped?: return isEnding ? .ended(0) : .lost
    case .fenced?:
      FileOutput.complain(
        "another instance has become active, and what this one writes is refused: it ends")
      return .ended(1)
    case .failed(let reason)?:
      FileOutput.complain("\(reason): it ends")
      return .ended(1)
    }
  }
}

/// Why the role cannot go on.
struct AlertMistake: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
