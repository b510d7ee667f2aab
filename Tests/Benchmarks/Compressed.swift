/// Replays of compressed logs, against the same by way of the program that decodes them.
struct Compressed {
  private struct Format {
    var ending: String
    var compressor: String
    var decoder: String
    var package: String

    var pipe: String { "\(decoder) | hightide" }
    var ours: String { "hightide \(ending)" }
  }

  private static let formats = [
    Format(ending: ".gz", compressor: "gzip -c", decoder: "zcat", package: "gzip"),
    Format(ending: ".zst", compressor: "zstd -qc", decoder: "zstdcat", package: "zstd"),
  ]

  let logs: Logs
  let hightide: String
  let rounds: Int
  let measure: Measure

  func run(_ verdicts: inout Verdicts) {
    let log = logs.generate("unpacked.log", lines: max(1, logs.lines / 5))
    var contest = Contest()
    contest.add("wc -l", on: log, ["wc", "-l", log.path])
    contest.add("hightide", on: log, output: output("hightide"), replay(log.path))
    let formats = Compressed.formats.filter { format in
      guard Process.succeeds("command -v \(format.decoder)") else {
        print("\(format.ending) is left out: install the package \(format.package) to compare")
        return false
      }
      return true
    }
    for format in formats {
      let path = log.path + format.ending
      guard Process.succeeds("\(format.compressor) '\(log.path)' > '\(path)'") else {
        fail("cannot write \(path)")
      }
      contest.add(format.ours, on: log, output: output(format.ours), replay(path))
      contest.add(
        format.pipe, on: log, output: output(format.pipe),
        ["sh", "-c", "\(format.decoder) '\(path)' | '\(hightide)' --replay --json -"])
    }
    contest.run(rounds: min(rounds, 5))
    contest.printTable("Replay of \(log.lines) ordinary lines, compressed")
    print("\nBounds")
    for format in formats {
      guard let ours = contest[format.ours], let pipe = contest[format.pipe] else { continue }
      verdicts.atLeast(
        0.8, pipe.time(by: measure, cores: 2) / ours.time(by: measure, cores: 2),
        "\(measure.rawValue) of \(format.pipe) / a replay of \(format.ending)")
      verdicts.memory(atMost: 40, ours.memory, "of a replay of \(format.ending)")
    }
    check(log, contest, &verdicts)
  }

  private func replay(_ path: String) -> [String] { [hightide, "--replay", "--json", path] }

  private func output(_ name: String) -> String { logs.path("\(name).json") }

  /// Whether all found the same, and all of it.
  private func check(_ log: Log, _ contest: Contest, _ verdicts: inout Verdicts) {
    let plain = output("hightide")
    verdicts.holds(
      Summary(path: plain).number("lines") == log.lines
        && contest.contenders.dropFirst(2).allSatisfy {
          Process.succeeds("cmp -s '\(plain)' '\($0.output)'")
        }, "all \(log.lines) lines are counted, compressed or not, with the same reports")
  }
}
