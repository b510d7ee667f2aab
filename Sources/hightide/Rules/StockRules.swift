/// Rules that suit most sites, none of them active: `--print-config` shows them as comments.
enum StockRules {
  /// A rule as a section of a settings file.
  struct Rule {
    var name: String
    /// What it is for, and where its numbers come from.
    var reason: String
    var keys: String
  }

  private static let netdata = "as in Netdata's web_log.conf"
  private static let workbook = "as in chapter 5 of the SRE workbook, for 99.9 %"

  static let all = [
    Rule(
      name: "server-errors", reason: "the server fails; \(netdata), internal errors",
      keys: """
        measure = share
        of = status >= 500
        above = 5 %
        recover = 2 %
        window = 1m
        min-hits = 120
        severity = critical
        """),
    Rule(
      name: "bad-requests", reason: "clients ask for what is not there; \(netdata), bad requests",
      keys: """
        measure = share
        of = status >= 400 and status < 500 and status != 401
        above = 30 %
        recover = 10 %
        window = 1m
        min-hits = 120
        """),
    Rule(
      name: "few-successes", reason: "too little succeeds; \(netdata), successful requests",
      keys: """
        measure = share
        of = status < 300 or status = 304 or status = 401
        below = 75 %
        recover = 85 %
        window = 1m
        min-hits = 120
        severity = critical
        """),
    Rule(
      name: "error-budget", reason: "2 % of a month's errors in an hour; \(workbook)",
      keys: """
        measure = share
        of = status >= 500
        above = 1.44 %
        recover = 1 %
        window = 1h
        min-hits = 1000
        severity = critical
        """),
    Rule(
      name: "error-budget-slow", reason: "5 % of a month's errors in six hours; \(workbook)",
      keys: """
        measure = share
        of = status >= 500
        above = 0.6 %
        recover = 0.5 %
        window = 6h
        min-hits = 1000
        """),
    Rule(
      name: "slow", reason: "one hit in ten takes long, where the log says how long they take",
      keys: """
        measure = p90 duration
        above = 2 s
        recover = 1.5 s
        window = 5m
        min-hits = 120
        """),
    Rule(
      name: "slower", reason: "half as fast as before; \(netdata), web_slow",
      keys: """
        measure = p50 duration
        above = 2x
        recover = 1.5x
        window = 5m
        against = 55m
        min-hits = 120
        """),
    Rule(
      name: "traffic-surge", reason: "far more hits than before; \(netdata), requests ratio",
      keys: """
        measure = rate
        above = 4x
        recover = 2x
        window = 5m
        min-hits = 120
        """),
    Rule(
      name: "traffic-drop", reason: "far fewer hits than before; \(netdata), requests ratio",
      keys: """
        measure = rate
        below = 0.25x
        recover = 0.5x
        window = 5m
        for = 1m
        """),
    Rule(
      name: "malformed-lines", reason: "lines are not understood; \(netdata), unmatched",
      keys: """
        measure = malformed
        above = 1 %
        recover = 0.5 %
        window = 5m
        """),
    Rule(
      name: "silence", reason: "nothing is logged any more",
      keys: """
        measure = silence
        above = 10m
        recover = 1m
        """),
  ]

  /// The rules of other names than those, as comments.
  static func text(without names: Set<String>) -> String {
    let rules = all.filter { !names.contains($0.name) }
    guard !rules.isEmpty else { return "" }
    return "\n; Rules that are switched off. Remove the ; from those that you want.\n"
      + rules.map { rule in
        let lines = ["[rule \(rule.name)]"] + rule.keys.split(separator: "\n").map(String.init)
        return "\n; \(rule.name): \(rule.reason)\n" + lines.map { ";\($0)\n" }.joined()
      }.joined()
  }
}
