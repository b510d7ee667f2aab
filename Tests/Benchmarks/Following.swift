import Glibc
import SwiftOverlayShims

/// What following costs, and how soon a line that is written counts.
struct Following {
  private static let linesPerSecond = 20_000
  private static let span: Duration = .seconds(5)
  /// What it has to keep up with.
  private static let rushingRate = 200_000
  private static let rushingLines = 1_000_000

  let logs: Logs
  let hightide: String

  func measure(_ verdicts: inout Verdicts) {
    print("\nFollowing")
    let rest = share(rate: nil)
    let busy = share(rate: Following.linesPerSecond)
    let rush = rush()
    let latencies = latencies(count: 40).sorted()
    print("  processor at rest: \(text(rest * 100)) % of a core")
    print("  at \(Following.linesPerSecond) lines/s: \(text(busy * 100)) % of a core")
    print(
      "  at \(Following.rushingRate) lines/s: \(text(rush.share * 100)) % of a core; written at",
      "\(text(rush.rate)) lines/s, counted \(text(rush.delay)) s after the last")
    print(
      "  from written line to reported interval: median \(text(median(latencies) * 1_000)) ms,",
      "longest \(text((latencies.last ?? .nan) * 1_000)) ms")
    verdicts.atMost(0.3, rest * 100, "% of a core at rest")
    verdicts.atMost(5, busy * 100, "% of a core at \(Following.linesPerSecond) lines/s")
    verdicts.holds(
      rush.lines == Following.rushingLines,
      "all \(Following.rushingLines) lines of \(Following.rushingRate) lines/s are counted")
    verdicts.atMost(1, rush.delay, "seconds from the last of these lines until all are counted")
    verdicts.atMost(1, latencies.last ?? .nan, "seconds from written line to reported interval")
  }

  /// The share of a core that following takes while so many lines a second are written.
  private func share(rate: Int?) -> Double {
    let path = logs.empty("followed.log")
    let program = Process([hightide, "--json", path])
    let writer = rate.map { Process([hightide, "generate", "--rate", "\($0)", path]) }
    // What starting takes is no part of it.
    pause(.seconds(1))
    let start = (program.processorTime, ContinuousClock.now)
    pause(Following.span)
    let used = program.processorTime - start.0
    let passed = start.1.duration(to: .now)
    writer?.end()
    program.end()
    return used / passed
  }

  private struct Rush {
    /// Of a core.
    var share: Double
    /// Lines that were written each second.
    var rate: Double
    /// Lines that were counted.
    var lines: Int?
    /// From the last line to the end of a program that counts all there is, in seconds.
    var delay: Double
  }

  /// Follows a log that is written fast until its writer ends.
  private func rush() -> Rush {
    let path = logs.empty("rushing.log")
    let output = logs.path("rushing.json")
    let program = Process([hightide, "--json", path], output: output)
    pause(.seconds(1))
    let before = program.processorTime
    let writing = Process.run([
      hightide, "generate", "--rate", "\(Following.rushingRate)", "--lines",
      "\(Following.rushingLines)", path,
    ])
    let end = ContinuousClock.now
    let used = program.processorTime - before
    guard writing.status == 0 else { fail("cannot write \(path)") }
    // It reads on to where the log ends then, and gives up after a second.
    program.end()
    let delay = end.duration(to: .now).seconds
    unsafe unlink(path)
    return Rush(
      share: used / writing.wall, rate: Double(Following.rushingLines) / writing.wall.seconds,
      lines: Summary(path: output).number("lines"), delay: delay)
  }

  /// How long after a line was written the interval is reported that it closes, in seconds.
  private func latencies(count: Int) -> [Double] {
    let path = logs.path("timed.log")
    let output = logs.path("timed.json")
    let log = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0o600)
    guard log >= 0 else { fail("cannot write \(path)") }
    defer { close(log) }
    let program = Process([hightide, "--json", "--from-start", path], output: output)
    pause(.milliseconds(500))
    var latencies: [Double] = []
    var size = fileSize(output)
    for round in 0..<count {
      // Each line is a minute after the one before, and closes its interval.
      let line = Following.line(minute: round)
      let start = ContinuousClock.now
      guard unsafe write(log, line, line.utf8.count) == line.utf8.count else {
        fail("cannot write \(path)")
      }
      if round == 0 {
        pause(.milliseconds(200))
        continue
      }
      while fileSize(output) == size {
        guard start.duration(to: .now) < .seconds(5) else { fail("no interval was reported") }
        pause(.microseconds(200))
      }
      latencies.append(start.duration(to: .now).seconds)
      pause(.milliseconds(150))
      size = fileSize(output)
    }
    program.end()
    return latencies
  }

  private static func line(minute: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let time = "08/Jul/2020:\(two(8 + minute / 60)):\(two(minute % 60)):05 +0000"
    return "10.0.0.1 - - [\(time)] \"GET /api HTTP/1.1\" 200 1375\n"
  }
}

/// Waits; `usleep(3)`.
func pause(_ duration: Duration) {
  usleep(UInt32(duration / .microseconds(1)))
}
