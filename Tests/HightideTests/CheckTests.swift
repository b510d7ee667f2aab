import TestSupport
import Testing

/// `hightide check`: what rules mean, what they would have done, and tests of them.
@Suite(.waiting) struct CheckTests {
  let scratch = ScratchFolder()

  private let rules = """
    [rule high-traffic]
    above = 20
    window = 1m
    [rule server-errors]
    measure = share
    of = status >= 500
    above = 5 %
    recover = 2 %
    window = 1m
    min-hits = 100
    severity = critical
    """

  private func check(
    _ settings: String, _ arguments: [String], status: Int32 = 0
  ) throws -> [String] {
    try scratch.append(settings, to: "rules.ini")
    let program = try PipedProcess(["check", "-c", scratch("rules.ini")] + arguments)
    #expect(program.waitForExit() == status)
    return program.lines + program.complaints
  }

  @Test func rulesAreSaidInWords() throws {
    #expect(
      try check(rules, []) == [
        "high-traffic (warning): triggers when the rate of all hits over 1m is above 20/s; "
          + "recovers when it is below 20/s",
        "server-errors (critical): triggers when the share of status >= 500 in all hits over 1m is "
          + "above 5 %, of at least 100 hits; recovers when it is below 2 %, or there are fewer hits",
      ])
  }

  @Test func silenceIsSaidInWordsToo() throws {
    let rule = "[rule quiet]\nmeasure = silence\nwhere = path^=/api\nabove = 2m\nby = vhost\n"
    #expect(
      try check(rule, []).last
        == "quiet (warning): triggers when the time since the last hit with path^=/api of each vhost "
        + "is above 120 s; recovers when it is below 120 s")
  }

  @Test(arguments: [
    ("measure = share\nof = status=500\nabove = 100 %", "cannot trigger: nothing is above 100 %"),
    ("measure = rate\nbelow = 0", "cannot trigger: nothing is below 0/s"),
    ("measure = rate\nabove = 0", "cannot recover: nothing is below 0/s"),
    ("measure = malformed\nabove = 0 %", "recovers only when there is nothing to measure: "),
    ("measure = rate\nabove = 5\nrecover = 9", "may flap: it recovers at 9/s although"),
    (
      "measure = rate\nbelow = 1\nwindow = 1m\nmin-hits = 60",
      "cannot trigger: 60 hits over 1m are not below 1/s"
    ),
  ])
  func aRuleThatCannotTriggerOrRecoverIsSaidToBeOdd(keys: String, warning: String) throws {
    let said = try check("[rule odd]\n\(keys)\n", [])
    #expect(said.count == 3)
    #expect(said.last?.hasPrefix("  warning: \(warning)") == true, "\(said)")
  }

  @Test func aMistakeOfTheSettingsEndsIt() throws {
    let said = try check("[rule odd]\nmeasure = speed\n", [], status: 2)
    #expect(said.count == 1 && said[0].contains("rules.ini:2: 'measure' takes rate, bytes"))
  }

  @Test func aReplaySaysWhenRulesWouldHaveTriggered() throws {
    // Ten hits a second; from second 60 to 119 a tenth of them fails.
    let log = (0..<2_400).map { number in
      LogFixture.line(
        1_594_195_200 + number / 10,
        status: 60..<120 ~= number / 10 && number % 10 == 0 ? 500 : 200)
    }
    try scratch.append(log.map { $0 + "\n" }.joined(), to: "access.log")
    let arguments = ["--replay", "--utc", scratch("access.log")]
    #expect(
      try check(rules, arguments) == [
        "server-errors: triggered at 2020-07-08T08:01:30Z, for 1m18s, 10 % at worst",
        "high-traffic: would not have triggered",
        "server-errors: would have triggered once, for 1m18s in all, 10 % at worst",
      ])
    let json = try check("", arguments + ["--json"])
    #expect(
      json == [
        #"{"type":"alert","rule":"server-errors","group":null,"triggered":"2020-07-08T08:01:30Z","#
          + #""recovered":"2020-07-08T08:02:48Z","seconds":78,"extreme":0.1}"#,
        #"{"type":"rule","rule":"high-traffic","triggers":0,"seconds":0,"extreme":null}"#,
        #"{"type":"rule","rule":"server-errors","triggers":1,"seconds":78,"extreme":0.1}"#,
      ])
  }

  /// The alerts of a log that was read again are no news, and the state is of what is followed.
  @Test(arguments: ["--replay", "--suggest"])
  func noChannelIsToldAndNoStateIsWritten(task: String) throws {
    let log = (0..<60).map { LogFixture.line(1_594_195_200 + $0) + "\n" }
    try scratch.append(log.joined(), to: "access.log")
    let settings = """
      [watch]
      state = \(scratch("state"))
      [rule high-traffic]
      above = 0.5
      window = 10s
      [notify team]
      kind = command
      command = touch \(scratch("told"))
      """
    let said = try check(settings, [task, scratch("access.log")])
    #expect(said.contains { $0.contains("high-traffic") && $0.contains("triggered once") })
    #expect(try scratch.names == ["access.log", "rules.ini"])
  }

  @Test func theGroupsOfARuleHaveWorstValuesOfTheirOwn() throws {
    let log = (0..<120).flatMap { second in
      ["/a", "/b"].flatMap { section in
        let isBusy = section == "/a" ? second < 60 : second >= 60
        return Array(
          repeating: LogFixture.line(1_594_195_200 + second, target: section),
          count: isBusy ? 30 : 10)
      }
    }
    try scratch.append(log.map { $0 + "\n" }.joined(), to: "access.log")
    let rules =
      "[rule high-traffic]\nenabled = no\n"
      + "[rule busy]\nmeasure = rate\nby = section\nabove = 5\nwindow = 10s\n"
    #expect(
      try check(rules, ["--replay", "--utc", scratch("access.log")]) == [
        "busy of /a: triggered at 2020-07-08T08:00:01Z, not recovered at the last line, "
          + "30/s at worst",
        "busy of /b: triggered at 2020-07-08T08:00:05Z, not recovered at the last line, "
          + "30/s at worst",
        "busy: would have triggered 2 times, for 3m54s in all, 30/s at worst",
      ])
  }

  @Test func valuesAreProposedForEachRule() throws {
    // A burst of 5 s each minute, of 30, 60, 90, 120 and 150 hits.
    let log = (0..<5).flatMap { minute in
      (0..<30 * (minute + 1)).map { number in
        LogFixture.line(1_594_195_200 + minute * 60 + number % 5)
      }
    }
    try scratch.append(log.map { $0 + "\n" }.joined(), to: "access.log")
    let rule = "[rule high-traffic]\nabove = 10\nwindow = 5s\n"
    // The bursts are of 6, 12, 18, 24 and 30 hits per second.
    #expect(
      try check(rule, ["--suggest", scratch("access.log")]) == [
        "high-traffic (above 10/s): triggered 4 times; would have triggered never with 30/s, "
          + "once with 27/s, 5 times with 5.6/s"
      ])
    #expect(
      try check("", ["--suggest", "--json", scratch("access.log")]) == [
        #"{"type":"suggestion","rule":"high-traffic","threshold":10,"triggers":4,"never":30,"#
          + #""once":27,"five_times":5.6}"#
      ])
  }

  /// A factor is of what the traffic was before, and is said to be left out.
  @Test func noValueIsProposedForAFactor() throws {
    try scratch.append(LogFixture.line(1_594_195_200) + "\n", to: "access.log")
    let rules = "[rule high-traffic]\nenabled = no\n[rule few]\nmeasure = rate\nbelow = 0.5x\n"
    #expect(
      try check(rules, ["--suggest", scratch("access.log")]) == [
        "few (below 0.5x): triggered 0 times; no value is proposed for a factor"
      ])
    #expect(
      try check("", ["--suggest", "--json", scratch("access.log")]) == [
        #"{"type":"suggestion","rule":"few","threshold":0.5,"triggers":0,"never":null,"#
          + #""once":null,"five_times":null}"#
      ])
  }

  /// What cannot be entered is not proposed.
  @Test func aSilenceIsProposedUpToADay() throws {
    try scratch.append(LogFixture.line(1_594_195_200) + "\n", to: "access.log")
    let rules = "[rule high-traffic]\nenabled = no\n[rule quiet]\nmeasure = silence\nbelow = 10s\n"
    let said = try check(rules, ["--suggest", scratch("access.log")])
    #expect(said.count == 1 && said[0].contains("never with 82000 s"), "\(said)")
  }

  /// The thresholds share the groups no longer once some are forgotten, and the rule is named once.
  @Test func aProposalThatIsNotExactSaysSoOnce() throws {
    let log = (0..<9_000).map { number in
      LogFixture.line(1_594_195_200 + number / 500, target: "/\(number % 500 < 9 ? 0 : number)")
    }
    try scratch.append(log.map { $0 + "\n" }.joined(), to: "access.log")
    let rules =
      "[rule high-traffic]\nenabled = no\n"
      + "[rule hogs]\nmeasure = rate\nby = section\nabove = 2\nwindow = 10s\n"
    #expect(
      try check(rules, ["--suggest", scratch("access.log")]) == [
        "hogs (above 2/s): triggered once; would have triggered never with 9.1/s, once with 8.2/s, "
          + "not just 5 times with any value that was tried",
        "hightide: rule hogs was not exact: there were more groups, clients or values than are kept",
      ])
  }

  /// The worst of an alert that is under way at the end is behind its trigger.
  @Test func anAlertThatIsNotOverSaysItsWorst() throws {
    let rates = [(0..<200, 5), (200..<400, 50), (400..<600, 20)]
    let log = rates.flatMap { seconds, rate in
      seconds.flatMap { second in
        Array(repeating: LogFixture.line(1_594_195_200 + second) + "\n", count: rate)
      }
    }
    try scratch.append(log.joined(), to: "access.log")
    let settings = "[rule high-traffic]\nabove = 10\n"
    let arguments = ["--replay", "--utc", scratch("access.log")]
    #expect(
      try check(settings, arguments) == [
        "high-traffic: triggered at 2020-07-08T08:03:33Z, not recovered at the last line, "
          + "50/s at worst",
        "high-traffic: would have triggered once, for 6m27s in all, 50/s at worst",
      ])
    let json = try check("", arguments + ["--json"])
    #expect(json.count == 2 && json.allSatisfy { $0.contains(#","extreme":50}"#) }, "\(json)")
  }

  private let tests = """
    [test surge]
    load = 60s at 5/s, then 3m at 30/s, then 2m at 5/s
    expect = high-traffic triggered at 1m36s, high-traffic recovered at 4m24s

    [test errors]
    load = 1m at 10/s with 1 % 404, then 2m at 10/s to /api with 10 % 503, then 2m at 10/s
    expect = server-errors triggered at 1m30s, server-errors recovered at 3m48s

    [test quiet]
    load = 5m at 1/s
    expect = none
    """

  @Test func testsOfRulesPass() throws {
    try scratch.append(tests, to: "rules.test")
    #expect(
      try check(rules, ["--test", scratch("rules.test")]) == [
        "surge: passed", "errors: passed", "quiet: passed", "3 of 3 tests passed",
      ])
  }

  /// A load ends with its last second, not with its last hit.
  @Test func aLoadMayEndWithoutHits() throws {
    let settings = """
      [rule silent]
      measure = silence
      above = 30s

      [rule few]
      measure = rate
      below = 1/s
      window = 20s

      """
    try scratch.append(
      """
      [test end]
      load = 1m at 5/s, then 1m at 0/s
      expect = few triggered at 1m16s, silent triggered at 1m30s
      [test just before]
      load = 1m at 5/s, then 30s at 0/s
      expect = few triggered at 1m16s
      [test gap]
      load = 1m at 5/s, then 1m at 0/s, then 1m at 5/s
      expect = few triggered at 1m16s, silent triggered at 1m30s, silent recovered at 2m, few recovered at 2m4s
      """, to: "rules.test")
    #expect(
      try check(settings, ["--test", scratch("rules.test")]) == [
        "end: passed", "just before: passed", "gap: passed", "3 of 3 tests passed",
      ])
  }

  @Test func namesOfRulesMayHaveCommasAndSpaces() throws {
    let settings = """
      [rule high-traffic]
      enabled = no
      [rule a, b]
      measure = rate
      above = 10
      window = 10s
      [rule two  spaces]
      measure = rate
      above = 10
      window = 10s

      """
    try scratch.append(
      """
      [test names]
      load = 1m at 20/s, then 1m at 0/s
      expect = a, b triggered at 5s, two  spaces triggered at 5s, a, b recovered at 1m5s,two  spaces recovered at 1m5s
      """, to: "rules.test")
    #expect(
      try check(settings, ["--test", scratch("rules.test")]) == [
        "names: passed", "1 of 1 tests passed",
      ])
  }

  /// The hits of a load are made up in pieces, of which nothing is seen.
  @Test func aLongLoadIsJudgedAsAWhole() throws {
    let settings = "[rule high-traffic]\nabove = 400\nwindow = 2m\n"
    try scratch.append(
      """
      [test long]
      load = 20m at 399.7/s with 10 % 503, then 20m at 401/s
      expect = high-traffic triggered at 20m27s
      """, to: "rules.test")
    #expect(
      try check(settings, ["--test", scratch("rules.test")]) == [
        "long: passed", "1 of 1 tests passed",
      ])
  }

  @Test func aTestThatFailsSaysWhatCameInstead() throws {
    try scratch.append(
      "[test surge]\nload = 3m at 30/s\nexpect = high-traffic triggered at 41s\n", to: "rules.test")
    #expect(
      try check(rules, ["--test", scratch("rules.test")], status: 1) == [
        "surge: FAILED", "  expected: high-traffic triggered at 41s",
        "  found: high-traffic triggered at 40s", "0 of 1 tests passed",
      ])
  }

  @Test(arguments: [
    ("[tests]\nload = 1m at 1/s\n", ":1: tests have sections such as [test surge]"),
    ("[test a]\nload = 1m\n", ":2: 'load' takes steps with"),
    ("[test a]\nload = 1m at 1/s with 1 % 404 with 2 % 503\n", ":2: 'load' takes steps with"),
    ("[test a]\nload = 1m at 1/s to /a to /b\n", ":2: 'load' takes steps with"),
    ("[test a]\nload = 1m at 1/s\nexpect = soon\n", ":3: 'expect' takes none, or"),
    ("[test a]\nload = 1m at 1/s\n", ":1: [test a] needs 'load' and 'expect'"),
    ("[test a]\nrate = 1\n", ":2: unknown key 'rate' in [test a]; there are load, expect"),
    ("", ": there is no test"),
  ])
  func aMistakeInATestSaysWhereItIs(text: String, expected: String) throws {
    try scratch.append(text, to: "rules.test")
    let said = try check(rules, ["--test", scratch("rules.test")], status: 2)
    #expect(said.count == 1 && said[0].contains("rules.test\(expected)"), "\(said)")
  }

  @Test func aFileNeedsAReplay() throws {
    let said = try check(rules, ["access.log"], status: 2)
    #expect(
      said.count == 1 && said[0].contains("check reads logs with --replay and --suggest only"))
  }
}
