import Glibc
import TestSupport
import Testing

/// ^Z while reports are written: what the kernel does of itself is right.
@Suite(.waiting) struct ReportStopTests {
  @Test func stopsForAShellThatContinuesIt() throws {
    let folder = ScratchFolder()
    let log = try folder.write(LogLine.request(), to: "access.log")
    let job = "\(BuiltProduct.hightide) --from-start --json \(log)"
    let shell = try PtyProcess(
      "/bin/bash",
      ["--norc", "-c", "set -m; \(job); echo stopped $?; kill $(jobs -p); fg; echo ended $?"])
    #expect(shell.wait(for: "opened"))
    shell.send("\u{1A}")
    // 128 and the number of SIGTSTP: no shell takes it for a program that was stopped by force.
    #expect(shell.wait(for: "stopped 148"))
    #expect(shell.wait(for: "ended 0"))
  }

  @Test func isNotStoppedWhereNoShellWouldContinueIt() throws {
    let folder = ScratchFolder()
    let log = try folder.write(LogLine.request(), to: "access.log")
    let program = try PipedProcess(["--from-start", "--json", log])
    #expect(program.wait { !$0.lines.isEmpty })
    program.signal(SIGTSTP)
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
  }
}
