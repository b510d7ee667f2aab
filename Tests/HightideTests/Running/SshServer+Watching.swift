import Foundation
import Glibc
import TestSupport
import Testing

/// What a log of a server gets, and what a program says that follows it.
extension SshServer {
  /// So many requests of one target, as lines.
  static func hits(_ count: Int, _ target: String, at time: Date = .now) -> String {
    String(repeating: LogLine.request(target, at: time), count: count)
  }

  /// Waits until a program reads the logs of `web1`, `web2` and so on; `false` if it does not.
  static func areOpened(_ count: Int, by program: PipedProcess) throws -> Bool {
    for number in 1...count {
      let opened = try program.report {
        $0.event == "opened" && $0.source?.hasPrefix("ssh://web\(number)/") == true
      }
      guard opened != nil else { return false }
    }
    return true
  }

  /// How many hits a program has reported.
  static func counted(by program: PipedProcess) throws -> Int {
    try program.reports.filter { $0.type == "interval" }.reduce(0) {
      $0 + ($1.hits ?? 0) + ($1.late ?? 0)
    }
  }

  /// Ends a program; its summary, and the text of that.
  static func end(_ program: PipedProcess) throws -> (ReportLine, String) {
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0, "\(program.complaints)")
    return (try #require(try program.reports.last), try #require(program.lines.last))
  }
}
