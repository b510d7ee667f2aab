package import Feed
private import Glibc
import System

/// Follows logs on a thread of its own, and gives what it reads to one task at a time.
///
/// Reading may block, on a slow disk or a silent network, so that it has no place on the
/// cooperative pool. The thread sleeps while nothing is written, and while the task is busy with
/// what it was given. A replay of files on this machine has no such thread; see ``DirectReading``.
package final class LogFollower: LineSource {
  package typealias Element = TailItem
  package typealias Failure = Never

  /// How far the reading of what was there at the start has come.
  package let progress = LoadProgress()
  private let queue: ItemQueue
  /// What reads in place of a thread.
  private let direct: DirectReading?

  /// Opens what is there, and starts to read.
  ///
  /// - Throws: if a log cannot be read; one that does not exist is waited for, except in a replay.
  package init(_ configuration: TailConfiguration) throws(FollowError) {
    do {
      queue = ItemQueue(wakeUp: try WakeUp())
    } catch {
      throw .noResources(reason: error)
    }
    let watch = ChangeWatch(isEnabled: configuration.mode != .replay)
    let tail = try Tail(configuration, watch: watch, now: .now)
    progress.start(total: tail.totalBytes)
    let noted = NotedProgress(progress)
    guard !tail.canBeReadInATask else {
      direct = DirectReading(tail, queue, noted)
      return
    }
    direct = nil
    do {
      try Thread.start(ReadingLoop(tail: tail, queue: queue, progress: noted).run)
    } catch {
      throw .noResources(reason: error)
    }
  }

  deinit { stop() }

  /// Ends the sequence once what the files hold now has been given.
  ///
  /// A replay is not read on, and anything else no longer than ``TailConfiguration/finishPatience``:
  /// what was read by then is given.
  package func finish() { queue.askForTheLast() }

  /// Says, after a stretch of earlier lines, whether another one is wanted.
  package func answerEarlier(_ isWanted: Bool) { queue.answerEarlier(isWanted) }

  /// Ends the sequence at once and closes all files; items that were not taken are dropped.
  package func stop() { queue.stop() }

  package func makeAsyncIterator() -> Iterator { Iterator(follower: self) }

  private func next() async -> TailItem? {
    if let direct { direct.next() } else { await queue.take() }
  }

  /// Takes what was read.
  ///
  /// Only one task at a time may wait for it.
  package struct Iterator: AsyncIteratorProtocol {
    /// Kept, because the reading ends with the last reference to it.
    fileprivate let follower: LogFollower

    /// The next item, or `nil` when a replay is through, or reading was stopped or cancelled.
    package func next() async -> TailItem? { await follower.next() }
  }
}

/// What the reading thread does.
private struct ReadingLoop {
  /// The time between two reads of a log that is written continuously.
  ///
  /// A read costs as much as a thousand lines: at 20,000 lines a second, 20 ms took twice the
  /// processor time of 100 ms.
  private static let busyPause: Duration = .milliseconds(100)
  /// The same for streams, which hold little.
  private static let streamPause: Duration = .milliseconds(5)
  /// As much as makes a stream be read on without a pause: half of what the smallest pipe holds.
  ///
  /// A pipe that is full stops its writer.
  private static let fullStream = 32_768

  var tail: Tail
  let queue: ItemQueue
  let progress: NotedProgress

  func run() {
    var tail = tail
    var progress = progress
    var lastPoll = ContinuousClock.now
    var lastRead: ContinuousClock.Instant?
    var bytesRead = 0
    var hasLookedLast = false
    var deadline: ContinuousClock.Instant?
    while !queue.isStopped {
      if queue.isLast {
        let end = deadline ?? .now + tail.finishPatience
        guard .now < end else { return queue.finish() }
        deadline = end
      }
      if let isWanted = queue.takeEarlierAnswer() { tail.answerEarlier(isWanted) }
      tail.isEnding = queue.isLast
      switch tail.next(at: .now) {
      case .item(let item):
        guard queue.put(item) else { return }
        if case .lines(let batch) = item {
          lastRead = .now
          bytesRead += batch.bytes.count
        }
        progress.note(item, of: tail)
        // What is new comes before more of what is old.
        if case .earlier = item { lookAround(&tail, &lastPoll) }
      case .busy: progress.note(tail)
      case .finished:
        progress.note(tail)
        progress.end()
        queue.finish()
        return
      case .idle where queue.isLast:
        guard !hasLookedLast else { return queue.finish() }
        hasLookedLast = true
        tail.note(.unknown)
      case .idle:
        if let read = lastRead.take() { pause(after: bytesRead, of: tail, at: read) }
        bytesRead = 0
        // The pause may have been ended by what would wake it from its sleep.
        if !queue.isStopped, !queue.isLast { sleep(&tail, &lastPoll) }
      }
    }
  }

  /// Lets a busy log gather some lines; a log that was quiet is read at once.
  private func pause(after bytes: Int, of tail: Tail, at read: ContinuousClock.Instant) {
    let hasStreams = !tail.streamNumbers.isEmpty
    if hasStreams, tail.isLoading || bytes >= ReadingLoop.fullStream { return }
    let end = read + (hasStreams ? ReadingLoop.streamPause : ReadingLoop.busyPause)
    while !queue.isStopped, !queue.isLast, case let rest = end - .now, rest > .zero {
      queue.wakeUp.wait(atMost: rest)
    }
  }

  private func sleep(_ tail: inout Tail, _ lastPoll: inout ContinuousClock.Instant) {
    let interval = tail.pollInterval
    // What has yet to be decoded of a stream says nothing of itself.
    let rest = tail.isBehind ? .zero : interval.map { max(.zero, lastPoll + $0 - .now) }
    let watched = tail.watch.number.map { [$0] } ?? []
    queue.wakeUp.wait(atMost: rest, orFor: watched + tail.streamNumbers)
    lookAround(&tail, &lastPoll)
  }

  /// Notes what changed, and that the names are to be looked at once it is time.
  private func lookAround(_ tail: inout Tail, _ lastPoll: inout ContinuousClock.Instant) {
    tail.note(tail.watch.takeChanges())
    if let interval = tail.pollInterval, ContinuousClock.now - lastPoll >= interval {
      lastPoll = .now
      tail.notePoll()
    }
  }
}
