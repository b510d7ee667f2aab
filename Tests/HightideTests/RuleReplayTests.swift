import TestSupport
import Testing

/// Rules of a settings file, from the file to the alerts of a replay.
@Suite(.waiting) struct RuleReplayTests {
  let scratch = ScratchFolder()

  /// The alerts of a replay of a log, without what the default rule says.
  private func alerts(_ rules: String, _ log: [String]) throws -> [String] {
    try scratch.append(rules, to: "rules.ini")
    try scratch.append(log.map { $0 + "\n" }.joined(), to: "access.log")
    let program = try PipedProcess([
      "--replay", "--json", "-c", scratch("rules.ini"), scratch("access.log"),
    ])
    #expect(program.waitForExit() == 0)
    return program.lines.filter {
      $0.hasPrefix(#"{"type":"alert""#) && !$0.contains("high-traffic")
    }
  }

  /// Ten hits a second for a minute, of which every second one fails from second 20 to 39.
  private let incident = (0..<600).map { number in
    let second = number / 10
    return LogFixture.line(
      1_594_195_200 + second, status: 20..<40 ~= second && number % 2 == 0 ? 503 : 200, bytes: 100)
  }

  @Test func anAlertHasWhatTheRuleSays() throws {
    let alerts = try alerts(
      """
      [rule server-errors]
      measure = share
      of = status >= 500
      above = 20 %
      recover = 10 %
      window = 10s
      for = 2s
      min-hits = 50
      severity = critical
      message = {rule}: {value} of {hits} in {window} over {threshold}, {state} at {time}
      """, incident)
    #expect(
      alerts == [
        #"{"type":"alert","rule":"server-errors","state":"triggered","#
          + #""time":"2020-07-08T08:00:26Z","hits":100,"average":10,"threshold":0.2,"window":10,"#
          + #""message":"server-errors: 35 % of 100 in 10s over 20 %, triggered at "#
          + #"2020-07-08T08:00:26Z","severity":"critical","group":null,"value":0.35,"#
          + #""began_before":false,"causes":null}"#,
        #"{"type":"alert","rule":"server-errors","state":"recovered","#
          + #""time":"2020-07-08T08:00:48Z","hits":100,"average":10,"threshold":0.1,"window":10,"#
          + #""message":"server-errors: 5 % of 100 in 10s over 10 %, recovered at "#
          + #"2020-07-08T08:00:48Z","severity":"critical","group":null,"value":0.05,"#
          + #""began_before":false,"causes":null}"#,
      ])
  }

  /// One failure in an hour.
  @Test func aSmallValueIsNotZero() throws {
    let log = (0..<60).map {
      LogFixture.line(1_594_195_200 + 60 * $0, status: $0 == 50 ? 500 : 200)
    }
    let alerts = try alerts(
      "[rule rare]\nmeasure = rate\nwhere = status>=500\nabove = 0.0001\nwindow = 1h\n", log)
    #expect(alerts.count == 1)
    #expect(
      alerts.first?.contains(
        #""average":0.000278,"threshold":0.0001,"window":3600,"message":"rare: 0.000278/s, "#)
        == true)
    #expect(alerts.first?.contains(#""value":0.000278,"#) == true)
  }

  /// A request names its group.
  @Test func aMessageObeysNoBytesOfTheLog() throws {
    try scratch.append(
      "[rule r]\nmeasure = rate\nby = section\nabove = 0\nwindow = 10s\nmessage = \u{e4} {group} {state}\n",
      to: "rules.ini")
    try scratch.append(
      LogFixture.line(1_594_195_200, target: "/a\u{1B}]0;x\u{7}\u{202E}\u{9B}") + "\n",
      to: "access.log")
    let program = try PipedProcess([
      "--replay", "--plain", "-c", scratch("rules.ini"), scratch("access.log"),
    ])
    #expect(program.waitForExit() == 0)
    #expect(
      program.lines.contains(
        #"\#u{e4} /a\x1b]0;x\x07\xe2\x80\xae\xc2\x9b triggered"#), "\(program.lines)")
  }

  @Test func rulesAreJudgedInTheOrderOfTheSettings() throws {
    let rule = "measure = bytes\nabove = 900 B/s\nwindow = 1s\n"
    let alerts = try alerts(
      "[rule b]\n\(rule)[rule off]\n\(rule)enabled = no\n[rule a]\n\(rule)where = status=200\n",
      incident)
    #expect(
      alerts.prefix(3).map { $0.split(separator: ",").dropFirst().prefix(3).joined(separator: ",") }
        == [
          #""rule":"b","state":"triggered","time":"2020-07-08T08:00:00Z""#,
          #""rule":"a","state":"triggered","time":"2020-07-08T08:00:00Z""#,
          #""rule":"a","state":"recovered","time":"2020-07-08T08:00:20Z""#,
        ])
    #expect(alerts.allSatisfy { !$0.contains(#""rule":"off""#) })
  }

  /// One group more than a window may have, and it is said; the one with many hits is judged all the same.
  @Test(arguments: [(4_095, true), (4_096, false)])
  func aRuleSaysThatItIsNotExact(others: Int, isExact: Bool) throws {
    let rule = "[rule hogs]\nmeasure = rate\nby = client\nabove = 2\nwindow = 10s\n"
    try scratch.append(rule, to: "rules.ini")
    let lines = (0..<others).map { number in
      LogFixture.line(
        1_594_195_200 + number * 8 / others, client: "10.0.\(number / 256).\(number % 256)")
    }
    let hog = (0..<30).map { _ in LogFixture.line(1_594_195_208, client: "203.0.113.9") }
    try scratch.append((lines + hog).map { $0 + "\n" }.joined(), to: "access.log")
    let program = try PipedProcess([
      "--replay", "--json", "-t", "1000", "-c", scratch("rules.ini"), scratch("access.log"),
    ])
    #expect(program.waitForExit() == 0)
    let alerts = program.lines.filter { $0.hasPrefix(#"{"type":"alert""#) }
    #expect(alerts.count == 1 && alerts[0].contains(#""hits":30,"#))
    #expect(alerts[0].contains(#""group":"203.0.113.9""#))
    let said =
      "hightide: rule hogs was not exact: there were more groups, clients or values than are kept"
    #expect(program.complaints == (isExact ? [] : [said]))
  }

  @Test func theDefaultRuleCanBeSwitchedOff() throws {
    try scratch.append("[rule high-traffic]\nenabled = no\n", to: "off.ini")
    try scratch.append(incident.map { $0 + "\n" }.joined(), to: "access.log")
    let program = try PipedProcess([
      "--replay", "--json", "-t", "1", "-c", scratch("off.ini"), scratch("access.log"),
    ])
    #expect(program.waitForExit() == 0)
    #expect(!program.lines.contains { $0.hasPrefix(#"{"type":"alert""#) })
  }
}
