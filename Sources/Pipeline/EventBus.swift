import Synchronization

/// Hands events to every sink.
package final class EventBus: Sendable {
  private let sinks: Mutex<[SinkQueue]>

  /// Creates a bus of these sinks; without any, events go nowhere.
  package init(_ queues: [SinkQueue] = []) {
    sinks = Mutex(queues)
  }

  private var queues: [SinkQueue] { sinks.withLock { $0 } }

  /// Has a sink take all events from now on.
  func add(_ queue: SinkQueue) { sinks.withLock { $0.append(queue) } }

  /// Has a sink take no more events.
  package func remove(_ queue: SinkQueue) {
    sinks.withLock { $0.removeAll { $0 === queue } }
    queue.close()
  }

  /// Hands events to the queues of the sinks, without waiting.
  package func publish(_ events: [TrafficEvent]) {
    guard !events.isEmpty else { return }
    for queue in queues { queue.put(events) }
  }

  /// Waits while a sink holds up reading.
  package func waitForCapacity() async {
    for queue in queues { await queue.waitForCapacity() }
  }

  /// Stops holding up reading.
  package func release() {
    for queue in queues { queue.release() }
  }

  /// Ends the threads of the sinks once they have taken what there is.
  package func close() {
    for queue in queues { queue.close() }
  }

  /// Waits until the sinks have taken all events so far; returns whether they have.
  ///
  /// Gives up once `isTooLate` returns true; it is called every few milliseconds.
  package func delivered(orUntil isTooLate: @Sendable () -> Bool) async -> Bool {
    let counts = queues.map(\.putCount)
    func areTaken() -> Bool { zip(queues, counts).allSatisfy { $0.hasTaken($1) } }
    var pause = Duration.milliseconds(1)
    while !areTaken() {
      guard !isTooLate() else { return false }
      do {
        try await Task.sleep(for: pause)
      } catch {
        return areTaken()
      }
      pause = min(pause * 2, .milliseconds(32))
    }
    return true
  }
}
