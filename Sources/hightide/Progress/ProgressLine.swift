import Feed
private import Glibc
import Pipeline
import Synchronization

/// One line on the terminal, rewritten in its place, that says how far a replay has come.
///
/// It is wiped before anything else is written there, and at the end.
final class ProgressLine: Sendable {
  /// How often it is rewritten; a replay that is over before shows none.
  private static let pace = Duration.milliseconds(250)
  private static let wiping = Array("\r\u{1B}[K".utf8)

  /// Whether the line is on the terminal.
  private let isShown = Mutex(false)
  private let sharesTerminalWithOutput = Surroundings.outputIsTerminal

  /// Creates a line on standard error; `nil` if that is not a terminal.
  init?() {
    guard Surroundings.errorIsTerminal else { return nil }
  }

  /// Keeps showing how far it has come until the task is cancelled.
  func keepShowing(_ progress: LoadProgress, of aggregator: Aggregator) async throws {
    let begin = Moment.now.uptime
    var pace = ReplayPace()
    while true {
      try await Task.sleep(for: ProgressLine.pace)
      pace.add(
        ReplayPace.Sample(
          lines: await aggregator.lineCount, bytes: progress.doneBytes,
          time: Moment.now.uptime - begin))
      show(pace.text(totalBytes: progress.totalBytes))
    }
  }

  /// Removes the line.
  func wipe() { isShown.withLock { wipe(&$0) } }

  /// Removes the line and calls `write`, which writes to standard output.
  func interrupted<Failure: Error>(by write: () throws(Failure) -> Void) throws(Failure) {
    guard sharesTerminalWithOutput else { return try write() }
    try isShown.withLock { (isShown) throws(Failure) in
      wipe(&isShown)
      try write()
    }
  }

  /// Shows a text, unless the terminal is being written to: there will be another.
  private func show(_ text: String) {
    // A line that does not fit would be wrapped, and not be wiped.
    let line = "hightide: \(text)".prefix(max(0, Surroundings.errorColumns - 1))
    isShown.withLockIfAvailable { isShown in
      put(ProgressLine.wiping + Array(line.utf8))
      isShown = true
    }
  }

  private func wipe(_ isShown: inout Bool) {
    guard isShown else { return }
    put(ProgressLine.wiping)
    isShown = false
  }

  private func put(_ bytes: [UInt8]) {
    do throws(OutputError) {
      try FileOutput.error.write(bytes)
    } catch {
      // A terminal that is gone needs no progress.
    }
  }
}
