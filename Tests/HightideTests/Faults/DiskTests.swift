import Foundation
import Glibc
import TestSupport
import Testing

/// What is said of a disk that fails, and what comes of it.
@Suite(.waiting) struct DiskTests {
  private let folder: ScratchFolder
  private let controls: FaultControls

  init() throws {
    folder = ScratchFolder()
    controls = try FaultControls(in: folder)
  }

  private func start(_ options: [String]) throws -> PipedProcess {
    try PipedProcess(
      ["--json", "--from-start"] + options + [folder("access.log")],
      environment: controls.environment)
  }

  private func append(_ count: Int) throws {
    try folder.append(String(repeating: LogLine.request("/a"), count: count), to: "access.log")
  }

  @Test(.timeLimit(.minutes(5)))
  func readsThatFailAreSaidAndTriedAgain() throws {
    try append(1)
    let program = try start([])
    #expect(try program.report { $0.event == "opened" } != nil)
    controls.failReads(oneOf: 1)
    try append(3)
    #expect(try program.report { $0.event == "failed" } != nil)
    #expect(program.lines.contains { $0.contains(#""reason":"Input/output error""#) })
    controls.failReads(oneOf: 0)
    #expect(try program.report { $0.event == "resumed" } != nil)
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    #expect(try program.reports.last?.lines == 4)
    #expect(controls.failedReads > 0)
  }

  /// What cannot be read may be the copy that the unread lines are in, or a match of the pattern of
  /// which it has to be told that it is no log of its own.
  @Test(.timeLimit(.minutes(5)), arguments: ["access.log", "*.log"])
  func copyThatCannotBeReadIsTriedAgain(name: String) throws {
    // What begins alike is taken for a copy.
    func append(_ numbers: Range<Int>) throws {
      try folder.append(numbers.map { LogLine.request("/\($0)") }.joined(), to: "access.log")
    }
    try append(0..<30)
    let program = try PipedProcess(
      ["--json", "--from-start", "--interval=1s", "--lateness=0s", folder(name)],
      environment: controls.environment)
    #expect(try program.report { $0.hits ?? 0 > 0 } != nil)
    program.signal(SIGSTOP)
    try append(30..<40)
    try FileManager.default.copyItem(
      atPath: folder("access.log"), toPath: folder("access-1.log"))
    #expect(unsafe truncate(folder("access.log"), 0) == 0)
    try append(40..<42)
    controls.failReads(oneOf: 1)
    program.signal(SIGCONT)
    #expect(try program.report { $0.event == "failed" } != nil)
    controls.failReads(oneOf: 0)
    #expect(try program.report { $0.event == "resumed" } != nil)
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    #expect(try program.reports.last?.lines == 42)
  }

  @Test(.timeLimit(.minutes(5)))
  func fullDiskIsSaidOnceAndLosesNothing() throws {
    let refusal =
      "hightide: cannot keep the state in \(folder("state")): No space left on device"
    try append(10)
    let first = try start(["--state", folder("state")])
    #expect(try first.report { $0.event == "opened" } != nil)
    first.signal(SIGTERM)
    #expect(first.waitForExit() == 0)

    controls.fillDisk(true)
    try append(10)
    let second = try start(["--state", folder("state")])
    #expect(second.wait { $0.complaints == [refusal] })
    second.signal(SIGTERM)
    // It says it again at the end, when it is too late.
    #expect(second.waitForExit() == 1)
    #expect(second.complaints == [refusal, refusal])
    #expect(try second.reports.last?.lines == 20)
    #expect(try folder.names == ["access.log", "faults", "state"])

    controls.fillDisk(false)
    let third = try start(["--state", folder("state")])
    #expect(try third.report { $0.event == "resumed" } != nil)
    try append(10)
    third.signal(SIGTERM)
    #expect(third.waitForExit() == 0)
    #expect(third.complaints.isEmpty)
    #expect(try third.reports.last?.lines == 30)
  }

  @Test(.timeLimit(.minutes(5)))
  func fullDiskIsShownInTheHeaderAndNowhereElse() throws {
    try append(10)
    controls.fillDisk(true)
    let program = try PtyProcess(
      BuiltProduct.hightide, ["--state", folder("state"), folder("access.log")],
      columns: 160, rows: 24, environment: controls.environment)
    #expect(program.wait(for: "state not saved: No space left on device"))
    #expect(!String(decoding: program.output, as: UTF8.self).contains("cannot keep"))
    controls.fillDisk(false)
    try append(10)
    #expect(program.wait(for: "following"))
  }
}
