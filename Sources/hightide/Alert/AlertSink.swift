import AccessLog
import Alerting
import Kafka
import Pipeline
import Reporting
import Synchronization

/// Writes transitions to the topic of alerts, and lets the rest of the program know of them once they are
/// there.
///
/// For the thread of its queue, which it blocks.
final class AlertSink: EventSink {
  private struct State {
    /// What waits for how the rules stand behind it.
    var pending: [TrafficEvent] = []
    /// The last second of which all has been handed on.
    var handedThrough: Int?
    var toldThrough: Int?
    /// What the topic already has of a transaction that was cut short.
    var known: Set<[UInt8]> = []
    var outcome: AlertTopic.Outcome?
  }

  /// Only the thread of the queue has it.
  nonisolated(unsafe) private let topic: AlertTopic
  private let next: EventBus
  private let notifications: Notifications
  private let handed: HandedAlerts
  private let isWanted: @Sendable () -> Bool
  private let ended: @Sendable (AlertTopic.Outcome) -> Void
  private let state: Mutex<State>

  /// `next` hears of what has been written; `ended` is called once nothing can be written any more.
  init(
    _ topic: AlertTopic, known: [AlertRecord], toldThrough: Int?, next: EventBus,
    notifications: Notifications, handed: HandedAlerts,
    while isWanted: @escaping @Sendable () -> Bool,
    ended: @escaping @Sendable (AlertTopic.Outcome) -> Void
  ) {
    unsafe self.topic = topic
    self.next = next
    self.notifications = notifications
    self.handed = handed
    self.isWanted = isWanted
    self.ended = ended
    state = Mutex(
      State(toldThrough: toldThrough, known: Set(known.map(\.identity))))
  }

  func wants(_ event: TrafficEvent) -> Bool {
    switch event {
    case .alert, .released, .rulesEnded, .silenced, .resumed, .caughtUp, .source, .judged: true
    case .interval, .silence, .summary, .underWay: false
    }
  }

  func take(_ events: [TrafficEvent]) {
    for event in events {
      switch event {
      case .judged(let saved): keep(saved)
      case .source: next.publish([event])
      default: state.withLock { $0.pending.append(event) }
      }
    }
    // What tells of no transition need not wait.
    let rest = state.withLock { state -> [TrafficEvent] in
      guard !state.pending.contains(where: \.isAlert) else { return [] }
      defer { state.pending = [] }
      return state.pending
    }
    next.publish(rest)
  }

  private func keep(_ saved: SavedAlerts) {
    let (pending, known, told) = state.withLock { state -> ([TrafficEvent], Set<[UInt8]>, Int?) in
      guard state.outcome == nil else { return ([], [], nil) }
      // What the channels have told of by now they have been told before.
      if let handed = state.handedThrough, notifications.isIdle { state.toldThrough = handed }
      return (state.pending, state.known, state.toldThrough)
    }
    guard state.withLock({ $0.outcome == nil }) else { return }
    var saved = saved
    let transitions = pending.compactMap(\.transition)
    // None of these has been told.
    let before = transitions.map { $0.time.seconds - 1 }.min()
    saved.toldThrough = min(told ?? before ?? saved.judgedThrough, saved.judgedThrough)
    let records = transitions.map(AlertRecord.init).filter { !known.contains($0.identity) }
    let outcome = unsafe topic.write(records, state: saved.bytes, while: isWanted)
    guard outcome == .written else {
      state.withLock { $0.outcome = outcome }
      return ended(outcome)
    }
    handed.insert(transitions)
    next.publish(pending)
    state.withLock { state in
      state.pending = []
      state.known = []
      state.handedThrough = saved.judgedThrough
      if state.toldThrough == nil { state.toldThrough = saved.toldThrough }
    }
  }
}

extension TrafficEvent {
  fileprivate var isAlert: Bool { transition != nil }

  fileprivate var transition: AlertTransition? {
    if case .alert(let transition) = self { transition } else { nil }
  }
}

extension AlertRecord {
  init(_ transition: AlertTransition) {
    var value: [UInt8] = []
    JSONReport(top: 0).append(transition, to: &value)
    var key = Array(transition.rule.name.description.utf8)
    if let group = transition.group { key += [9] + group }
    self.init(key: key, value: Array(value.dropLast()))
  }

  /// The rule, the group, the state and the time: the same whichever instance judges.
  ///
  /// The value begins with the rule, the state and the time, and the key has the group.
  var identity: [UInt8] {
    let end = Array(#","hits":"#.utf8)
    let start = value.indices.first { value[$0...].starts(with: end) } ?? value.count
    return key + [0] + value[..<start]
  }
}
