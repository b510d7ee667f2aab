import Foundation
import Glibc
import TestSupport
import Testing

/// Logs that grow while they are watched, and the signals that end that.
@Suite(.waiting) struct FollowTests {
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func signalReportsTheIntervalUnderWayAndASummary(signal: Int32) throws {
    let folder = ScratchFolder()
    let log = try folder.write(LogLine.request("/context"), to: "access.log")
    let program = try PipedProcess(["--json", "--interval=1h", log])
    #expect(try program.report { $0.event == "opened" } != nil)
    try folder.append(LogLine.request("/a/1") + LogLine.request("/a/2"), to: "access.log")
    try folder.append(LogLine.request("/b"), to: "access.log")
    program.signal(signal)
    #expect(program.waitForExit() == 0)
    let reports = try program.reports
    #expect(reports.map(\.type) == ["source", "source", "interval", "summary"])
    #expect(reports.dropFirst().first?.event == "format")
    for report in reports.dropFirst(2) {
      #expect(report.hits == 3)
      #expect(report.sections?.map(\.section) == ["/a", "/b"])
    }
    #expect(reports.last?.lines == 3)
    #expect(program.errors.isEmpty)
  }

  @Test func fileThatAppearsLaterIsReadFromItsStart() throws {
    let folder = ScratchFolder()
    let log = folder("access.log")
    let program = try PipedProcess(["--json", log])
    #expect(try program.report { $0.event == "waiting" && $0.source == log } != nil)
    try folder.append(LogLine.request("/first") + LogLine.request("/second"), to: "access.log")
    #expect(try program.report { $0.event == "opened" || $0.event == "resumed" } != nil)
    program.signal(SIGINT)
    #expect(program.waitForExit() == 0)
    #expect(try program.reports.last?.hits == 2)
  }

  @Test func lineCountsOnceItsNewlineIsThere() throws {
    let folder = ScratchFolder()
    let log = try folder.write("", to: "access.log")
    let program = try PipedProcess(["--json", "--interval=1s", "--lateness=0", log])
    #expect(try program.report { $0.event == "opened" } != nil)
    let (line, slow) = (LogLine.request("/first"), LogLine.request("/slow"))
    try folder.append(line + slow.prefix(30), to: "access.log")
    // That line and silence after it have been reported, and nothing of the one under way.
    #expect(try program.report { $0.type == "interval" && $0.hits == 1 } != nil)
    #expect(try program.report { $0.type == "interval" && $0.hits == 0 } != nil)
    try folder.append(String(slow.dropFirst(30)), to: "access.log")
    program.signal(SIGINT)
    #expect(program.waitForExit() == 0)
    let summary = try program.reports.last
    #expect(summary?.hits == 2 && summary?.lines == 2 && summary?.malformed == 0)
  }

  @Test func whatBackfillReadsIsContextAndItsAlertIsToldOnce() throws {
    let folder = ScratchFolder()
    let now = Date.now
    let breach = now - 5
    let busy = String(repeating: LogLine.request(at: breach), count: 2_000)
    let log = try folder.write(busy + LogLine.request(at: now), to: "access.log")
    let program = try PipedProcess(["--json", log])
    let alert = try #require(try program.report { $0.type == "alert" })
    #expect(alert.state == "triggered" && alert.hits == 2_000)
    #expect(alert.time.map { Int($0.timeIntervalSince1970) } == Int(breach.timeIntervalSince1970))
    try folder.append(LogLine.request(), to: "access.log")
    program.signal(SIGINT)
    #expect(program.waitForExit() == 0)
    let reports = try program.reports
    #expect(reports.filter { $0.type == "alert" }.count == 1)
    #expect(reports.filter { $0.type == "interval" }.compactMap(\.hits).reduce(0, +) == 1)
    #expect(reports.last?.hits == 1 && reports.last?.lines == 1)
  }

  @Test func logThatFallsSilentRecovers() throws {
    let folder = ScratchFolder()
    let log = try folder.write("", to: "access.log")
    let program = try PipedProcess(
      ["--json", "--threshold=1", "--window=2", "--lateness=0", log])
    #expect(try program.report { $0.event == "opened" } != nil)
    try folder.append(String(repeating: LogLine.request(), count: 5), to: "access.log")
    let triggered = try #require(try program.report { $0.state == "triggered" })
    let recovered = try #require(try program.report { $0.state == "recovered" })
    #expect(triggered.hits == 5 && triggered.average == 2.5)
    #expect(recovered.hits == 0)
    #expect(recovered.time == triggered.time.map { $0 + 2 })
    program.signal(SIGINT)
    #expect(program.waitForExit() == 0)
  }

  @Test func silenceIsNews() throws {
    let folder = ScratchFolder()
    let log = try folder.write(LogLine.request(), to: "access.log")
    let program = try PipedProcess(["--plain", "--interval=1s", "--lateness=0", log])
    #expect(program.wait { $0.lines.contains("  No traffic in the last 1 s") })
    program.signal(SIGINT)
    #expect(program.waitForExit() == 0)
  }

  @Test func readerThatGoesEndsItQuietly() throws {
    let folder = ScratchFolder()
    let log = try folder.write(LogLine.request(), to: "access.log")
    let program = try PipedProcess(["--json", "--interval=1s", log])
    #expect(try program.report { $0.event == "opened" } != nil)
    program.closeOutput()
    #expect(program.waitForExit() == 0)
    #expect(program.errors.isEmpty)
  }

  @Test func pipeIsFollowedToItsEnd() throws {
    let program = try PipedProcess(["--json", "-"], input: .pipe)
    program.send(LogLine.request("/a") + LogLine.request("/b"))
    #expect(try program.report { $0.event == "opened" } != nil)
    program.send(LogLine.request("/c"))
    program.closeInput()
    #expect(program.waitForExit() == 0)
    #expect(try program.reports.last?.hits == 3)
  }

  @Test func fileThatIsTruncatedIsReadFromItsStartAgain() throws {
    let folder = ScratchFolder()
    let log = try folder.write(LogLine.request("/old"), to: "access.log")
    let program = try PipedProcess(["--json", "-i", "1s", "--lateness", "0s", log])
    #expect(try program.report { $0.event == "opened" } != nil)
    // Once a new line is counted, the first one has been read. A line that is read after its second is late:
    // then the test writes another one.
    var written = Date.distantPast
    let isCounted = try program.wait {
      if written.timeIntervalSinceNow < -2 {
        written = .now
        try folder.append(LogLine.request("/first"), to: "access.log")
      }
      return try $0.reports.contains { $0.hits ?? 0 > 0 }
    }
    #expect(isCounted)
    try folder.append(LogLine.request("/counted/with/a/long/name"), to: "access.log")
    #expect(unsafe truncate(log, 0) == 0)
    try folder.append(LogLine.request("/new", at: .now + 20), to: "access.log")
    #expect(try program.report { $0.event == "truncated" } != nil)
    program.signal(SIGINT)
    #expect(program.waitForExit() == 0)
    #expect(try program.reports.last?.sections?.contains { $0.section == "/new" } == true)
  }
}
