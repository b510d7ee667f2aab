import Foundation
import TestSupport

/// A log with five minutes of traffic of which all is known, and the dashboard on it.
final class WatchedLog {
  /// Hits of the second that trips the alert: with 2 a second beside them, an average of 14.5.
  private static let burst = 1_500

  let folder: ScratchFolder
  let program: PtyProcess

  /// Starts the dashboard in the folder of the log, and waits for the first whole screen.
  ///
  /// The traffic triggers an alert at the burst and lets it recover two minutes later; `extra` is
  /// appended to it.
  init(
    _ arguments: [String] = [], extra: [UInt8] = [], columns: Int = 80, rows: Int = 24,
    environment: [String: String] = [:]
  ) throws {
    folder = ScratchFolder()
    let now = Date.now
    var lines = ""
    for second in (1...300).reversed() {
      let time = now - Double(second)
      lines += LogLine.request("/api/users", at: time, client: "10.0.0.1", bytes: 900)
      let status = second % 10 == 0 ? 404 : 200
      lines += LogLine.request(
        second % 3 == 0 ? "/" : "/pages/\(second % 4)", at: time, client: "10.0.1.\(second % 40)",
        status: status, bytes: 5_000)
      if second == 200 {
        lines += String(
          repeating: LogLine.request("/burst/x", at: time), count: WatchedLog.burst)
      }
    }
    try folder.append(Array(lines.utf8) + extra, to: "access.log")
    program = try PtyProcess(
      "/bin/sh",
      ["-c", "cd \"$0\" && exec \"$@\"", folder.path, BuiltProduct.hightide] + arguments
        + ["access.log"],
      columns: columns, rows: rows, environment: environment)
  }

  /// Waits for a screen that shows the log.
  func isShown() -> Bool { program.wait(for: "following") }
}
