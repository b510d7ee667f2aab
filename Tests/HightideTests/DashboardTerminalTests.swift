import Foundation
import Glibc
import TestSupport
import Testing

/// The dashboard on terminals of all kinds and sizes, and its end on each of them.
@Suite(.waiting) struct DashboardTerminalTests {
  @Test(arguments: ["vt100", "linux", "xterm", "xterm-256color", "tmux-256color", "screen", "ansi"])
  func everyTypeIsDrawnOnAndRestored(type: String) throws {
    let log = try WatchedLog(environment: ["TERM": type])
    #expect(log.isShown())
    #expect(log.program.wait(for: "5 Alerts"))
    log.program.send("q")
    #expect(log.program.waitForExit() == 0)
    #expect(log.program.modes == log.program.initialModes)
    #expect(log.program.screen.unknown.isEmpty)
  }

  @Test func anAlertFromBeforeAChangeOfFormatIsShown() throws {
    let line = #"""
      {"ts":\#(Int(Date.now.timeIntervalSince1970)),"remote_addr":"10.0.0.1",\#
      "request":"GET /new HTTP/1.1","status":200}
      """#
    let log = try WatchedLog(extra: Array(String(repeating: line + "\n", count: 300).utf8))
    #expect(log.isShown())
    #expect(log.program.wait(for: "High traffic alert recovered - hits = 240"))
  }

  @Test(arguments: ["nonsense", "dumb"])
  func typeThatCannotShowItIsRefusedWithAWord(type: String) throws {
    let log = try WatchedLog(environment: ["TERM": type])
    #expect(log.program.waitForExit() == 1)
    #expect(log.program.screen.text.contains("TERM=\(type)"))
    #expect(log.program.modes == log.program.initialModes)
  }

  @Test(arguments: [([], "C"), (["--ascii"], "C.UTF-8")])
  func withoutUTF8NotOneByteIsBeyondASCII(arguments: [String], locale: String) throws {
    let hostile = LogLine.request("/caf\u{E9}/\u{202E}x") + "rubbish \u{65E5}\u{1F600}\n"
    let log = try WatchedLog(
      arguments, extra: Array(hostile.utf8), environment: ["LC_ALL": locale])
    #expect(log.isShown())
    for keys in ["?", "\u{1B}", "m", "\u{1B}", "z", "z", "1z", "]", "z", "5z", "z", "t3", "\u{1B}"]
    {
      log.program.send(keys)
      log.program.send("b")
      #expect(log.program.wait { _ in true })
    }
    log.program.send("q")
    #expect(log.program.waitForExit() == 0)
    #expect(log.program.output.count > 3_000)
    #expect(log.program.output.allSatisfy { $0 < 0x80 })
  }

  @Test(arguments: [["NO_COLOR": "1"], ["TERM": "vt100"], [:]])
  func colorIsWrittenOnlyWhereItIsWanted(environment: [String: String]) throws {
    let log = try WatchedLog(environment: environment)
    #expect(log.isShown())
    log.program.send("T")
    #expect(log.program.wait(for: "Theme: light"))
    #expect((log.program.screen.colorSequences == 0) == !environment.isEmpty)
  }

  /// The size is the terminal's, whatever the environment says.
  @Test func linesOfTheEnvironmentAreIgnored() throws {
    let log = try WatchedLog(environment: ["LINES": "99999", "COLUMNS": "99999"])
    #expect(log.isShown())
    #expect(log.program.wait(for: "5 Alerts"))
  }

  @Test(arguments: [("de_DE.ISO-8859-1", true), ("xx_XX.UTF-8", false), ("xx_XX@euro", false)])
  func charsetOfALocaleThatIsNotInstalledCounts(locale: String, isASCII: Bool) throws {
    let log = try WatchedLog(environment: ["LC_ALL": locale])
    #expect(log.isShown())
    #expect(log.program.wait(for: "5 Alerts"))
    #expect(log.program.output.allSatisfy { $0 < 0x80 } == isASCII)
  }

  @Test func aLightTerminalGetsTheLightTheme() throws {
    let log = try WatchedLog(environment: ["COLORFGBG": "0;15"])
    #expect(log.isShown())
    // The header's background in the light theme, and then in the one for dark ones.
    #expect(log.program.wait { $0.cells[0][0].pen.background == 253 })
    log.program.send("\u{1B}]11;rgb:1111/1111/1111\u{1B}\\")
    #expect(log.program.wait { $0.cells[0][0].pen.background == 236 })
  }

  @Test func whatWasSeenStaysOnTheNormalScreen() throws {
    let log = try WatchedLog()
    #expect(log.isShown())
    #expect(log.program.wait(for: "5 Alerts"))
    log.program.send("q")
    #expect(log.program.waitForExit() == 0)
    #expect(log.program.screen.contains("access.log: 0 hits counted from "))
    #expect(log.program.screen.contains("1 alert:"))
    #expect(log.program.screen.contains("  High traffic generated an alert - hits = "))
  }

  /// Some terminals have no other screen to return to.
  @Test(arguments: ["vt100", "linux", "xterm"])
  func whatWasSeenHasRowsOfItsOwn(terminal: String) throws {
    let log = try WatchedLog(environment: ["TERM": terminal])
    #expect(log.isShown())
    #expect(log.program.wait(for: "5 Alerts"))
    log.program.send("q")
    #expect(log.program.waitForExit() == 0)
    let line = log.program.screen.lines.first { $0.contains("hits counted from ") } ?? ""
    let end = line.split(separator: " ").last ?? ""
    #expect(line.hasPrefix("access.log: 0 hits counted from ") && end.count == 8, "\(line)")
  }

  @Test func terminalIsNoLog() throws {
    let program = try PtyProcess(BuiltProduct.hightide, ["-"])
    #expect(program.waitForExit() == 2)
    #expect(program.screen.contains("standard input is the terminal; pipe a log into it"))
    let piped = try PtyProcess(
      "/bin/sh", ["-c", "echo x | \(BuiltProduct.hightide) --no-config; echo status $?"])
    #expect(piped.waitForExit() == 0)
    #expect(piped.screen.contains("standard input is a pipe; to watch it give -"))
    #expect(piped.screen.contains("status 2"))
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func signalsRestoreTheTerminal(signal: Int32) throws {
    let log = try WatchedLog()
    #expect(log.isShown())
    log.program.signal(signal)
    #expect(log.program.waitForExit() == 0)
    #expect(log.program.leftovers.isEmpty)
  }

  @Test func crashRestoresTheTerminal() throws {
    let log = try WatchedLog()
    #expect(log.isShown())
    log.program.signal(SIGSEGV)
    #expect(log.program.waitForExit() == 128 + SIGSEGV)
    #expect(log.program.leftovers.isEmpty)
  }

  /// The frame is cut at another byte for each width.
  @Test(arguments: Array(stride(from: 180, to: 200, by: 2)))
  func crashInTheMiddleOfAFrameRestoresTheTerminal(columns: Int) throws {
    let log = try WatchedLog(columns: columns, rows: 60)
    #expect(log.isShown())
    // ^L has the whole screen written.
    #expect(try log.program.fill(by: "\u{C}"))
    log.program.signal(SIGSEGV)
    #expect(log.program.waitForExit() == 128 + SIGSEGV)
    #expect(log.program.leftovers.isEmpty)
    // Few cuts are where it matters: CAN has to come first in any case.
    let text = String(decoding: log.program.output, as: UTF8.self)
    #expect(text.contains("\u{18}\u{1B}[?1000l"))
  }

  @Test func runsOnAfterBeingSuspended() throws {
    let log = ScratchFolder()
    let path = try log.write(LogLine.request("/kept"), to: "access.log")
    let shell = try PtyProcess(
      "/bin/bash",
      [
        "--norc", "-c",
        "set -m; \(BuiltProduct.hightide) \(path); echo stopped $?; read word; fg; echo ended $?",
      ])
    #expect(shell.wait(for: "following"))
    shell.send("\u{1A}")
    #expect(shell.wait { $0.contains("stopped 148") && !$0.isAlternate })
    shell.send("go\n")
    #expect(shell.wait { $0.isAlternate && $0.contains("following") })
    shell.send("q")
    #expect(shell.wait(for: "ended 0"))
    #expect(shell.waitForExit() == 0)
    #expect(shell.leftovers.isEmpty)
  }

  @Test func stormOfSizesEndsInTheLastOne() throws {
    let log = try WatchedLog()
    #expect(log.isShown())
    for step in 0..<150 {
      log.program.resize(columns: 1 + step * 37 % 250, rows: 1 + step * 11 % 80)
      log.program.read(until: Patience.now)
    }
    log.program.resize(columns: 20, rows: 5)
    #expect(log.program.wait(for: "too small"))
    log.program.resize(columns: 120, rows: 40)
    #expect(log.program.wait { $0.contains("5 Alerts") && $0.contains("following") })
    log.program.send("q")
    #expect(log.program.waitForExit() == 0)
    #expect(log.program.leftovers.isEmpty && log.program.screen.unknown.isEmpty)
  }

  @Test(arguments: [(1, 1), (2, 80), (80, 1), (39, 11), (40, 12), (300, 80)])
  func everySizeIsDrawnFromTheStart(columns: Int, rows: Int) throws {
    let log = try WatchedLog(columns: columns, rows: rows)
    #expect(log.program.wait { $0.isAlternate && $0.lines.contains { !$0.isEmpty } })
    log.program.send("q")
    #expect(log.program.waitForExit() == 0)
    #expect(log.program.leftovers.isEmpty)
  }

  @Test func logOnStandardInputLeavesTheKeysToTheTerminal() throws {
    let folder = ScratchFolder()
    let lines = String(repeating: LogLine.request("/piped/x"), count: 50)
    let path = try folder.write(lines, to: "access.log")
    let shell = try PtyProcess(
      "/bin/sh", ["-c", "cat \(path) | \(BuiltProduct.hightide) -; echo status $?"])
    #expect(shell.wait { $0.contains("standard input") && $0.contains("/piped") })
    // Its end is shown, and the screen stays.
    #expect(shell.wait(for: "ended"))
    shell.send("?")
    #expect(shell.wait(for: "raise or lower the threshold"))
    shell.send("\u{1B}")
    #expect(shell.wait(for: "2 Sections"))
    shell.send("q")
    #expect(shell.wait(for: "status 0"))
    #expect(shell.waitForExit() == 0)
    #expect(shell.leftovers.isEmpty)
  }

  @Test func replayThatHasEndedStaysOnTheScreen() throws {
    let log = try WatchedLog(["--replay", "--dashboard"])
    #expect(log.program.wait { $0.contains("ended") && $0.contains("/api") })
    log.program.send("t")
    #expect(log.program.wait(for: "Threshold, hits per second:"))
    log.program.send("\u{1B}")
    #expect(log.program.wait(for: "q quit"))
    log.program.send("q")
    #expect(log.program.waitForExit() == 0)
  }

  @Test func waitingForAFileIsSaid() throws {
    let folder = ScratchFolder()
    let program = try PtyProcess(BuiltProduct.hightide, [folder("access.log")])
    #expect(program.wait(for: "waiting for the file"))
    try folder.append(LogLine.request("/came/x"), to: "access.log")
    #expect(program.wait { $0.contains("following") && $0.contains("/came") })
  }
}
