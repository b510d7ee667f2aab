import Foundation
import Glibc
import TestSupport
import Testing

/// A reader of the output that stalls.
struct StalledReaderTests {
  private let folder = ScratchFolder()

  /// Lines of an hour, so that a replay with intervals of a second gives far more than a pipe holds.
  private func writeLog() throws -> String {
    var text = ""
    for second in 0..<3_600 {
      text += LogFixture.line(1_594_195_200 + second, target: "/\(second % 7)") + "\n"
    }
    return try folder.write(text, to: "access.log")
  }

  /// Waits until the program has filled the pipe that nobody reads.
  private func waitForStall(_ program: PipedProcess) -> Bool {
    Patience.wait { program.waitingBytes > 60_000 }
  }

  @Test(.timeLimit(.minutes(1)), arguments: [["--replay"], ["--from-start"]])
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

  @Test(.timeLimit(.minutes(1)), arguments: [["--replay"], ["--from-start"]])
  func aReaderThatTakesItInTimeGetsAllOfIt(mode: [String]) throws {
    let log = try writeLog()
    let program = try PipedProcess(["--json", "--interval=1s"] + mode + [log])
    #expect(waitForStall(program))
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    #expect(program.lines.last?.contains(#""type":"summary""#) == true)
    #expect(program.complaints.isEmpty)
  }

  /// While the output stalls, the state goes on being saved; and the next run counts every line once.
  @Test(.timeLimit(.minutes(1)))
  func theStateIsSavedMeanwhileAndAtTheEnd() throws {
    let log = try writeLog()
    let options = ["--json", "--interval=1s", "--from-start", "--state", folder("state"), log]
    let program = try PipedProcess(options)
    #expect(waitForStall(program))
    func modified() -> Date? {
      let values = try? FileManager.default.attributesOfItem(atPath: folder("state"))
      return values?[.modificationDate] as? Date
    }
    #expect(Patience.wait { modified() != nil })
    let before = modified()
    try folder.append(LogFixture.line(1_594_198_801) + "\n", to: "access.log")
    program.signal(SIGTERM)
    #expect(program.waitForEnd() == 1)
    #expect(modified() != before)

    let next = try PipedProcess(options)
    #expect(next.wait { $0.lines.contains { $0.contains(#""event":"resumed""#) } })
    next.signal(SIGTERM)
    #expect(next.waitForExit() == 0)
    #expect(next.lines.last?.contains(#""lines":3601"#) == true)
  }
}
