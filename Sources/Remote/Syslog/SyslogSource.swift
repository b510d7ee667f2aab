import Feed
package import LogTail
import System

/// Listens for syslog on a thread of its own, and gives what comes in to one task.
///
/// What comes faster than it is taken waits in the buffers of the system, which are bounded: over TCP the
/// senders wait, and of UDP the kernel drops what does not fit, which is counted and said.
package enum SyslogSource {
  /// Opens the sockets, and starts to listen; `name` is what the user calls the place.
  package static func open(
    _ place: SyslogPlace, name: String, _ knowledge: LineKnowledge
  ) throws(FollowError) -> QueuedSource {
    do throws(SystemError) {
      let ports = try SyslogPorts(at: place)
      let (queue, progress) = (ItemQueue(wakeUp: try WakeUp()), LoadProgress())
      progress.end()
      let loop = SyslogLoop(name: name, batch: SyslogBatch(name, knowledge), queue: queue)
      // Nothing else has them.
      nonisolated(unsafe) let sent = (loop, ports)
      try Thread.start { unsafe sent.0.run(sent.1) }
      return QueuedSource(queue, progress)
    } catch {
      throw .unreadable(path: name, reason: error)
    }
  }
}

/// What the listening thread does.
private struct SyslogLoop {
  /// How long messages are gathered, so that one costs no wake-up.
  private static let pause = Duration.milliseconds(5)
  /// How often it is said that messages were dropped.
  private static let dropPause = Duration.seconds(10)
  /// How often it is looked whether senders still find the socket.
  private static let lookPause = Duration.seconds(2)

  let name: String
  let batch: SyslogBatch
  let queue: ItemQueue

  func run(_ ports: SyslogPorts) {
    var (ports, batch) = (ports, batch)
    var told = 0
    var lookedAt = ContinuousClock.now
    var isRemoved = false
    var toldAt: ContinuousClock.Instant?
    let source = SourceName(name)
    guard queue.put(.source(SourceEvent(source: source, change: .opened))),
      queue.put(.caughtUp(modified: nil, coveredSince: nil, positions: []))
    else { return }
    while !queue.isStopped {
      if ports.hasPath, .now - lookedAt >= SyslogLoop.lookPause {
        lookedAt = .now
        for change in look(at: &ports, &isRemoved) {
          guard queue.put(.source(SourceEvent(source: source, change: change))) else { return }
        }
      }
      let hasRead = ports.read(into: &batch, at: .now)
      if let lines = batch.take(), !queue.put(.lines(lines)) { return }
      let lost = ports.dropped + ports.refused
      let isDue = toldAt.map { .now - $0 >= SyslogLoop.dropPause } ?? true
      if lost > told, isDue || queue.isLast {
        let change = SourceEvent.Change.dropped(messages: lost - told)
        guard queue.put(.source(SourceEvent(source: source, change: change))) else { return }
        told = lost
        toldAt = .now
      }
      guard hasRead else {
        if queue.isLast { break }
        let pauses = [
          lost > told ? SyslogLoop.dropPause : nil, ports.hasPath ? SyslogLoop.lookPause : nil,
        ]
        queue.wakeUp.wait(atMost: pauses.compactMap(\.self).min(), orFor: ports.numbers)
        continue
      }
      if !queue.isLast { queue.wakeUp.wait(atMost: SyslogLoop.pause) }
    }
    queue.finish()
  }

  /// Opens a socket again that was removed; returns what is to be said of that.
  private func look(
    at ports: inout SyslogPorts, _ isRemoved: inout Bool
  ) -> [SourceEvent.Change] {
    guard !ports.isReachable else { return [] }
    let wasRemoved = isRemoved
    func failed(_ reason: String) -> [SourceEvent.Change] {
      wasRemoved
        ? [] : [.failed(SourceFailure(reason: "its socket was removed" + reason, isFinal: false))]
    }
    do throws(SystemError) {
      try ports.reopen()
      isRemoved = false
      return failed("") + [.resumed]
    } catch {
      isRemoved = true
      return failed(": \(error)")
    }
  }
}
