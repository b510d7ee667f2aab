import Glibc

/// What the full-screen dashboard costs, and how soon it shows what it should.
struct Dashboards {
  private static let busyRate = 20_000
  /// More than a generator and a dashboard do on two cores.
  private static let rushingRate = 1_000_000
  private static let keyCount = 300
  /// Two whole intervals: the more names one has, the more its lines cost.
  private static let span: Duration = .seconds(20)
  /// How long the program must have had nothing to do to be done.
  private static let idleSpan: Duration = .milliseconds(500)

  let logs: Logs
  let hightide: String

  func measure(_ verdicts: inout Verdicts) {
    print("\nDashboard, 80x24")
    unsafe setenv("TERM", "xterm-256color", 1)
    unsafe setenv("LC_ALL", "C.UTF-8", 1)
    let rest = cost(rate: nil)
    let busy = cost(rate: Dashboards.busyRate)
    let ruled = cost(rate: Dashboards.busyRate, ["-c", BenchmarkRules.write(in: logs)])
    let first = firstFrames().sorted()
    let burst = burst()
    let keys = (keyLatencies() + burst.keys).sorted()
    let slowest = keys.isEmpty ? .nan : keys[min(keys.count - 1, keys.count * 99 / 100)]
    print("  quiet log: \(rest)")
    print("  at \(Dashboards.busyRate) lines/s: \(busy)")
    print("  the same with \(BenchmarkRules.count) rules: \(ruled)")
    print("  first frame of the ordinary log: median \(text(median(first) * 1_000)) ms")
    print(
      "  \(keys.count) keys while the log grows at full speed: median",
      "\(text(median(keys) * 1_000)) ms, p99 \(text(slowest * 1_000)) ms,",
      "longest \(text((keys.last ?? .nan) * 1_000)) ms")
    print(
      "  a million lines written at once: counted after \(text(burst.time)) s, and",
      "\(burst.keys.count) keys answered, the slowest in",
      "\(text((burst.keys.max() ?? .nan) * 1_000)) ms; \(text(burst.memory)) MiB")
    verdicts.atMost(0.3, rest.share * 100, "% of a core for the dashboard of a quiet log")
    verdicts.atMost(
      5, busy.share * 100, "% of a core for the dashboard at \(Dashboards.busyRate) lines/s")
    verdicts.atMost(
      12, ruled.share * 100, "% of a core for the same with \(BenchmarkRules.count) rules")
    verdicts.memory(atMost: 64, ruled.memory, "of a dashboard with \(BenchmarkRules.count) rules")
    verdicts.memory(atMost: 64, burst.memory, "of one that has an hour of many groups")
    verdicts.atMost(100, median(first) * 1_000, "ms to the first frame of a large log")
    verdicts.atMost(16, slowest * 1_000, "ms from key to screen at p99 at full speed")
    verdicts.holds(!burst.keys.isEmpty, "keys are answered while these are taken in")
    verdicts.atMost(
      1, burst.time, "seconds until a million lines that were written at once are counted")
  }

  private struct Cost: CustomStringConvertible {
    /// Of a core.
    var share: Double
    /// To the terminal, a second.
    var bytes: Double
    /// Peak of the resident memory, in MiB.
    var memory: Double

    var description: String {
      "\(text(share * 100)) % of a core, \(text(bytes)) bytes/s, \(text(memory)) MiB"
    }
  }

  /// What showing costs while so many lines a second are written.
  private func cost(rate: Int?, _ options: [String] = []) -> Cost {
    let log = logs.empty("watched.log")
    let terminal = Terminal()
    let program = Process([hightide] + options + [log], on: terminal)
    let writer = rate.map { Process([hightide, "generate", "--rate", "\($0)", log]) }
    // What starting takes is no part of it.
    _ = terminal.drain(for: .seconds(2))
    let before = program.processorTime
    let start = ContinuousClock.now
    let count = terminal.drain(for: Dashboards.span)
    let used = program.processorTime - before
    let passed = start.duration(to: .now)
    writer?.end()
    let usage = end(program, terminal)
    return Cost(
      share: used / passed, bytes: Double(count) / passed.seconds,
      memory: Double(usage.ru_maxrss) / 1_024)
  }

  /// From the start of the program to the first frame that has counted lines, in seconds.
  private func firstFrames() -> [Double] {
    let log = logs.path("ordinary.log")
    return (0..<5).map { _ in
      let terminal = Terminal()
      let program = Process([hightide, log], on: terminal)
      guard let time = terminal.wait(for: " hits ") else { fail("no frame was drawn") }
      end(program, terminal)
      return time.seconds
    }
  }

  /// From a key to what it shows, in seconds, while lines are written and ingested at full speed.
  private func keyLatencies() -> [Double] {
    let log = logs.empty("rushing.log")
    let terminal = Terminal()
    let program = Process([hightide, log], on: terminal)
    let writer = Process([hightide, "generate", "--rate", "\(Dashboards.rushingRate)", log])
    defer {
      writer.end()
      end(program, terminal)
      unsafe unlink(log)
    }
    _ = terminal.drain(for: .seconds(1))
    var latencies: [Double] = []
    while latencies.count < Dashboards.keyCount {
      latencies.append(answer(terminal))
      // Keys fall on every moment between two frames.
      _ = terminal.drain(for: .milliseconds(20 + latencies.count * 7 % 31))
    }
    return latencies
  }

  /// From a key to what it shows, in seconds; another takes that away.
  private func answer(_ terminal: Terminal) -> Double {
    terminal.press("?")
    let time = terminal.wait(for: "Esc closes")
    terminal.press("?")
    // Both in one frame would show nothing. The help covers the title of the graph.
    guard let time, terminal.wait(for: "Requests per second") != nil else {
      fail("a key showed nothing")
    }
    return time.seconds
  }

  private struct Burst {
    /// From the first line until the last is counted, in seconds.
    var time: Double
    /// From each key that was pressed meanwhile to what it shows, in seconds.
    var keys: [Double] = []
    /// Peak of the resident memory, in MiB.
    var memory = 0.0
  }

  /// A million lines that are appended in one go.
  private func burst() -> Burst {
    let source = logs.generate("burst.log", lines: 1_000_000)
    let log = logs.empty("bursting.log")
    let terminal = Terminal()
    let program = Process([hightide, log], on: terminal)
    _ = terminal.drain(for: .seconds(1))
    let start = ContinuousClock.now
    let writer = Process(["sh", "-c", "cat '\(source.path)' >> '\(log)'"])
    // It has caught up when it takes no more of the processor, and so for a while: it sleeps in
    // between, while lines gather.
    var burst = Burst(time: 0)
    var last = program.processorTime
    var end = ContinuousClock.now
    while end.duration(to: .now) < Dashboards.idleSpan {
      _ = terminal.drain(for: .milliseconds(20))
      let used = program.processorTime - last
      if used > .milliseconds(2) {
        end = .now
        burst.keys.append(answer(terminal))
      }
      last = program.processorTime
    }
    burst.time = start.duration(to: end).seconds
    guard writer.wait().status == 0 else { fail("cannot write \(log)") }
    burst.memory = Double(self.end(program, terminal).ru_maxrss) / 1_024
    unsafe unlink(log)
    return burst
  }

  @discardableResult
  private func end(_ program: Process, _ terminal: Terminal) -> rusage {
    terminal.press("q")
    _ = terminal.wait(for: "\u{1B}[?1049l")
    let usage = program.wait().usage
    terminal.close()
    return usage
  }
}
