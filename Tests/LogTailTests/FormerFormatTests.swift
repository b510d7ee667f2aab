import AccessLog
import Feed
import System
import TestSupport
import Testing

@testable import LogTail

/// Logs whose format was another one some time ago: where a span of time begins in them is found also
/// among the lines from before that, and however they end.
@Suite struct FormerFormatTests {
  private let scratch = ScratchFolder()
  /// 2020-07-08T08:00:00Z.
  private static let start = 1_594_195_200
  private static let knowledge = LineKnowledge(
    blank: SourceMemory(),
    time: { line, memory in memory.instant(line, 0..<line.byteCount)?.seconds },
    formerTime: { line, memory in memory.formerInstant(line, 0..<line.byteCount)?.seconds },
    learn: { lines, memory in memory.learn(lines) },
    learnDirectives: { lines, memory in memory.learnDirectives(lines) },
    isSettled: { $0.isSettled })

  enum Layout: CaseIterable {
    case common, vhost, json, syslog, w3c, otherColumns

    var preamble: String {
      switch self {
      case .w3c: "#Fields: date time c-ip cs-method cs-uri-stem sc-status\n"
      case .otherColumns: "#Fields: sc-status c-ip date time cs-uri-stem\n"
      default: ""
      }
    }

    /// Three lines of a second since the start, and now and then one that is no hit in any format.
    private func lines(_ second: Int) -> String {
      let parts = [second / 3_600 + 8, second / 60 % 60, second % 60]
        .map { $0 < 10 ? "0\($0)" : "\($0)" }
      let time = parts.joined(separator: ":")
      let common = "10.0.0.1 - - [08/Jul/2020:\(time) +0000] \"GET /\(second) HTTP/1.1\" 200 1"
      let line =
        switch self {
        case .common: common
        case .vhost: "shop.example.org:443 " + common + " \"-\" \"-\""
        case .json:
          #"{"time":"2020-07-08T\#(time)+00:00","remote_addr":"10.0.0.1","#
            + #""request":"GET /\#(second) HTTP/1.1","status":200}"#
        case .syslog: "Jul  8 \(time) web1 nginx[7]: " + common
        case .w3c: "2020-07-08 \(time) 10.0.0.1 GET /\(second) 200"
        case .otherColumns: "200 10.0.0.1 2020-07-08 \(time) /\(second)"
        }
      let probe = second % 31 == 0 ? "\u{16}\u{3}\u{1} probe\n" : ""
      return String(repeating: line + "\n", count: 3) + probe
    }

    /// The lines of two hours, made once for all tests.
    static let twoHours = Dictionary(
      uniqueKeysWithValues: allCases.map { layout in (layout, (0..<7_200).map(layout.lines)) })
  }

  /// The lines of two hours, of each layout from a second on.
  private static func log(_ parts: [(since: Int, layout: Layout)]) -> [String] {
    var log: [String] = []
    for (index, part) in parts.enumerated() {
      let end = index + 1 < parts.count ? parts[index + 1].since : 7_200
      log += Layout.twoHours[part.layout, default: []][part.since..<end]
      log[part.since] = part.layout.preamble + log[part.since]
    }
    return log
  }

  private func session(_ backfill: Int, window: Int = 0) throws -> TailSession {
    try TailSession(
      [scratch("log")], .follow(backfillSeconds: backfill), window: window,
      knowledge: FormerFormatTests.knowledge)
  }

  @Test(arguments: Layout.allCases, Layout.allCases)
  func backfillBeginsAmongTheLinesBeforeTheChange(first: Layout, second: Layout) throws {
    for change in [6_590, 6_601, 7_190] {
      let log = FormerFormatTests.log([(0, first), (change, second)])
      try scratch.write(log.joined(), to: "log")
      var session = try session(600)
      #expect(session.read().text(.backfill) == log[6_599...].joined(), "\(change)")
    }
  }

  /// A format that was there only for a while is found by what stands before its lines.
  @Test(arguments: Layout.allCases, [Layout.json, .common, .w3c])
  func itMayHaveBeenAnotherOneForAWhile(middle: Layout, around: Layout) throws {
    let log = FormerFormatTests.log([(0, around), (5_000, middle), (7_100, around)])
    try scratch.write(log.joined(), to: "log")
    var session = try session(600)
    #expect(session.read().text(.backfill) == log[6_599...].joined())
  }

  @Test(arguments: Layout.allCases)
  func linesMayEndAsWindowsWritesThem(layout: Layout) throws {
    let log = FormerFormatTests.log([(0, layout)]).map { $0.replacing("\n", with: "\r\n") }
    let path = try scratch.write(log.joined(), to: "log")
    var session = try session(600)
    #expect(session.read().text(.backfill) == log[6_599...].joined())
    let logs = try PastLogs([path], FormerFormatTests.knowledge)
    #expect(try logs.lastTime() == FormerFormatTests.start + 7_199)
  }

  /// What is no hit at the end of a log does not hide what was before it, though it is more than is read
  /// for a line in any format.
  @Test(arguments: ["trouble with something", "", "# a comment", "{\"level\":\"info\"}"])
  func theLastHitMayBeFarBeforeTheEnd(other: String) throws {
    let log = FormerFormatTests.log([(0, .common)])
    let rest = String(
      repeating: other + "\n",
      count: 5 * LineScan.timeSearchSpan / 4 / (other.utf8.count + 1))
    let path = try scratch.write(log.joined() + rest, to: "log")
    let logs = try PastLogs([path], FormerFormatTests.knowledge)
    #expect(try logs.lastTime() == FormerFormatTests.start + 7_199)
    var session = try session(600)
    #expect(session.read().text(.backfill) == log[6_599...].joined() + rest)
  }

  @Test(arguments: [
    (Layout.common, Layout.json), (.json, .vhost), (.syslog, .common), (.w3c, .common),
    (.w3c, .otherColumns), (.common, .w3c),
  ])
  func theStretchesBeforeItAreWholeToo(first: Layout, second: Layout) throws {
    for change in [4_000, 6_450, 6_590] {
      let log = FormerFormatTests.log([(0, first), (change, second)])
      try scratch.write(log.joined(), to: "log")
      var session = try session(600, window: 120)
      let reading = session.read()
      // A minute more, for lines that are out of order.
      #expect(reading.text(.backfill) == log[6_539...].joined(), "\(change)")
      #expect(reading.earlierText == log[6_419..<6_539].joined(), "\(change)")
      session.tail.answerEarlier(true)
      #expect(session.read().earlierText == log[3_539..<6_419].joined(), "\(change)")
    }
  }

  @Test(arguments: [
    (Layout.common, Layout.json), (.json, .vhost), (.syslog, .common), (.w3c, .common),
    (.w3c, .otherColumns), (.common, .w3c),
  ])
  func aSpanOfThePastIsFoundOnEitherSide(first: Layout, second: Layout) throws {
    let log = FormerFormatTests.log([(0, first), (3_600, second)])
    let path = try scratch.write(log.joined(), to: "log")
    let logs = try PastLogs([path], FormerFormatTests.knowledge)
    #expect(try logs.lastTime() == FormerFormatTests.start + 7_199)
    for begin in [600, 3_590, 5_000] {
      let span = FormerFormatTests.start + begin..<FormerFormatTests.start + begin + 300
      let (parts, gaps) = try logs.parts(of: span)
      #expect(gaps.isEmpty)
      let pieces = try #require(try parts.first?.pieces(of: 1 << 30))
      let lines = try pieces.map { String(decoding: try $0.read().lines, as: UTF8.self) }.joined()
      let slack = PastLogs.disorderSeconds
      #expect(lines == log[begin - slack..<begin + 300 + slack].joined(), "\(begin)")
    }
  }
}
