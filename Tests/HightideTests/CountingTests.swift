import Glibc
import TestSupport
import Testing

@testable import hightide

/// `--where`, `--section` and `--by`, from the command line to the report.
@Suite(.waiting) struct CountingTests {
  private let folder = ScratchFolder()
  private let log = """
    203.0.113.7 - - [08/Jul/2020:08:10:31 +0000] "GET /api/v1/a HTTP/1.1" 200 10 "-" "curl/8.5"
    203.0.113.7 - - [08/Jul/2020:08:10:31 +0000] "GET /api/v1/b?x HTTP/1.1" 500 20 "-" "curl/8.5"
    ::ffff:203.0.113.8 - ann [08/Jul/2020:08:10:32 +0000] "POST /api/v2/a HTTP/1.1" 503 30 "-" "a\u{1B}[31m/1"
    2001:db8::1 - - [08/Jul/2020:08:10:33 +0000] "GET / HTTP/1.1" 404 40 "-" "Mozilla/5.0 (compatible; bingbot/2.0)"
    no line of a log
    10.0.0.1 - - [08/Jul/2020:08:11:45 +0000] "GET /late HTTP/1.1" 200 50 "-" "-"

    """

  private func run(_ options: [String], _ text: String? = nil) throws -> [String] {
    let path = try folder.write(text ?? log, to: "access.log")
    let program = try PipedProcess(["--replay"] + options + [path])
    #expect(program.waitForExit() == 0)
    #expect(program.errors.isEmpty)
    return program.lines
  }

  @Test func excludedHitsAreNothingButExcludedAndMoveTheClock() throws {
    let lines = try run(["--json", "--where", "status>=500 and path^=/api"])
    #expect(lines.count == 2)
    #expect(
      lines[0].contains(#""start":"2020-07-08T08:10:30Z","end":"2020-07-08T08:10:40Z","hits":2,"#))
    #expect(
      lines[0].contains(
        #""sections":[{"section":"/api","hits":2,"bytes":50,"errors":2}],"statuses""#))
    #expect(lines[0].contains(#""malformed":1,"comments":0,"excluded":2,"partial""#))
    #expect(
      lines[1].hasPrefix(
        #"{"type":"summary","start":"2020-07-08T08:10:31Z","end":"2020-07-08T08:10:33Z","hits":2,"#)
    )
    #expect(lines[1].contains(#""excluded":3,"partial":false,"lines":6}"#))
    let plain = try run(["--plain", "--utc", "--where=status=404"])
    #expect(plain.contains("  lines   6 read       1 malformed  4 excluded"))
  }

  @Test func aFilterThatExcludesEverythingIsNoFailure() throws {
    let lines = try run(["--json", "--where", "status=201"])
    #expect(lines.count == 1)
    #expect(lines[0].contains(#""hits":0,"#) && lines[0].contains(#""excluded":5,"#))
  }

  @Test func groupsAreListedBehindTheSections() throws {
    let lines = try run(["--json", "--top=2", "--by", "network,path,status,agent,user,vhost"])
    let groups =
      #"],"groups":{"network":[{"network":"203.0.113.0/24","hits":3,"bytes":60,"errors":2,"p90":null},"#
      + #"{"network":"10.0.0.1/32","hits":1,"bytes":50,"errors":0,"p90":null}],"#
      + #""path":[{"path":"/","hits":1,"bytes":40,"errors":1,"p90":null},{"path":"/api/v1/a","hits":1,"bytes":10,"errors":0,"p90":null}],"#
      + #""status":[{"status":"200","hits":2,"bytes":60,"errors":0,"p90":null},{"status":"404","hits":1,"bytes":40,"errors":1,"p90":null}],"#
      + #""agent":[{"agent":"curl","hits":2,"bytes":30,"errors":1,"p90":null},{"agent":"-","hits":1,"bytes":50,"errors":0,"p90":null}],"#
      + #""user":[{"user":"-","hits":4,"bytes":120,"errors":2,"p90":null},{"user":"ann","hits":1,"bytes":30,"errors":1,"p90":null}],"#
      + #""vhost":[{"vhost":"-","hits":5,"bytes":150,"errors":3,"p90":null}]},"statuses":"#
    #expect(lines.last?.contains(groups) == true, "\(lines.last ?? "")")
    let plain = try run(["--plain", "--utc", "--by=agent"])
    #expect(plain.contains { $0.hasPrefix("  agent ") })
    #expect(plain.contains { $0.hasPrefix("  a\\x1b[31m ") })
    #expect(try run(["--json"]).allSatisfy { !$0.contains("groups") })
  }

  @Test func sectionsHaveAsManyComponentsAsAreAskedFor() throws {
    let lines = try run(["--json", "--section=2"])
    #expect(lines.last?.contains(#""sections":[{"section":"/api/v1","hits":2,"#) == true)
    // No virtual host is logged: the path is all that there is.
    let hosts = try run(
      ["--json", "--section", "vhost,1"], log + log.replacing("/late", with: "http://o.org/api/x"))
    #expect(hosts.last?.contains(#""sections":[{"section":"/api","hits":7,"#) == true)
  }

  /// Wherever sections are named, they are those.
  @Test(arguments: [("2", "/api/v1", 2), ("1", "/api", 3), ("vhost,2", "/api/v1", 2)])
  func filtersListsAndRulesHaveTheSameSections(rule: String, section: String, hits: Int) throws {
    let counted = #""\#(section)","hits":\#(hits),"#
    let listed = try run(["--json", "--section", rule, "--by=section"])
    #expect(listed.last?.contains(#""sections":[{"section":"# + counted) == true)
    #expect(listed.last?.contains(#""groups":{"section":[{"section":"# + counted) == true)
    let chosen = try run(["--json", "--section", rule, "--where", "section=\(section)"])
    #expect(chosen.last?.contains(#""hits":\#(hits),"#) == true)
    try folder.write(
      """
      [rule high-traffic]
      enabled = no
      [rule groups]
      measure = rate
      by = section
      above = 0.1
      window = 10s
      [rule one]
      measure = rate
      where = section=\(section)
      above = 0.1
      window = 10s

      """, to: "rules.ini")
    let alerts = try run(["--json", "--section", rule, "-c", folder("rules.ini")])
      .filter { $0.contains(#""state":"triggered""#) }
    #expect(alerts.contains { $0.contains(#""group":"\#(section)""#) })
    #expect(alerts.contains { $0.contains(#""rule":"one""#) })
    let top = try PipedProcess([
      "top", "--json", "--section", rule, "--where=section=\(section)", "--last=5m",
      folder("access.log"),
    ])
    #expect(top.waitForExit() == 0)
    #expect(top.lines.first?.contains(#""groups":[{"section":"# + counted) == true)
  }

  @Test func aMistakeIsShownAtItsPlace() throws {
    let arguments = ["--where", "status>=500 and pth^=/api"]
    let program = try PipedProcess(arguments)
    #expect(program.waitForExit() == 2)
    let errors = program.complaints
    #expect(errors.count == 1)
    #expect(errors[0].hasPrefix("hightide: option --where: unknown field; the fields are agent, "))
    #expect(errors[0].hasSuffix(", at column 17"))
    // A person is shown the place too.
    let terminal = try PtyProcess(BuiltProduct.hightide, arguments, environment: [:])
    #expect(terminal.wait(for: "  status>=500 and pth^=/api"))
    #expect(terminal.wait(for: "                  ^"))
    #expect(terminal.waitForExit() == 2)
  }

  @Test func aPatternThatTakesTooLongIsTold() throws {
    let path = try folder.write(
      log.replacing("/late", with: "/" + String(repeating: "a", count: 60) + "!"), to: "access.log")
    let program = try PipedProcess(["--replay", "--json", "--where", #"path ~ "^/(a+)+$""#, path])
    #expect(program.waitForExit() == 0)
    #expect(
      program.complaints == [
        "hightide: option --where: a pattern took too many steps and was given up on 1 hit"
      ])
  }

  /// Behind a proxy the client is who X-Forwarded-For names, in numbers, lists and filters.
  @Test func theClientIsBehindTrustedProxies() throws {
    let log = """
      10.0.0.1 - - [08/Jul/2020:08:10:31 +0000] "GET /a HTTP/1.1" 200 1 "-" "x" "203.0.113.7"
      10.0.0.1 - - [08/Jul/2020:08:10:31 +0000] "GET /b HTTP/1.1" 200 1 "-" "x" "8.8.8.8, 203.0.113.7, 10.0.0.2"
      10.0.0.1 - - [08/Jul/2020:08:10:32 +0000] "GET /c HTTP/1.1" 404 1 "-" "x" "-"
      192.0.2.5 - - [08/Jul/2020:08:10:32 +0000] "GET /c HTTP/1.1" 200 1 "-" "x"

      """
    func clients(_ options: [String]) throws -> [String] {
      let lines = try run(["--json", "--by=client"] + options, log)
      return (lines.last ?? "").matches(of: /{"client":"([^"]*)","hits":([0-9]+)/).map {
        "\($0.output.1) \($0.output.2)"
      }
    }
    #expect(try clients([]) == ["10.0.0.1 3", "192.0.2.5 1"])
    let behind = try clients(["--client=xff"])
    #expect(behind == ["203.0.113.7 2", "10.0.0.1 1", "192.0.2.5 1"])
    #expect(
      try clients(["--trusted=10.0.0.0/8,203.0.113.7", "--client", "xff"]).contains("8.8.8.8 1"))
    #expect(try clients(["--client=xff", "--where=client in 203.0.113.0/24"]) == ["203.0.113.7 2"])
    let summary = try run(["--json", "--client=xff"], log).last ?? ""
    #expect(summary.contains(#""hits":4,"rate":2,"bytes":4,"clients":3,"#))
    let top = try PipedProcess([
      "top", "--by=client", "--client=xff", "--json", folder("access.log"),
    ])
    #expect(top.waitForExit() == 0)
    #expect(top.lines.joined().contains(#"{"client":"203.0.113.7","hits":2,"#))
    for (option, text) in [("--client", "host"), ("--trusted", "10.0.0.0/33"), ("--trusted", "")] {
      let program = try PipedProcess([option, text, folder("access.log")])
      #expect(program.waitForExit() == 2)
      #expect(program.complaints.first?.hasPrefix("hightide: option \(option)") == true)
    }
  }

  /// What was counted in another way is no state to go on from.
  @Test func aStateThatCountsOtherwiseIsRefused() throws {
    let path = try folder.write(log, to: "access.log")
    let kept = ["--from-start", "--json", "--state", folder("state")]
    let first = try PipedProcess(kept + ["--where=status>=500", "--by=path", "--section=2", path])
    #expect(first.wait { $0.lines.contains { $0.contains(#""hits":2,"#) } })
    first.signal(SIGTERM)
    #expect(first.waitForExit() == 0)
    let other = try PipedProcess(kept + [path])
    #expect(other.waitForExit() == 1)
    #expect(
      other.complaints.first?.contains(
        "filter 'status>=500', not none, section 2, not 1, by path, not none") == true)
    try folder.append(
      "10.0.0.1 - - [08/Jul/2020:08:11:46 +0000] \"GET /x/y/z HTTP/1.1\" 500 1\n", to: "access.log")
    let third = try PipedProcess(
      kept + ["--where=status>=500", "--by=path", "--section=2", "--client=xff", path])
    #expect(third.waitForExit() == 1)
    #expect(third.complaints.first?.contains("client peer, not xff trusting 127.0.0.0/8,") == true)
    let same = try PipedProcess(kept + ["--where=status>=500", "--by=path", "--section=2", path])
    #expect(try same.report { $0.event == "resumed" } != nil)
    same.signal(SIGTERM)
    #expect(same.waitForExit() == 0)
    let groups =
      #""sections":[{"section":"/api/v1","hits":1,"bytes":20,"errors":1},"#
      + #"{"section":"/api/v2","hits":1,"bytes":30,"errors":1},"#
      + #"{"section":"/x/y","hits":1,"bytes":1,"errors":1}],"#
      + #""groups":{"path":[{"path":"/api/v1/b","hits":1,"bytes":20,"errors":1,"p90":null},"#
      + #"{"path":"/api/v2/a","hits":1,"bytes":30,"errors":1,"p90":null},"#
      + #"{"path":"/x/y/z","hits":1,"bytes":1,"errors":1,"p90":null}]}"#
    #expect(same.lines.last?.contains(groups) == true, "\(same.lines.last ?? "")")
  }
}
