import Foundation
import Glibc
import TestSupport
import Testing

/// However the program ends, the terminal is as it was.
@Suite(.waiting) struct TerminalEndTests {
  @Test func keyThatQuitsRestoresTheTerminal() throws {
    let program = try PtyProcess(BuiltProduct.probe, ["mouse"])
    #expect(program.wait(for: "probe 80x24"))
    #expect(program.screen.isAlternate && program.modes.isRaw)
    #expect(
      program.screen.modes.isSuperset(of: [1000, 1006]) && !program.screen.modes.contains(25))
    program.send("q")
    #expect(program.waitForExit() == 0)
    #expect(program.leftovers.isEmpty)
    #expect(program.screen.unknown.isEmpty)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func signalsThatEndItRestoreTheTerminal(signal: Int32) throws {
    let program = try PtyProcess(BuiltProduct.probe, ["mouse"])
    #expect(program.wait(for: "probe 80x24"))
    program.signal(signal)
    #expect(program.waitForExit() == 0)
    #expect(program.leftovers.isEmpty)
  }

  @Test func controlCIsSIGINT() throws {
    let program = try PtyProcess(BuiltProduct.probe)
    #expect(program.wait(for: "probe 80x24"))
    program.send("\u{3}")
    #expect(program.waitForExit() == 0)
    #expect(program.leftovers.isEmpty)
  }

  @Test(arguments: [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGQUIT])
  func signalsOfACrashRestoreTheTerminalAndStillEndTheProcess(signal: Int32) throws {
    let program = try PtyProcess(BuiltProduct.probe, ["mouse"])
    #expect(program.wait(for: "probe 80x24"))
    program.signal(signal)
    #expect(program.waitForExit() == 128 + signal)
    #expect(program.leftovers.isEmpty)
  }

  @Test(arguments: ["X", "R"])
  func swiftTrapAndStackOverflowRestoreTheTerminal(key: String) throws {
    let program = try PtyProcess(BuiltProduct.probe, ["mouse"])
    #expect(program.wait(for: "probe 80x24"))
    program.send(key)
    let status = program.waitForExit()
    #expect(status == 128 + SIGILL || status == 128 + SIGTRAP || status == 128 + SIGSEGV)
    #expect(program.leftovers.isEmpty)
    // What the runtime has to say of it comes after the alternate screen is left.
    let text = String(decoding: program.output, as: UTF8.self)
    let after = text.components(separatedBy: "[?1049l").last ?? ""
    #expect(key == "R" || after.contains("Fatal error"))
  }

  @Test func mainThreadThatHangsIsLeftAfterTwoSeconds() throws {
    let program = try PtyProcess(BuiltProduct.probe, ["mouse"])
    #expect(program.wait(for: "probe 80x24"))
    program.send("H")
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    #expect(program.leftovers.isEmpty)
  }

  @Test func terminalThatStopsReadingDoesNotKeepTheProcess() throws {
    let program = try PtyProcess(BuiltProduct.probe, ["mouse"], columns: 200, rows: 60)
    #expect(program.wait(for: "probe 200x60"))
    // Every ^L writes the whole screen, and the test does not read it.
    for _ in 0..<100 { program.send("L") }
    program.signal(SIGTERM)
    #expect(program.waitForEndUnread() == 0)
    #expect(program.modes == program.initialModes)
  }

  @Test(arguments: ["exec", "trap '' HUP; exec"])
  func closedWindowEndsTheProcessAlsoWhereTheSignalIsIgnored(start: String) throws {
    let program = try PtyProcess("/bin/sh", ["-c", "\(start) \(BuiltProduct.probe)"])
    #expect(program.wait(for: "probe 80x24"))
    program.hangUp()
    #expect(program.waitForExit() == 0)
  }
}
