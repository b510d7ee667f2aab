/// Replays of page-cached logs, against what else reads logs.
struct Replays {
  let logs: Logs
  let hightide: String
  let rounds: Int
  let measure: Measure

  /// How many times as long as `wc -l` a replay may take.
  static let ordinaryBound = 3.0
  /// The same of a log of which a tenth is unusual.
  static let unusualBound = 3.3

  /// Makes a tenth of the lines unusual: users, IPv6 and malformed ones, a third of it each.
  private static let makeUnusual = """
    NR % 30 == 1 { sub(/ - - /, " - alice ") }
    NR % 30 == 11 { sub(/^[^ ]+/, sprintf("2001:db8:%x::%x", NR % 997, NR % 65521)) }
    NR % 30 == 21 { sub(/\\[.*/, "") }
    { print }
    """

  private static let script = """
    !/^#/ {
      split($0, quoted, "\\""); split(quoted[2], request, " "); split(request[2], path, "[/?#]")
      sections["/" path[2]]++; statuses[substr(quoted[3], 2, 3)]++
    }
    END { print sections["/api"]; for (status in statuses) print status, statuses[status] }
    """

  func run(_ verdicts: inout Verdicts) {
    let ordinary = logs.generate("ordinary.log", lines: logs.lines)
    let output = logs.path("ordinary.json")
    let sums = logs.path("mawk.txt")
    var contest = Contest()
    contest.add("wc -l", on: ordinary, ["wc", "-l", ordinary.path])
    // With no output to write to, grep would stop at the first match.
    contest.add(
      "grep -c", on: ordinary, output: logs.path("grep.txt"),
      ["grep", "-c", "GET /api", ordinary.path])
    contest.add(
      "hightide, 1 core", on: ordinary, ["taskset", "-c", "0"] + replay(ordinary))
    contest.add("hightide", on: ordinary, output: output, replay(ordinary))
    let unusual = makeUnusual(of: ordinary)
    let unusualOutput = logs.path("unusual.json")
    contest.add("wc -l, unusual", on: unusual, ["wc", "-l", unusual.path])
    contest.add("hightide, unusual", on: unusual, output: unusualOutput, replay(unusual))
    contest.run(rounds: rounds)

    let part = logs.generate("part.log", lines: max(1, logs.lines / 10))
    let partOutput = logs.path("part.json")
    var slow = Contest()
    slow.add("wc -l", on: part, ["wc", "-l", part.path])
    slow.add("mawk", on: part, output: sums, ["mawk", Replays.script, part.path])
    if Process.succeeds("command -v goaccess") {
      // Before 1.10 it knows no jobs.
      let jobs = Process.succeeds("goaccess --help | grep -q jobs=") ? ["--jobs=2"] : []
      slow.add(
        "goaccess", on: part,
        [
          "goaccess", part.path, "--log-format=COMBINED", "--no-progress", "-o",
          logs.path("goaccess.json"),
        ] + jobs)
    } else {
      print("GoAccess is left out: install the package goaccess to compare with it")
    }
    // For the sums that are compared with those of mawk.
    slow.add("hightide", on: part, output: partOutput, replay(part))
    slow.run(rounds: min(rounds, 3))

    contest.printTable(
      "Replay of \(ordinary.lines) ordinary lines, \(ordinary.bytes / 1_000_000) MB")
    slow.printTable("Replay of \(part.lines) ordinary lines, against what is slow")
    let hostile = measureHostile()
    hostile.printTable("Replay of hostile logs; x wc -l is of the first")
    print("\nBounds")
    judge(contest, slow, hostile, &verdicts)
    check(ordinary, output, &verdicts)
    // But for the comments among them, which are rare.
    let malformed = Summary(path: unusualOutput).number("malformed") ?? 0
    verdicts.holds(
      abs(1 - Double(malformed) / (Double(unusual.lines) / 30)) < 0.01,
      "the malformed lines among unusual ones are counted: \(malformed)")
    compare(partOutput, with: sums, &verdicts)
  }

  private func makeUnusual(of log: Log) -> Log {
    let path = logs.path("unusual.log")
    guard Process.run(["mawk", Replays.makeUnusual, log.path], output: path).status == 0 else {
      fail("cannot write the log \(path)")
    }
    return Log(name: "unusual.log", path: path, lines: log.lines, bytes: fileSize(path))
  }

  private func replay(_ log: Log) -> [String] { [hightide, "--replay", "--json", log.path] }

  /// Logs that are made to take much memory or time.
  private func measureHostile() -> Contest {
    let lines = max(1, logs.lines / 10)
    let hostile = [
      logs.generate(
        "crowded.log", lines: lines, ["--clients", "5000000", "--sections", "1000000"]),
      logs.generate(
        "long.log", lines: max(1, lines / 50),
        ["--sections", "1000000", "--section-length", "60000"]),
      logs.generate("broken.log", lines: lines, ["--malformed", "0.5", "--oddities", "0.5"]),
    ]
    var contest = Contest()
    let ordinary = logs.generate("small.log", lines: lines)
    contest.add("wc -l", on: ordinary, ["wc", "-l", ordinary.path])
    for log in [ordinary] + hostile { contest.add(log.name, on: log, replay(log)) }
    contest.add("long.log, -n 1000", on: hostile[1], replay(hostile[1]) + ["-n", "1000"])
    contest.run(rounds: min(rounds, 5))
    return contest
  }

  private func judge(
    _ contest: Contest, _ slow: Contest, _ hostile: Contest, _ verdicts: inout Verdicts
  ) {
    if let ours = contest["hightide"], let wc = contest["wc -l"] {
      verdicts.atMost(
        Replays.ordinaryBound, ours.time(by: measure, cores: 2) / wc.time(by: measure, cores: 1),
        "\(measure.rawValue) of a replay / wc -l")
    }
    if let ours = contest["hightide, unusual"], let wc = contest["wc -l, unusual"] {
      verdicts.atMost(
        Replays.unusualBound, ours.time(by: measure, cores: 2) / wc.time(by: measure, cores: 1),
        "\(measure.rawValue) of a replay / wc -l where a tenth of the lines are unusual")
    }
    // By the line: of the whole log, which the others take minutes for.
    if let ours = contest["hightide"] {
      let time = ours.time(by: measure, cores: 2) / Double(ours.lines)
      for (name, bound) in [("mawk", 5.0), ("goaccess", 150)] {
        guard let other = slow[name] else { continue }
        verdicts.atLeast(
          bound, other.time(by: measure, cores: 1) / Double(other.lines) / time,
          "\(measure.rawValue) of \(name) / a replay, by the line")
      }
    }
    let memory =
      (contest.contenders + hostile.contenders).filter { $0.command.contains("--json") }
      .map(\.memory).max() ?? 0
    verdicts.memory(atMost: 40, memory, "of any replay")
    guard let ordinary = hostile["small.log"] else { return }
    for log in hostile.contenders.dropFirst(2) {
      // Long lines are compared by their bytes.
      let time = log.time(by: measure, cores: 2) / ordinary.time(by: measure, cores: 2)
      let factor = min(
        time * Double(ordinary.lines) / Double(log.lines),
        time * Double(ordinary.bytes) / Double(log.bytes))
      verdicts.atMost(3, factor, "times as slow as ordinary lines: \(log.name)")
    }
  }

  /// Whether a replay found all lines, and each is accounted for.
  private func check(_ log: Log, _ output: String, _ verdicts: inout Verdicts) {
    let summary = Summary(path: output)
    let accounted = ["hits", "malformed", "comments"].compactMap { summary.number($0) }
    verdicts.holds(summary.number("lines") == log.lines, "all \(log.lines) lines are counted")
    verdicts.holds(accounted.count == 3, "hits, malformed lines and comments are reported")
  }

  /// Whether a replay found the same as the script.
  private func compare(_ output: String, with sums: String, _ verdicts: inout Verdicts) {
    let summary = Summary(path: output)
    let lines = String(decoding: contents(of: sums), as: UTF8.self).split(separator: "\n")
    verdicts.holds(
      summary.hits(ofSection: "/api") == lines.first.flatMap { Int($0) },
      "hits of /api are those that mawk counts")
    let isSame = lines.dropFirst().allSatisfy { line in
      let words = line.split(separator: " ")
      return words.count == 2 && summary.number(String(words[0])) == Int(words[1])
    }
    verdicts.holds(isSame && lines.count > 10, "hits of each status are those that mawk counts")
  }
}
