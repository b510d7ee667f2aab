import Foundation
import Glibc
import TestSupport
import Testing

/// W3C Extended logs, whose columns are known by directives that may stand far from a line.
@Suite(.waiting) struct W3CTests {
  private let folder = ScratchFolder()

  private static let first = "#Fields: date time c-ip cs-method cs-uri-stem sc-status"
  private static let second = "#Fields: sc-status cs-uri-stem cs-method c-ip time date"

  /// A line in the columns of ``first``, or of ``second``.
  private static func line(_ target: String, at time: Date = .now, swapped: Bool = false) -> String
  {
    let format = Date.ISO8601FormatStyle(dateTimeSeparator: .space).year().month().day()
    let day = time.formatted(format)
    let clock = time.formatted(
      Date.ISO8601FormatStyle(timeZone: .gmt).time(includingFractionalSeconds: false))
    let columns = [day, clock, "192.0.2.1", "GET", target, "200"]
    return (swapped ? columns.reversed() : columns).joined(separator: " ") + "\n"
  }

  private func replay(_ arguments: [String], _ log: [UInt8]) throws -> [String] {
    let path = try folder.write(log, to: "access.log")
    let program = try PipedProcess(["--replay", "--json"] + arguments + [path])
    #expect(program.waitForExit() == 0)
    return program.lines.map(W3CTests.withoutDurations)
  }

  /// A report without what Common Log Format does not say.
  private static func withoutDurations(_ line: String) -> String {
    line.replacing(/"durations":{.*?],"count":[0-9]+}/, with: #""durations":null"#)
  }

  /// All numbers but those of durations are those of the same traffic in Common Log Format.
  @Test(arguments: [UInt64(11), 12])
  func replayGivesTheNumbersOfTheTraffic(seed: UInt64) throws {
    let fixture = W3CFixture(20_000, seed: seed, start: 1_594_249_200)
    let expected = try replay([], LogFixture.bytes(fixture.common))
    #expect(expected.count > 50)
    let log = LogFixture.bytes(fixture.w3c)
    #expect(try replay([], log) == expected)
    #expect(try replay(["-f", "w3c"], log) == expected)
    let path = try folder.write(log, to: "w3c.log")
    let gzip = try PipedProcess([path], program: "/bin/gzip")
    #expect(gzip.waitForExit() == 0)
    for (name, input) in [(path + ".gz", PipedProcess.Input.nothing), ("-", .file(path + ".gz"))] {
      let program = try PipedProcess(["--replay", "--json", name], input: input)
      #expect(program.waitForExit() == 0)
      #expect(program.lines.map(W3CTests.withoutDurations) == expected)
    }
  }

  /// `time-taken` is counted where it is stated, for all hits and for each group.
  @Test func durationsAreCounted() throws {
    let log = """
      #Software: Microsoft Internet Information Services 10.0
      #Fields: date time c-ip cs-method cs-uri-stem sc-status time-taken
      2020-07-08 08:10:30 192.0.2.1 GET /slow 200 1500
      2020-07-08 08:10:31 192.0.2.1 GET /slow 200 2600
      2020-07-08 08:10:32 192.0.2.1 GET /quick 200 4
      2020-07-08 08:10:33 192.0.2.2 GET /quick 200 -
      2020-07-08 08:10:34 192.0.2.2 GET /quick 200 -5
      2020-07-08 08:10:35 192.0.2.2 GET /none 200 -

      """
    let path = try folder.write(log, to: "u_ex.log")
    let program = try PipedProcess(["--replay", "--json", "--by=path,class", path])
    #expect(program.waitForExit() == 0)
    #expect(program.lines.count == 2)
    for line in program.lines {
      #expect(
        line.contains(
          #","durations":{"mean":1.368,"p50":1.501561,"p90":2.6,"p99":2.6,"max":2.6,"histogram":"#
            + #"[{"below":0.005,"hits":1},{"below":0.01,"hits":0},{"below":0.025,"hits":0},"#
            + #"{"below":0.05,"hits":0},{"below":0.1,"hits":0},{"below":0.25,"hits":0},"#
            + #"{"below":0.5,"hits":0},{"below":1,"hits":0},{"below":2.5,"hits":1},"#
            + #"{"below":5,"hits":1},{"below":10,"hits":0},{"below":null,"hits":0}],"count":3},"#),
        "\(line)")
      let p90 = line.matches(of: /"(path|class)":"([^"]*)",[^}]*"p90":([^}]*)}/).map {
        ($0.output.2, Double($0.output.3))
      }
      #expect(p90.map(\.0) == ["/quick", "/slow", "/none", "2xx"])
      let exact: [Double?] = [0.004, 2.6, nil, 2.6]
      for ((_, found), exact) in zip(p90, exact) {
        #expect((found == nil) == (exact == nil))
        let error = abs((found ?? 0) - (exact ?? 0))
        #expect(error <= 0.1 * (exact ?? 1))
      }
    }
    let plain = try PipedProcess(["--replay", "--plain", "--by=path", path])
    #expect(plain.waitForExit() == 0)
    #expect(plain.lines.contains { $0.hasPrefix("  time    p50 1.50 s  p90 2.60 s  p99 ") })
    #expect(plain.lines.contains { $0.hasPrefix("  /none ") && $0.hasSuffix("  -") })
    let top = try PipedProcess(["top", "--by=path", "--json", "--sort=p90", path])
    #expect(top.waitForExit() == 0)
    let order = top.lines.joined().matches(of: /"path":"([^"]*)"/).map(\.output.1)
    #expect(order == ["/slow", "/quick", "/none"])
  }

  /// Filters compare what stands in columns of their own.
  @Test(arguments: [
    ("target = \"/pages/create?id=5\"", 1), ("target = /pages/create", 0), ("target = /", 1),
    ("query = \"id=5\"", 1), ("path = /pages/create", 1), ("agent-raw ^= Mozilla", 1),
    ("referrer = http://example.com", 1), ("user = ada", 1), ("vhost = shop.example.org", 1),
    ("duration > 10ms", 1), ("server = WEB1", 2), ("client = 192.0.2.1", 1),
  ])
  func filtersSeeTheColumns(filter: String, hits: Int) throws {
    let log = """
      #Software: Microsoft Internet Information Services 10.0
      #Fields: date time s-computername cs-method cs-uri-stem cs-uri-query cs-username c-ip \
      cs(User-Agent) cs(Referer) cs-host sc-status sc-bytes time-taken
      2020-07-08 08:10:30 WEB1 GET /pages/create id=5 ada 192.0.2.1 Mozilla/5.0+(X11) \
      http://example.com/x shop.example.org 200 1375 15
      2020-07-08 08:10:31 WEB1 GET / - - 192.0.2.2 - - - 404 0 2

      """
    let path = try folder.write(log, to: "u_ex.log")
    let program = try PipedProcess(["--replay", "--json", "--where", filter, path])
    #expect(program.waitForExit() == 0)
    #expect(try program.reports.last?.hits == hits)
  }

  /// Files of two formats are one stream.
  @Test func eachFileHasAFormatOfItsOwn() throws {
    let start = Date(timeIntervalSince1970: 1_594_195_200)
    var w3c = W3CTests.first + "\n"
    var common = ""
    for second in 0..<100 {
      w3c += W3CTests.line("/w/x", at: start + Double(second))
      common += LogLine.request("/c/x", at: start + Double(second))
    }
    let paths = [try folder.write(w3c, to: "u_ex.log"), try folder.write(common, to: "access.log")]
    let program = try PipedProcess(["--replay", "--json"] + paths)
    #expect(program.waitForExit() == 0)
    let summary = try program.reports.last
    #expect(summary?.sections?.map(\.section) == ["/c", "/w"] && summary?.hits == 200)
    #expect(summary?.malformed == 0 && summary?.comments == 1)
  }

  /// Which file has the first line is told by the directives at its beginning, not by later ones.
  @Test func aFileWhoseColumnsChangeIsMergedFromItsBeginning() throws {
    let start = Date(timeIntervalSince1970: 1_594_195_200)
    var w3c = W3CTests.first + "\n"
    var common = ""
    for second in 0..<1_000 {
      if second == 500 { w3c += W3CTests.second + "\n" }
      w3c += W3CTests.line("/w/x", at: start + Double(second), swapped: second >= 500)
      common += LogLine.request("/c/x", at: start + Double(second))
    }
    let paths = [try folder.write(common, to: "a.log"), try folder.write(w3c, to: "w.log")]
    let program = try PipedProcess(["--replay", "--json"] + paths)
    #expect(program.waitForExit() == 0)
    let reports = try program.reports
    #expect(reports.last?.hits == 2_000 && reports.last?.malformed == 0)
    #expect(reports.last?.late == 0)
    #expect(reports.first?.sections?.map(\.hits) == [10, 10])
  }

  /// The last minutes of a log of which the directives stand at its beginning.
  @Test func whatIsFollowedFromTheEndIsReadByTheDirectivesOfTheBeginning() throws {
    let now = Date.now
    var log = W3CTests.first + "\n"
    for second in stride(from: 40_000, to: 0, by: -2) {
      log += W3CTests.line("/old", at: now - Double(second))
    }
    let path = try folder.write(log, to: "u_ex.log")
    let program = try PipedProcess(["--json", "-t", "0.2", "-i", "1h", path])
    // Backfill found the traffic of the last two minutes.
    #expect(try program.report { $0.type == "alert" && $0.state == "triggered" } != nil)
    try folder.append(W3CTests.line("/new/x"), to: "u_ex.log")
    try folder.append("malformed\n" + W3CTests.second + "\n", to: "u_ex.log")
    try folder.append(W3CTests.line("/swapped/x", swapped: true), to: "u_ex.log")
    program.signal(SIGINT)
    #expect(program.waitForExit() == 0)
    let summary = try program.reports.last
    #expect(summary?.sections?.map(\.section).sorted() == ["/new", "/swapped"])
    #expect(summary?.malformed == 1 && summary?.comments == 1)
  }

  @Test func aRotatedFileHasItsOwnDirectives() throws {
    let path = try folder.write(W3CTests.first + "\n", to: "u_ex.log")
    let program = try PipedProcess(["--json", "--from-start", "-i", "1h", path])
    #expect(try program.report { $0.event == "opened" } != nil)
    try folder.append(W3CTests.line("/a/x"), to: "u_ex.log")
    try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
    try folder.append(
      W3CTests.second + "\n" + W3CTests.line("/b/x", swapped: true), to: "u_ex.log")
    #expect(try program.report { $0.event == "rotated" } != nil)
    // The writer of the old file continues for a while.
    try folder.append(W3CTests.line("/a/y"), to: "u_ex.log.1")
    try folder.append(W3CTests.line("/b/y", swapped: true), to: "u_ex.log")
    program.signal(SIGINT)
    #expect(program.waitForExit() == 0)
    let summary = try program.reports.last
    #expect(summary?.sections?.map(\.hits) == [2, 2] && summary?.malformed == 0)
  }

  @Test(arguments: [SIGTERM, SIGKILL])
  func aRunKeepsTheColumnsOfTheOneBefore(signal: Int32) throws {
    let path = try folder.write(
      W3CTests.first + "\n" + W3CTests.line("/a/x") + W3CTests.second + "\n"
        + W3CTests.line("/b/x", swapped: true), to: "u_ex.log")
    func start() throws -> PipedProcess {
      try PipedProcess(
        ["--json", "--from-start", "-i", "1s", "-w", "3s", "--state", folder("state"), path])
    }
    let first = try start()
    #expect(try first.report { $0.type == "interval" && $0.hits == 2 } != nil)
    _ = try first.wait { _ in try folder.names.contains("state") }
    first.signal(signal)
    _ = first.waitForExit()
    try folder.append(W3CTests.line("/c/x", swapped: true), to: "u_ex.log")
    let second = try start()
    try folder.append(W3CTests.line("/d/x", swapped: true), to: "u_ex.log")
    #expect(try second.report { $0.type == "interval" && $0.hits == 0 } != nil)
    second.signal(SIGINT)
    #expect(second.waitForExit() == 0)
    let summary = try second.reports.last
    #expect(summary?.sections?.map(\.section) == ["/a", "/b", "/c", "/d"])
    #expect(summary?.malformed == 0 && summary?.lines == 6)
  }

  @Test func whatWasExpectedIsSaid() throws {
    let path = try folder.write(LogLine.request(), to: "access.log")
    let program = try PipedProcess(["--replay", "--json", "-f", "w3c", path])
    #expect(program.waitForExit() == 1)
    #expect(program.complaints.first?.contains("expected W3C Extended lines") == true)
  }
}
