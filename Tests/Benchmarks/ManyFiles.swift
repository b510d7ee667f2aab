import Glibc

/// Ten thousand small logs, which one pattern matches.
struct ManyFiles {
  private static let count = 10_000
  private static let linesPerFile = 10
  private static let quietSpan: Duration = .seconds(20)
  /// How long a start is waited for, in seconds.
  private static let patience = 120.0

  let logs: Logs
  let hightide: String

  func measure(_ verdicts: inout Verdicts) {
    makeFiles()
    print("\n\(ManyFiles.count) files of \(ManyFiles.linesPerFile) lines")
    let first = run()
    let second = run()
    print("  first start: \(first)\n  resumed:     \(second)")
    verdicts.atMost(2, first.start, "s until \(ManyFiles.count) files are opened")
    verdicts.atMost(5, second.start, "seconds until \(ManyFiles.count) files are resumed")
    verdicts.atMost(
      0.8, max(first.quiet, second.quiet) * 100,
      "% of a core for \(ManyFiles.count) quiet files")
    // Who follows counts by the dimensions that causes are looked for in.
    verdicts.memory(
      atMost: 64 + Double(ManyFiles.count) / 1_024, max(first.memory, second.memory),
      "for \(ManyFiles.count) files")
  }

  private struct Cost: CustomStringConvertible {
    /// Until all files are followed, in seconds.
    var start: Double
    /// Of a core, once they are and nothing is written.
    var quiet: Double
    /// At most, in MiB.
    var memory: Double

    var description: String {
      "\(text(start)) s, then \(text(quiet * 100)) % of a core; \(text(memory)) MiB"
    }
  }

  private func makeFiles() {
    let folder = logs.path("many")
    let source = logs.generate("many.txt", lines: ManyFiles.count * ManyFiles.linesPerFile)
    let digits = "\(ManyFiles.count)".count
    let command = [
      "split", "-l", "\(ManyFiles.linesPerFile)", "-d", "-a", "\(digits)",
      "--additional-suffix=.log", source.path, folder + "/site",
    ]
    guard unsafe mkdir(folder, 0o700) == 0, Process.run(command).status == 0 else {
      fail("cannot write the logs in \(folder)")
    }
  }

  /// Follows all of them until each was reported to be read, and then for a while.
  private func run() -> Cost {
    let output = logs.path("many.json")
    let begin = ContinuousClock.now
    let program = Process(
      [hightide, "--json", "--state", logs.path("many.state"), logs.path("many") + "/*.log"],
      output: output)
    var start = 0.0
    repeat {
      pause(.milliseconds(50))
      start = begin.duration(to: .now).seconds
      guard start < ManyFiles.patience else { fail("\(ManyFiles.count) files were not opened") }
    } while eventCount(in: output) < ManyFiles.count
    pause(.seconds(5))
    let (used, since) = (program.processorTime, ContinuousClock.now)
    pause(ManyFiles.quietSpan)
    let quiet = (program.processorTime - used) / since.duration(to: .now)
    kill(program.id, SIGTERM)
    let memory = Double(program.wait().usage.ru_maxrss) / 1_024
    return Cost(start: start, quiet: quiet, memory: memory)
  }

  /// How many files a report says are read; `grep(1)`.
  private func eventCount(in path: String) -> Int {
    let counts = logs.path("count")
    _ = Process.run(["grep", "-cE", "\"event\":\"(opened|resumed)\"", path], output: counts)
    let bytes = String(decoding: contents(of: counts), as: UTF8.self)
    return Int(bytes.prefix { $0.isNumber }) ?? 0
  }
}
