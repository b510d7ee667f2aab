import AccessLog
import Testing

/// A log whose format changes is explained as it is counted.
struct ChangedFormatTests {
  private static let combined =
    #"192.0.2.1 - - [08/Jul/2020:08:10:30 +0000] "GET /a HTTP/1.1" 200 7 "-" "curl/8.1""#
  private static let json =
    #"{"time":"2020-07-08T08:10:31+00:00","remote_addr":"192.0.2.1","request":"GET /b HTTP/1.1","#
    + #""status":200,"body_bytes_sent":5}"#

  private static func explanation(_ lines: [String]) -> FileExplanation {
    FileExplanation(Array(lines.map { $0 + "\n" }.joined().utf8), .auto)
  }

  @Test(arguments: [1, 20, 200, 777])
  func linesBeforeTheChangeIsKnownAreHits(before: Int) {
    let lines =
      Array(repeating: ChangedFormatTests.combined, count: before)
      + Array(repeating: ChangedFormatTests.json, count: 400)
    let explained = ChangedFormatTests.explanation(lines)
    #expect(explained.hits == lines.count && explained.malformed == 0)
    #expect(explained.faults.isEmpty && explained.format == .json)
  }

  @Test func whatIsNoHitIsHeldAgainstTheFormatThatWasReadThen() throws {
    let lines =
      Array(repeating: ChangedFormatTests.combined, count: 300) + ["rubbish"]
      + Array(repeating: ChangedFormatTests.json, count: 300) + ["{\"status\":1}"]
      + [ChangedFormatTests.json]
    let explained = ChangedFormatTests.explanation(lines)
    #expect(explained.hits == 601 && explained.malformed == 2)
    #expect(explained.faults.map(\.number) == [301, 602])
    let first = try #require(explained.faults.first)
    #expect(!first.expected.contains("JSON") && first.example == Array("rubbish".utf8))
  }
}
