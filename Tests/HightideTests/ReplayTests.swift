import Glibc
import TestSupport
import Testing

/// `--replay`: a log is read to its end, and nothing else decides what is printed.
@Suite(.waiting) struct ReplayTests {
  /// Two intervals with a minute and no hits between; the second ends in the second of an alert.
  private let log = """
    10.0.0.1 - - [08/Jul/2020:10:10:31 +0200] "GET /pages/create HTTP/1.1" 200 1024
    10.0.0.2 - - [08/Jul/2020:08:10:32 +0000] "GET /pages HTTP/1.1" 200 0
    # a comment
    10.0.0.1 - bob [08/Jul/2020:08:10:39 +0000] "POST / HTTP/1.1" 404 -
    not a line of a log

    """
    + String(
      repeating: "10.0.0.3 - - [08/Jul/2020:08:12:05 +0000] \"GET /pages/1?x=/ HTTP/1.1\" 500 12\n",
      count: 5)
    + String(
      repeating: "10.0.0.3 - - [08/Jul/2020:08:12:09 +0000] \"GET /pages/2#x HTTP/1.1\" 500 12\n",
      count: 5)

  private let expected = [
    interval(
      start: "08:10:30", end: "08:10:40",
      #""hits":3,"rate":0.3,"bytes":1024,"clients":2,"errors":1,"#
        + #""sections":[{"section":"/pages","hits":2,"bytes":1024,"errors":0},"#
        + #"{"section":"/","hits":1,"bytes":0,"errors":1}],"#
        + #""statuses":{"200":2,"404":1},"#
        + #""classes":{"1xx":0,"2xx":2,"3xx":0,"4xx":1,"5xx":0,"other":0},"#
        + #""methods":{"GET":2,"POST":1},"#
        + #""response_bytes":{"mean":341.33,"p50":0,"p90":1024,"p99":1024,"max":1024,"#,
      histogram: [2, 0, 1, 0, 0, 0, 0, 0, 0],
      #""durations":null,"late":0,"skewed":0,"malformed":1,"comments":1,"excluded":0,"partial":false}"#
    ),
    alert("triggered", "generated an alert", at: "08:12:05", hits: 5, average: "2.5"),
    alert("recovered", "alert recovered", at: "08:12:07", hits: 0, average: "0"),
    alert("triggered", "generated an alert", at: "08:12:09", hits: 5, average: "2.5"),
    interval(
      start: "08:12:00", end: "08:12:10",
      #""hits":10,"rate":1,"bytes":120,"clients":1,"errors":10,"#
        + #""sections":[{"section":"/pages","hits":10,"bytes":120,"errors":10}],"#
        + #""statuses":{"500":10},"#
        + #""classes":{"1xx":0,"2xx":0,"3xx":0,"4xx":0,"5xx":10,"other":0},"#
        + #""methods":{"GET":10},"#
        + #""response_bytes":{"mean":12,"p50":12,"p90":12,"p99":12,"max":12,"#,
      histogram: [0, 10, 0, 0, 0, 0, 0, 0, 0],
      #""durations":null,"late":0,"skewed":0,"malformed":0,"comments":0,"excluded":0,"partial":false}"#
    ),
    interval(
      "summary", start: "08:10:31", end: "08:12:10",
      #""hits":13,"rate":0.131,"bytes":1144,"clients":3,"errors":11,"#
        + #""sections":[{"section":"/pages","hits":12,"bytes":1144,"errors":10},"#
        + #"{"section":"/","hits":1,"bytes":0,"errors":1}],"#
        + #""statuses":{"200":2,"404":1,"500":10},"#
        + #""classes":{"1xx":0,"2xx":2,"3xx":0,"4xx":1,"5xx":10,"other":0},"#
        + #""methods":{"GET":12,"POST":1},"#
        + #""response_bytes":{"mean":88,"p50":12,"p90":12,"p99":1024,"max":1024,"#,
      histogram: [2, 10, 1, 0, 0, 0, 0, 0, 0],
      #""durations":null,"late":0,"skewed":0,"malformed":1,"comments":1,"excluded":0,"partial":false,"lines":15}"#
    ),
  ]

  private static func interval(
    _ type: String = "interval", start: String, end: String, _ figures: String,
    histogram: [Int], _ counts: String
  ) -> String {
    let bounds = [
      "1", "1024", "4096", "16384", "65536", "262144", "1048576", "4194304", "null",
    ]
    let buckets = zip(bounds, histogram).map { "{\"below\":\($0),\"hits\":\($1)}" }
    return
      "{\"type\":\"\(type)\",\"start\":\"2020-07-08T\(start)Z\",\"end\":\"2020-07-08T\(end)Z\","
      + figures + "\"histogram\":[\(buckets.joined(separator: ","))]}," + counts
  }

  private static func alert(
    _ state: String, _ what: String, at time: String, hits: Int, average: String
  ) -> String {
    "{\"type\":\"alert\",\"rule\":\"high-traffic\",\"state\":\"\(state)\","
      + "\"time\":\"2020-07-08T\(time)Z\",\"hits\":\(hits),\"average\":\(average),"
      + "\"threshold\":2,\"window\":2,\"message\":\"High traffic \(what) - hits = \(hits), "
      + "\(state) at 2020-07-08T\(time)Z\",\"severity\":\"warning\",\"group\":null,"
      + "\"value\":\(average),\"began_before\":false,\"causes\":null}"
  }

  private let arguments = ["--replay", "--json", "--threshold=2", "--window=2"]

  @Test func everyLineOfTheReportIsAsItHasToBe() throws {
    let folder = ScratchFolder()
    let program = try PipedProcess(arguments + [folder.write(log, to: "access.log")])
    #expect(program.waitForExit() == 0)
    #expect(program.lines == expected)
    #expect(program.errors.isEmpty)
  }

  @Test func standardInputGivesTheSameAsAFile() throws {
    let folder = ScratchFolder()
    let path = try folder.write(log, to: "access.log")
    let redirected = try PipedProcess(arguments + ["-"], input: .file(path))
    #expect(redirected.waitForExit() == 0)
    #expect(redirected.lines == expected)
    let piped = try PipedProcess(arguments + ["-"], input: .pipe)
    // In pieces that end anywhere.
    for start in stride(from: 0, to: log.utf8.count, by: 97) {
      piped.send(String(decoding: Array(log.utf8)[start...].prefix(97), as: UTF8.self))
    }
    piped.closeInput()
    #expect(piped.waitForExit() == 0)
    #expect(piped.lines == expected)
  }

  @Test func compressedLogGivesTheSameAsAFileAndAsStandardInput() throws {
    let folder = ScratchFolder()
    let gzip = try PipedProcess([folder.write(log, to: "access.log")], program: "/bin/gzip")
    #expect(gzip.waitForExit() == 0)
    let path = folder("access.log.gz")
    for (name, input) in [(path, PipedProcess.Input.nothing), ("-", .file(path))] {
      let program = try PipedProcess(arguments + [name], input: input)
      #expect(program.waitForExit() == 0)
      #expect(program.lines == expected)
    }
  }

  @Test func lastLineCountsWithoutItsNewlineToo() throws {
    let folder = ScratchFolder()
    let path = try folder.write(String(log.dropLast()), to: "access.log")
    let program = try PipedProcess(arguments + [path])
    #expect(program.waitForExit() == 0)
    #expect(program.lines == expected)
  }

  @Test func carriageReturnsBeforeTheNewlinesChangeNothing() throws {
    let folder = ScratchFolder()
    let path = try folder.write(log.split(separator: "\n").joined(separator: "\r\n"), to: "a.log")
    let program = try PipedProcess(arguments + [path])
    #expect(program.waitForExit() == 0)
    #expect(program.lines == expected)
  }

  @Test func severalFilesAreOneStream() throws {
    let folder = ScratchFolder()
    let lines = log.split(separator: "\n", omittingEmptySubsequences: false)
    let first = try folder.write(lines[..<4].joined(separator: "\n"), to: "first.log")
    let second = try folder.write(lines[4...].joined(separator: "\n"), to: "second.log")
    let program = try PipedProcess(arguments + [first, second])
    #expect(program.waitForExit() == 0)
    #expect(program.lines == expected)
  }

  // The rest of the log was read after all of the other: half of the hits were late.
  @Test func aLineFarAheadHoldsBackNoLogCompressedOrNot() throws {
    let folder = ScratchFolder()
    let start = 1_594_195_830
    var logs = ["a.log": "", "b.log": ""]
    for second in 0..<120 {
      for name in ["a.log", "b.log"] { logs[name]? += LogFixture.line(start + second) + "\n" }
      if second == 1 { logs["a.log"]? += LogFixture.line(start + 7_300) + "\n" }
    }
    for (name, log) in logs { try folder.write(log, to: name) }
    let paths = [folder("a.log"), folder("b.log")]
    let plain = try PipedProcess(arguments + paths)
    #expect(plain.waitForExit() == 0)
    let summary = try #require(plain.lines.last)
    #expect(summary.contains(#""hits":241,"#))
    #expect(summary.contains(#""late":0,"skewed":1,"#))
    let gzip = try PipedProcess(paths, program: "/bin/gzip")
    #expect(gzip.waitForExit() == 0)
    let compressed = try PipedProcess(arguments + paths.map { $0 + ".gz" })
    #expect(compressed.waitForExit() == 0)
    #expect(compressed.lines == plain.lines)
  }

  @Test func emptyLogHasASummaryAlone() throws {
    let program = try PipedProcess(arguments + ["-"])
    #expect(program.waitForExit() == 0)
    let reports = try program.reports
    #expect(reports.map(\.type) == ["summary"])
    #expect(reports.first?.lines == 0 && reports.first?.start == nil)
  }

  @Test func textSaysTheSameToAPerson() throws {
    let folder = ScratchFolder()
    let path = try folder.write(log, to: "access.log")
    let program = try PipedProcess(
      ["--replay", "--plain", "--utc", "--threshold=2", "--window=2", path])
    #expect(program.waitForExit() == 0)
    let alert = "High traffic generated an alert - hits = 5, triggered at 2020-07-08T08:12:05Z"
    let recovery = "High traffic alert recovered - hits = 0, recovered at 2020-07-08T08:12:07Z"
    #expect(program.lines.contains(alert))
    #expect(program.lines.contains(recovery))
    #expect(program.lines.contains { $0.hasPrefix("2020-07-08 08:10:30 - 08:10:40 UTC") })
    #expect(program.lines.contains { $0.hasPrefix("Summary  2020-07-08 08:10:31 - 08:12:10 UTC") })
  }

  @Test func withoutATerminalTextIsTheDefault() throws {
    let folder = ScratchFolder()
    let path = try folder.write(log, to: "access.log")
    let asked = try PipedProcess(["--replay", "--plain", path])
    let unasked = try PipedProcess(["--replay", path])
    #expect(asked.waitForExit() == 0 && unasked.waitForExit() == 0)
    #expect(!asked.lines.isEmpty && asked.lines == unasked.lines)
  }
}
