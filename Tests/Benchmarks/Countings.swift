/// What it costs to count some hits only, by more path components, and by each dimension.
struct Countings {
  let logs: Logs
  let hightide: String
  let rounds: Int
  let measure: Measure

  /// How many times as long as without it a replay may take, by each option.
  private static let options: [(bound: Double, arguments: [String])] =
    dimensions.map { (1.5, ["--by", $0]) } + [
      (1.5, ["--where", "status>=500"]), (1.5, ["--where", "path^=/api"]),
      (1.5, ["--where", "not client in 10.0.0.0/8"]), (1.5, ["--section", "2"]),
    ]

  private static let dimensions = [
    "path", "client", "network", "method", "status", "class", "agent", "referrer", "vhost", "user",
    "protocol", "server",
  ]

  func run(_ verdicts: inout Verdicts) {
    let log = logs.generate("countings.log", lines: max(1, logs.lines / 4))
    let replay = [hightide, "--replay", "--json", "--no-config"]
    var contest = Contest()
    contest.add("replay", on: log, replay + [log.path])
    for (_, arguments) in Countings.options {
      contest.add(
        arguments.joined(separator: " "), on: log, replay + arguments + [log.path])
    }
    contest.add(
      "--by all", on: log,
      replay + ["--by", Countings.dimensions.joined(separator: ","), log.path])
    contest.add(
      "top", on: log, [hightide, "top", "--by", "network", "--last", "10m", "--json", log.path])
    contest.run(rounds: min(rounds, 3))
    contest.printTable("Replay of \(log.lines) ordinary lines, counted in other ways")
    print("\nBounds")
    if let all = contest["--by all"] {
      verdicts.memory(atMost: 64, all.memory, "of a replay with every dimension counted")
    }
    guard let plain = contest["replay"] else { return }
    for (bound, arguments) in Countings.options {
      let name = arguments.joined(separator: " ")
      guard let counted = contest[name] else { continue }
      verdicts.atMost(
        bound, counted.time(by: measure, cores: 2) / plain.time(by: measure, cores: 2),
        "\(measure.rawValue) of a replay with \(name) / without")
    }
  }
}
