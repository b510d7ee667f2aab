import Foundation
import Glibc
import TestSupport
import Testing

/// A reader of the output that stalls.
@Suite(.waiting) struct StalledReaderTests {
  private let folder = ScratchFolder()

  /// Lines of an hour, so that a replay with intervals of a second gives far more than a pipe holds.
  private func writeLog() throws -> String { try folder.write(log(), to: "access.log") }

  private func log() -> String {
    var text = ""
    for second in 0..<3_600 {
      text += LogFixture.line(1_594_195_200 + second, target: "/\(second % 7)") + "\n"
    }
    return text
  }

  /// Waits until the program has filled its output pipe, which is not read.
  private func waitForStall(_ program: PipedProcess) -> Bool {
    Patience.wait { program.waitingBytes > 60_000 }
  }

  @Test(.timeLimit(.minutes(5)), arguments: [["--replay"], ["--from-start"]])
  func theOutputIsCutOffAndTheStatusSaysSo(mode: [String]) throws {
    let log = try writeLog()
    let program = try PipedProcess(["--json", "--interval=1s"] + mode + [log])
    #expect(waitForStall(program))
    program.signal(SIGTERM)
    #expect(program.waitForEnd() == 1)
    #expect(
      program.complaints == ["hightide: the output is cut off: its reader did not take it"])
    #expect(program.lines.last?.contains("summary") != true)
  }

  @Test(.timeLimit(.minutes(5)), arguments: [["--replay"], ["--from-start"]])
  func aReaderThatTakesItInTimeGetsAllOfIt(mode: [String]) throws {
    let log = try writeLog()
    let program = try PipedProcess(["--json", "--interval=1s"] + mode + [log])
    #expect(waitForStall(program))
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    #expect(program.lines.last?.contains(#""type":"summary""#) == true)
    #expect(program.complaints.isEmpty)
  }

  @Test(.timeLimit(.minutes(5)))
  func theStateIsSavedAtTheEnd() throws {
    let log = try writeLog()
    let options = ["--json", "--interval=1s", "--from-start", "--state", folder("state"), log]
    let program = try PipedProcess(options)
    #expect(waitForStall(program))
    try folder.append(LogFixture.line(1_594_198_801) + "\n", to: "access.log")
    program.signal(SIGTERM)
    #expect(program.waitForEnd() == 1)
    let next = try PipedProcess(options)
    #expect(next.wait { $0.lines.contains { $0.contains(#""event":"resumed""#) } })
    next.signal(SIGTERM)
    #expect(next.waitForExit() == 0)
    #expect(next.lines.last?.contains(#""lines":3601"#) == true)
  }

  /// What the reader has not taken when a run is killed is reported by the next one.
  @Test(.timeLimit(.minutes(5)))
  func whatWasNotTakenIsReportedAgain() throws {
    try folder.write(LogFixture.line(1_594_195_100) + "\n", to: "access.log")
    let options = [
      "--json", "--interval=1s", "--from-start", "--state", folder("state"), folder("access.log"),
    ]
    let program = try PipedProcess(options)
    func state() -> Data? { FileManager.default.contents(atPath: folder("state")) }
    #expect(program.wait { _ in state() != nil })
    try folder.append(log(), to: "access.log")
    #expect(waitForStall(program))
    // The draft of a state that knows of reports which are still to be taken.
    #expect(Patience.wait { FileManager.default.fileExists(atPath: folder(".state.hightide")) })
    let before = state()
    poll(nil, 0, 500)
    #expect(state() == before)
    program.signal(SIGKILL)
    var tally = ReportTally()
    _ = program.waitForExit()
    try tally.read(program)
    #expect(tally.total.hits < 3_601)

    let next = try PipedProcess(options)
    tally.beginRun()
    #expect(
      try next.wait {
        try tally.read($0)
        return tally.total.hits >= 3_600
      })
    next.signal(SIGTERM)
    #expect(next.waitForExit() == 0)
    try tally.read(next)
    #expect(tally.total.hits == 3_601 && tally.repeated == 0)
  }
}
