import Synchronization
package import System
import Traffic

/// The bounded queue of one sink, and the thread that the sink runs on.
///
/// Writing to a pipe or a disk may block, which the threads of the cooperative pool must not.
package final class SinkQueue: Sendable {
  private struct State {
    var events: [TrafficEvent] = []
    /// The approximate size of the events, including those that the sink is taking.
    var byteCount = 0
    var droppedCount = 0
    /// Whether the thread waits for events: only then does it have to be woken.
    var isWaiting = false
    /// Whether it rests: then it is woken only if there is much to take.
    var isResting = false
    /// How many events have come, and how many of them were taken or dropped.
    var putCount = 0
    var doneCount = 0
    var isClosed = false
    var holdsUp: Bool
    var waiting: [CheckedContinuation<Void, Never>] = []

    mutating func takeWaiting() -> [CheckedContinuation<Void, Never>] {
      defer { waiting = [] }
      return waiting
    }
  }

  /// From how many bytes of waiting events on the policy applies.
  package static let usualCapacity = 1 << 20
  /// How long the thread rests after it has taken events: what comes meanwhile it takes at once, since
  /// being woken costs as much as writing an event.
  private static let rest = Duration.milliseconds(2)
  /// How many bytes of events end the rest.
  private static let restCapacity = 1 << 15

  private let state: Mutex<State>
  private let wakeUp: WakeUp
  private let capacity: Int
  private let wants: @Sendable (TrafficEvent) -> Bool
  private let policy: SlowSinkPolicy

  /// Starts the thread of a sink; it ends after ``close()``.
  package init(
    _ sink: some EventSink, whenSlow policy: SlowSinkPolicy,
    capacity: Int = SinkQueue.usualCapacity
  ) throws(SystemError) {
    self.policy = policy
    self.capacity = capacity
    wants = { sink.wants($0) }
    state = Mutex(State(holdsUp: policy == .holdUp))
    wakeUp = try WakeUp()
    try Thread.start { [self] in
      while let events = next() {
        sink.take(events)
        didTake(events)
        wakeUp.wait(atMost: SinkQueue.rest)
      }
    }
  }

  /// How many events were dropped because the sink was too slow.
  package var droppedCount: Int { state.withLock { $0.droppedCount } }

  /// Whether the sink has taken all events so far.
  package var isIdle: Bool { state.withLock { $0.doneCount == $0.putCount } }

  /// How many events have come so far.
  var putCount: Int { state.withLock { $0.putCount } }

  /// Whether the first `count` events were taken or dropped.
  func hasTaken(_ count: Int) -> Bool { state.withLock { $0.doneCount >= count } }

  /// Adds events without waiting.
  ///
  /// Events are added beyond the capacity too: where the sink holds up reading, await
  /// ``waitForCapacity()`` before the next ones.
  package func put(_ events: [TrafficEvent]) {
    let events = events.filter(wants)
    guard !events.isEmpty else { return }
    let mustWake = state.withLock { state in
      guard !state.isClosed else { return false }
      state.events += events
      state.putCount += events.count
      state.byteCount += events.byteCount
      let mustWake =
        state.isWaiting || state.isResting && state.byteCount > SinkQueue.restCapacity
      if mustWake { (state.isWaiting, state.isResting) = (false, false) }
      guard policy == .dropOldest, state.byteCount > capacity else { return mustWake }
      var dropped = 0
      while dropped < state.events.count - 1, state.byteCount > capacity {
        state.byteCount -= state.events[dropped].byteCount
        dropped += 1
      }
      state.events.removeFirst(dropped)
      state.droppedCount += dropped
      state.doneCount += dropped
      return mustWake
    }
    if mustWake { wakeUp.wake() }
  }

  /// Waits until the queue has capacity for more events, as long as the sink holds up reading.
  package func waitForCapacity() async {
    await withCheckedContinuation { continuation in
      let hasCapacity = state.withLock { state in
        guard state.holdsUp, state.byteCount >= capacity else { return true }
        state.waiting.append(continuation)
        return false
      }
      if hasCapacity { continuation.resume() }
    }
  }

  /// Stops holding up reading: the end has been asked for.
  package func release() {
    let waiting = state.withLock { state in
      state.holdsUp = false
      return state.takeWaiting()
    }
    for continuation in waiting { continuation.resume() }
  }

  /// Ends the thread once the sink has taken all events so far; later events are dropped.
  package func close() {
    state.withLock { $0.isClosed = true }
    release()
    wakeUp.wake()
  }

  /// Waits for the next events; `nil` at the end.
  private func next() -> [TrafficEvent]? {
    while true {
      let (events, isClosed) = state.withLock { state in
        defer { state.events = [] }
        state.isResting = false
        state.isWaiting = state.events.isEmpty
        return (state.events, state.isClosed)
      }
      if !events.isEmpty { return events }
      if isClosed { return nil }
      wakeUp.wait(atMost: nil)
    }
  }

  private func didTake(_ events: [TrafficEvent]) {
    let waiting = state.withLock { state in
      state.doneCount += events.count
      state.byteCount -= events.byteCount
      state.isResting = true
      return state.byteCount < capacity ? state.takeWaiting() : []
    }
    for continuation in waiting { continuation.resume() }
  }
}

extension [TrafficEvent] {
  fileprivate var byteCount: Int { reduce(0) { $0 + $1.byteCount } }
}

extension TrafficEvent {
  /// About how many bytes of memory it takes.
  fileprivate var byteCount: Int {
    switch self {
    case .interval(let report): report.byteCount
    case .alert, .silence, .summary, .source, .caughtUp, .rulesEnded, .silenced, .released,
      .resumed, .underWay:
      512
    case .judged(let saved): 512 + saved.book.count
    }
  }
}
