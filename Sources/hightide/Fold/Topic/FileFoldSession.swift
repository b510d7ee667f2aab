import AccessLog
import Dispatch
import Feed
import Fleet
import Kafka
import Pipeline
import System
import Traffic

/// Follows files, and puts what they add up to into an outbox once a second.
///
/// Before a final record is put there, the state is kept with it: whatever ends the program, the next run
/// says nothing else of an interval that has been closed.
actor FileFoldSession {
  private static let queue = DispatchQueue(label: "fold state")

  private var fold: FileFold
  private let settings: WatchSettings
  private let server: [UInt8]
  private let outbox: RecordOutbox
  private let placeName: String
  private let meaning: UInt64
  /// `nil` if no state is kept.
  private let file: RoleFile?
  private let tell: @Sendable (SourceEvent) -> Void
  private var isWriting = false
  private var hasSaveFailed = false
  private var hasToSave = true

  init(
    _ fold: FileFold, _ settings: WatchSettings, server: [UInt8], outbox: RecordOutbox,
    place: String, meaning: UInt64, file: sending RoleFile?,
    telling tell: @escaping @Sendable (SourceEvent) -> Void
  ) {
    self.fold = fold
    self.settings = settings
    self.server = server
    self.outbox = outbox
    placeName = place
    self.meaning = meaning
    self.file = file
    self.tell = tell
  }

  /// Reads the feed to its end; returns whether the state could be kept.
  func run(_ feed: LogFeed) async -> Bool {
    // Revisions that no run has used are said before the first of them is.
    await write(.final)
    let ticking = Task { await keepTicking() }
    var items = feed.makeAsyncIterator()
    while await outbox.waitForSpace(), let item = await items.next() { await take(item, feed) }
    feed.stop()
    ticking.cancel()
    await ticking.value
    fold.end(closing: file == nil)
    hasToSave = true
    await write(.all, isLast: true)
    return !hasSaveFailed
  }

  private func take(_ item: Intake, _ feed: LogFeed) async {
    switch item {
    case .lines(let bytes, let origin, let moment, let checkpoints, let spans):
      let chunk = ChunkTallier.tally(
        bytes, parts: spans.map { LinePart(end: $0.end, memory: $0.memory) },
        timing: settings.timing, scanner: settings.scanner, counting: settings.counting)
      guard origin == .live else { return fold.addContext(chunk) }
      fold.add(chunk, checkpoints: checkpoints, of: spans.map(\.source), at: moment).forEach(tell)
      if fold.isFull { await write(.final) }
    case .contextEnds(let modified, _, let moment, let checkpoints):
      fold.catchUp(modified: modified, checkpoints: checkpoints, at: moment)
      hasToSave = true
    case .earlierEnds: feed.answerEarlier(false)
    case .source(let event, _): tell(event)
    case .earlier, .tallies: break
    }
  }

  private func keepTicking() async {
    let clock = ContinuousClock()
    var next = clock.now
    while !Task.isCancelled {
      next = max(clock.now, next + .seconds(1))
      try? await Task.sleep(until: next, tolerance: .zero, clock: clock)
      // While nothing can be sent, no time passes: lines wait in their logs.
      guard !Task.isCancelled, outbox.hasSpace else { continue }
      fold.tick(at: .now).forEach(tell)
      // One that has not arrived yet says as much as another would.
      await write(outbox.hasOpen ? .final : .all)
    }
  }

  /// Takes the records that have changed, keeps the state if they are final, and has them sent.
  private func write(_ choice: ServerFold.Choice, isLast: Bool = false) async {
    guard !isWriting else { return }
    isWriting = true
    defer { isWriting = false }
    let records = fold.take(choice, at: .now, isLast: isLast).map {
      RecordOutbox.Record(key: server, value: $0.bytes, isFinal: $0.isFinal)
    }
    if hasToSave || fold.isOutOfRevisions || records.contains(where: \.isFinal) {
      hasToSave = false
      await save(with: records.filter(\.isFinal).map(\.value))
    }
    outbox.put(records)
  }

  private func save(with new: [[UInt8]]) async {
    guard let file, var place = fold.place(unsent: outbox.waitingFinals.map(\.value) + new)
    else { return }
    place.place = placeName
    place.meaning = meaning
    let bytes = place.bytes
    // One save at a time: see `isWriting`.
    nonisolated(unsafe) let sent = file
    let error: StateFileError? = await withCheckedContinuation { continuation in
      FileFoldSession.queue.async {
        do throws(StateFileError) {
          try unsafe sent.replace(with: bytes)
          continuation.resume(returning: nil)
        } catch {
          continuation.resume(returning: error)
        }
      }
    }
    if let error {
      if !hasSaveFailed { FileOutput.complain("\(error)") }
    } else if hasSaveFailed {
      FileOutput.complain("the state can be kept again")
    }
    hasSaveFailed = error != nil
  }
}
