import Foundation
import Glibc
import TestSupport
import Testing

/// Commands that the program runs when an alert triggers and when it recovers.
@Suite(.waiting) struct OnAlertTests {
  /// A rule that triggers at five hits and recovers two seconds later.
  private static let quick = ["--json", "--threshold=1", "--window=2", "--lateness=0"]
  private static let burst = String(repeating: LogLine.request(), count: 5)

  private let folder = ScratchFolder()

  private func alerts(_ program: PipedProcess) -> [String] {
    program.lines.filter { $0.hasPrefix(#"{"type":"alert""#) }
  }

  @Test func commandGetsEveryTransitionAsTheOutputHasIt() throws {
    let log = try folder.write("", to: "access.log")
    let told = folder("told")
    let program = try PipedProcess(OnAlertTests.quick + ["--on-alert", "cat >> \(told)", log])
    #expect(try program.report { $0.event == "opened" } != nil)
    try folder.append(OnAlertTests.burst, to: "access.log")
    #expect(try program.report { $0.state == "recovered" } != nil)
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    let lines = try folder.read("told").split(separator: "\n").map(String.init)
    #expect(lines == alerts(program) && lines.count == 2)
    #expect(program.errors.isEmpty)
  }

  @Test func dashboardRunsItToo() throws {
    let told = ScratchFolder()
    let log = try WatchedLog(["--on-alert", "echo $HIGHTIDE_STATE >> \(told("told"))"])
    #expect(log.isShown())
    try log.folder.append(
      String(repeating: LogLine.request(), count: 3_000), to: "access.log")
    // What backfill found to be over is not told.
    #expect(Patience.wait { (try? told.read("told")) == "triggered\n" })
    log.program.send("q")
    #expect(log.program.waitForExit() == 0)
  }

  @Test func failureIsSaidOnceAndCountedAndHoldsUpNothing() throws {
    let log = try folder.write("", to: "access.log")
    let program = try PipedProcess(
      OnAlertTests.quick + ["--on-alert", "echo no route >&2; exit 3", log])
    #expect(try program.report { $0.event == "opened" } != nil)
    try folder.append(OnAlertTests.burst, to: "access.log")
    #expect(try program.report { $0.state == "recovered" } != nil)
    program.signal(SIGINT)
    #expect(program.waitForExit() == 0)
    #expect(
      program.complaints == [
        "hightide: on-alert: it exited with status 3: no route",
        "hightide: 2 of 2 notices of alerts could not be told",
      ])
  }

  @Test(arguments: ["sleep 300", "trap '' TERM; sleep 300; sleep 300"])
  func nothingIsLeftBehind(command: String) throws {
    let log = try folder.write("", to: "access.log")
    let program = try PipedProcess(
      OnAlertTests.quick + [
        "--on-alert", "sleep 300 & echo $! $$ > \(folder("pids")); \(command)", log,
      ])
    #expect(try program.report { $0.event == "opened" } != nil)
    try folder.append(OnAlertTests.burst, to: "access.log")
    #expect(Patience.wait { ((try? folder.read("pids")) ?? "").hasSuffix("\n") })
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    for pid in try folder.read("pids").split(whereSeparator: \.isWhitespace) {
      let number = try #require(Int32(pid))
      #expect(
        Patience.wait {
          guard kill(number, 0) == 0 else { return true }
          let stat = (try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8)) ?? ""
          return stat.isEmpty || stat.contains(") Z ")
        })
    }
  }

  @Test func whatIsOverIsHistoryAndWhatIsUnderWayIsNews() throws {
    let now = Date.now
    let over = String(repeating: LogLine.request(at: now - 3_600), count: 2_000)
    let breach = now - 100
    let underWay = String(repeating: LogLine.request(at: breach), count: 2_000)
    let log = try folder.write(over + underWay + LogLine.request(at: now), to: "access.log")
    let program = try PipedProcess([
      "--json", "--from-start", "--on-alert", "cat >> \(folder("told"))", log,
    ])
    #expect(Patience.wait { ((try? folder.read("told")) ?? "").hasSuffix("\n") })
    program.signal(SIGINT)
    #expect(program.waitForExit() == 0)
    let all = alerts(program)
    #expect(all.count == 3)
    #expect(try folder.read("told") == (all.last.map { $0 + "\n" }))
  }

  @Test func replayTellsOnlyWhatTheCommandLineAsksFor() throws {
    let lines = (0..<5).map {
      LogLine.request(at: Date(timeIntervalSince1970: 1e9 + Double($0) * 5))
    }
    let log = try folder.write(
      String(repeating: lines[0], count: 9) + lines.joined(), to: "access.log")
    let settings = try folder.write(
      "[watch]\non-alert = touch \(folder("file"))\n", to: "settings.ini")
    let quiet = try PipedProcess(
      OnAlertTests.quick + ["--replay", "--config", settings, log])
    #expect(quiet.waitForExit() == 0)
    #expect(alerts(quiet).count == 2)
    let asked = try PipedProcess(
      OnAlertTests.quick + [
        "--replay", "--config", settings, "--on-alert", "cat >> \(folder("told"))", log,
      ])
    #expect(asked.waitForExit() == 0)
    #expect(try folder.read("told") == alerts(asked).map { $0 + "\n" }.joined())
    #expect(try !folder.names.contains("file"))
  }
}
