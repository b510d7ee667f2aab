import AccessLog
import Dispatch
import Feed
import Fleet
import Pipeline
import System
import Traffic

/// Follows a feed and writes what it adds up to, at most once a second while it follows.
actor FoldSession {
  /// How much may have been read and not written, in bytes, where nothing waits for the time to pass.
  private static let queue = DispatchQueue(label: "fold output")

  private var state: FoldState
  private let settings: WatchSettings
  private var hasFailed = false

  init(_ state: FoldState, _ settings: WatchSettings) {
    self.state = state
    self.settings = settings
  }

  /// Reads the feed to its end; returns the exit status.
  func run(_ feed: LogFeed) async -> Int32 {
    guard await write(Array("\(FoldFrame.greeting)\n".utf8)) else { return status }
    let ticking = Task { await keepWriting(feed) }
    var items = feed.makeAsyncIterator()
    while !hasEnded, let item = await items.next() { await take(item, feed) }
    ticking.cancel()
    guard !hasEnded else { return status }
    state.end()
    _ = await write(state.frames(at: .now, isLast: true))
    return status
  }

  private var hasEnded = false
  private var status: Int32 { hasFailed ? 1 : 0 }

  private func take(_ item: Intake, _ feed: LogFeed) async {
    switch item {
    case .lines(let bytes, let origin, let moment, let checkpoints, let spans):
      let settings = settings
      let chunk = ChunkTallier.tally(
        bytes, parts: spans.map { LinePart(end: $0.end, memory: $0.memory) },
        timing: settings.timing, scanner: settings.scanner, counting: settings.counting)
      state.add(
        chunk, as: origin, checkpoints: checkpoints, of: spans.map(\.source), at: moment)
    case .contextEnds(let modified, let coveredSince, let moment, let checkpoints):
      state.catchUp(
        modified: modified, coveredSince: coveredSince, checkpoints: checkpoints, at: moment)
    case .earlierEnds: feed.answerEarlier(false)
    case .source(let event, _): state.add(event)
    case .earlier, .tallies: break
    }
  }

  private func keepWriting(_ feed: LogFeed) async {
    while !Task.isCancelled {
      try? await Task.sleep(for: .seconds(1), tolerance: .zero)
      guard !Task.isCancelled else { return }
      let now = Moment.now
      state.tick(at: now)
      guard await write(state.frames(at: now)) else { return feed.stop() }
    }
  }

  /// Writes all of the bytes on a thread that may block; `false` once they have no reader.
  private func write(_ bytes: [UInt8]) async -> Bool {
    guard !hasEnded else { return false }
    let error: OutputError? = await withCheckedContinuation { continuation in
      FoldSession.queue.async {
        do throws(OutputError) {
          try FileOutput.standard.write(bytes)
          continuation.resume(returning: nil)
        } catch {
          continuation.resume(returning: error)
        }
      }
    }
    guard let error else { return true }
    hasEnded = true
    if error != .readerGone {
      hasFailed = true
      FileOutput.complain("\(error)")
    }
    return false
  }
}
