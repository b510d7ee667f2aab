import AccessLog
import Testing

@testable import Reporting

/// What is printed of the beginning of a log.
struct ExplanationTests {
  private static func text(_ lines: [String], _ choice: FormatChoice = .auto) -> String {
    text(FileExplanation(Array((lines.joined(separator: "\n") + "\n").utf8), choice))
  }

  private static func text(_ file: FileExplanation) -> String {
    ExplanationText.text(file, name: "a.log", isWhole: true)
  }

  private static let hit =
    #"192.0.2.1 - ada [08/Jul/2020:10:10:30 +0200] "GET /pages/new?x HTTP/1.1" 200 1375"#

  @Test func hitsAreDrawnWithTheirFields() {
    #expect(
      ExplanationTests.text(["# note", ExplanationTests.hit]) == #"""
        a.log: common, by its only line
          2 lines: 1 hit, 0 malformed, 1 comment

          line 2
            192.0.2.1 - ada [08/Jul/2020:10:10:30 +0200] "GET /pages/new?x HTTP/1.1" 200 1375
            ^~~~~~~~~ client
                      ^ identity
                        ^~~ user
                                                          ^~~ method
                                                              ^~~~~~~~~~~~ target
                                                                           ^~~~~~~~ protocol
            time 2020-07-08T08:10:30Z, status 200, bytes 1375, no duration, section /pages


        """#)
  }

  @Test func malformedLinesAreGroupedByWhatWasExpected() {
    let text = ExplanationTests.text([
      ExplanationTests.hit, #"192.0.2.1 - - [31/Feb/2020:10:10:30 +0200] "GET / HTTP/1.1" 200 1"#,
      #"192.0.2.1 - - [08/Jul/2020:10:10:30 +0200] "GET / HTTP/1.1" - 1"#,
      #"192.0.2.7 - - [31/Feb/2021:10:10:30 +0200] "GET / HTTP/1.1" 200 1"#,
    ])
    #expect(text.contains("4 lines: 1 hit, 3 malformed, 0 comments"))
    #expect(
      text.contains(
        #"""
          2 malformed lines, as line 2: at column 16 a time such as 08/Jul/2020:10:10:30 +0200, \#
        and behind it '] ' was expected
            192.0.2.1 - - [31/Feb/2020:10:10:30 +0200] "GET / HTTP/1.1" 200 1
                           ^

        """#), "\(text)")
    #expect(
      text.contains(
        "1 malformed line, as line 3: at column 61 a status of three digits, and behind it ' ' was"),
      "\(text)")
  }

  @Test func nextBestAndDurationsAreNamed() {
    let text = ExplanationTests.text([
      #"192.0.2.1 - - [08/Jul/2020:08:10:30 +0000] "GET /a HTTP/1.1" 200 1375 "-" "x" 2 "api@docker" "http://10.0.0.1:80" 15ms"#
    ])
    #expect(
      text.hasPrefix(
        "a.log: traefik, by its only line; next best combined, with 1\n"))
    #expect(text.contains("duration 0.015 s, section /a\n"))
  }

  @Test func linesThatNoFormatReadsAreToldHowToNameOne() {
    let text = ExplanationTests.text(["GET /a took 5 ms"])
    #expect(text.hasPrefix("a.log: no format reads its lines\n"))
    #expect(text.contains("name its format with -f"))
  }

  /// What was asked for is what its lines are held against.
  @Test(arguments: [
    (
      "$remote_addr - $remote_user [$time_local] $status",
      "at column 46 a status of three digits", "; next best common, with 1"
    ),
    ("json", "at column 1 a line of the format: JSON lines", "; next best common, with 1"),
  ])
  func linesThatAreNotAsAskedForSayWhere(name: String, expected: String, next: String) throws {
    let choice = try #require(FormatChoice(name: name))
    let text = ExplanationTests.text([ExplanationTests.hit], choice)
    #expect(text.hasPrefix("a.log: no line is a hit in \(name)\(next)\n"), "\(text)")
    #expect(text.contains(expected), "\(text)")
    #expect(!text.contains("name its format with -f"))
  }

  @Test func utf16IsSaidToBeThat() {
    let log = ExplanationTests.hit.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let text = ExplanationTests.text(FileExplanation(log, .auto))
    #expect(text.contains("expected lines of UTF-8; these are UTF-16"), "\(text)")
  }

  @Test func linesInEnvelopesAreCountedToo() {
    let line = "<190>Jul  8 10:10:30 web1 nginx[7]: " + ExplanationTests.hit
    let text = ExplanationTests.text([line, "x", line])
    #expect(
      text.hasPrefix("a.log: common in syslog, in which 2 of the first 3 lines are hits\n"),
      "\(text)")
  }

  @Test(arguments: [
    ("", "%>s %b %{ms}T'"),
    (" \"-\" \"x 7\"", "%>s %b \"%{Referer}i\" \"%{User-Agent}i\" %{ms}T'"),
  ])
  func numberWithoutAUnitIsSaidToBeNoDuration(fields: String, layout: String) throws {
    let line = ExplanationTests.hit + fields
    let text = ExplanationTests.text([line + " 15", line + " 7"])
    #expect(text.contains("is no duration") && text.contains(layout), "\(text)")
    #expect(!ExplanationTests.text([line]).contains("is no duration"))
    // What is advised is taken.
    let definition = try #require(text.split(separator: "'").dropFirst().first)
    let named = try LogFormat(definition: String(definition))
    let read = ExplanationTests.text([line + " 15"], .named(named))
    #expect(read.contains("duration 0.015 s") && !read.contains("is no duration"), "\(read)")
  }

  @Test func namesOfColumnsAreAHeader() {
    let text = ExplanationTests.text(["time,client,status", "1594195830,192.0.2.1,200"])
    #expect(text.hasPrefix("a.log: csv, as its header says\n"), "\(text)")
  }

  @Test(arguments: [
    (#"INFO:     192.0.2.1:40123 - "GET / HTTP/1.1" 200 OK"#, "uvicorn writes no time: "),
    ("  \u{1B}[90m<--\u{1B}[0m \u{1B}[1mGET\u{1B}[0m /a", "koa-logger writes no time and client: "),
    (
      #"[2020-07-08T08:10:30.123Z]  "GET /a" "curl/8""#, "http-server writes no client and status: "
    ),
  ])
  func loggersWithoutWhatAHitNeedsAreToldWhatToChange(line: String, advice: String) {
    let text = ExplanationTests.text([line])
    #expect(text.hasPrefix("a.log: no format reads its lines\n"))
    // To name a format would not help.
    #expect(text.contains(advice) && !text.contains("with -f"))
    #expect(!text.contains("\u{1B}"))
  }
}
