import Glibc
import TestSupport
import Testing

/// ^Z, `fg`, `bg` and the signals behind them, under a shell with job control.
@Suite(.waiting) struct TerminalJobControlTests {
  /// A shell that runs the probe as a job, says when it has the terminal back, and then runs `next`.
  private func shell(_ next: String) throws -> PtyProcess {
    let job = "\(BuiltProduct.probe) mouse"
    let script = "saved=$(stty -g); set -m; \(job); echo stopped $?; stty -a; \(next)"
    return try PtyProcess("/bin/bash", ["--norc", "-c", script])
  }

  @Test func suspendedProgramGivesTheTerminalBackAndTakesItAgain() throws {
    let shell = try shell("read word; fg; echo ended $?")
    #expect(shell.wait(for: "probe 80x24"))
    shell.send("\u{1A}")
    #expect(shell.wait(for: "stopped 148"))
    #expect(shell.wait { !$0.isAlternate && $0.modes == VirtualScreen.initialModes })
    #expect(shell.wait(for: " icanon"))
    shell.send("go\n")
    #expect(shell.wait { $0.isAlternate && $0.contains("probe 80x24") && $0.modes.contains(1000) })
    #expect(shell.modes.isRaw)
    shell.send("aq")
    #expect(shell.wait(for: "ended 0"))
    #expect(shell.waitForExit() == 0)
    #expect(shell.leftovers.isEmpty)
  }

  @Test func sizeThatChangedWhileSuspendedIsTakenOver() throws {
    let shell = try shell("read word; fg; echo ended $?")
    #expect(shell.wait(for: "probe 80x24"))
    shell.send("\u{1A}")
    #expect(shell.wait(for: "stopped 148"))
    shell.resize(columns: 60, rows: 20)
    shell.send("go\n")
    #expect(shell.wait(for: "probe 60x20"))
    shell.send("q")
    #expect(shell.wait(for: "ended 0"))
  }

  @Test func programThatWasStoppedBySignalRedrawsTheScreen() throws {
    // The modes are still the program's when the shell takes over, so that its lines run on to the
    // right as far as the length of the program's path has them; the empty one begins a row.
    let shell = try shell("stty $saved; echo; echo rubbish; read word; fg; echo ended $?")
    #expect(shell.wait(for: "probe 80x24"))
    shell.signalForeground(SIGSTOP)
    #expect(shell.wait(for: "rubbish"))
    shell.send("go\n")
    #expect(shell.wait { $0.contains("probe 80x24") && !$0.contains("rubbish") })
    #expect(shell.modes.isRaw)
    shell.send("q")
    #expect(shell.wait(for: "ended 0"))
    #expect(shell.waitForExit() == 0)
    #expect(shell.leftovers.isEmpty)
  }

  @Test func backgroundLeavesTheTerminalAlone() throws {
    let shell = try shell(
      "bg; until jobs | grep -q Stopped; do :; done; echo still; read w; fg; echo ended $?")
    #expect(shell.wait(for: "probe 80x24"))
    shell.send("\u{1A}")
    #expect(shell.wait(for: "still"))
    #expect(!shell.screen.isAlternate && !shell.modes.isRaw)
    shell.send("go\n")
    #expect(shell.wait { $0.isAlternate && $0.contains("probe 80x24") })
    shell.send("q")
    #expect(shell.wait(for: "ended 0"))
  }

  @Test func stoppedJobCanBeEnded() throws {
    let shell = try shell(
      "id=$(jobs -p); kill %1; while kill -0 $id; do :; done; wait $id; echo ended $?")
    #expect(shell.wait(for: "probe 80x24"))
    shell.send("\u{1A}")
    #expect(shell.wait(for: "ended 0"))
    #expect(shell.waitForExit() == 0)
    #expect(shell.leftovers.isEmpty)
  }

  @Test func withoutAShellToContinueItSuspendingChangesNothing() throws {
    let program = try PtyProcess(BuiltProduct.probe)
    #expect(program.wait(for: "probe 80x24"))
    program.send("\u{1A}a")
    #expect(program.wait(for: "key character(\"a\")"))
    #expect(program.screen.isAlternate && program.modes.isRaw)
  }

  @Test func signalThatWasIgnoredAtTheStartStaysIgnored() throws {
    let shell = try PtyProcess("/bin/sh", ["-c", "trap '' HUP; exec \(BuiltProduct.probe)"])
    #expect(shell.wait(for: "probe 80x24"))
    shell.signal(SIGHUP)
    shell.send("a")
    #expect(shell.wait(for: "key character(\"a\")"))
    shell.send("q")
    #expect(shell.waitForExit() == 0)
  }
}
