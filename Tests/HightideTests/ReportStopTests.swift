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
    #expect(shell.wait(for: "ended 0"))
    // 128 and the number of SIGTSTP: no shell takes it for a program that was stopped by force. The
    // reports behind it may have scrolled it off the screen.
    #expect(String(decoding: shell.output, as: UTF8.self).contains("stopped 148"))
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
