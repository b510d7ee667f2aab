import TestSupport
import Testing

/// Alerts say what made them trigger.
@Suite(.waiting) struct CauseReplayTests {
  private func log(in folder: ScratchFolder) throws -> String {
    let path = folder("access.log")
    let generate = try PipedProcess([
      "generate", "--start=2020-07-08T10:10:30+00:00", "--duration=500s", "--seed=7",
      "--surge=0s+1hx0.05", "--incident=network:203.0.113.0/24,x6,330s+170s", path,
    ])
    try #require(generate.waitForExit() == 0)
    return path
  }

  @Test func theCausesOfAnIncidentAreNamed() throws {
    let folder = ScratchFolder()
    let path = try log(in: folder)
    let replay = try PipedProcess(["--replay", "--json", "--causes", path])
    #expect(replay.waitForExit() == 0)
    let alerts = replay.lines.filter { $0.contains("\"type\":\"alert\"") }
    try #require(!alerts.isEmpty)
    #expect(
      alerts[0].contains(
        "\"causes\":[{\"dimension\":\"network\",\"group\":\"203.0.113.0/24\",\"hits\":"))
    let plain = try PipedProcess(["--replay", "--plain", "--causes", path])
    #expect(plain.waitForExit() == 0)
    #expect(plain.lines.contains { $0.hasPrefix("  why: 203.0.113.0/24 ") })
    // It costs time, so that a replay has to be asked for it, and nothing else changes by it.
    let without = try PipedProcess(["--replay", "--json", path])
    #expect(without.waitForExit() == 0)
    #expect(
      without.lines.filter { !$0.contains("\"alert\"") }
        == replay.lines.filter { !$0.contains("\"alert\"") })
    #expect(without.lines.contains { $0.hasSuffix("\"causes\":null}") })
  }

  @Test func theScreenSaysWhy() throws {
    let folder = ScratchFolder()
    let path = try log(in: folder)
    let program = try PtyProcess(
      BuiltProduct.hightide, ["--replay", "--dashboard", "--no-config", path], columns: 120,
      rows: 40)
    #expect(program.wait { $0.contains("ended") && $0.contains("why: 203.0.113.0/24 ") })
    program.send("d\u{1B}OB\r")
    #expect(program.wait { $0.contains("2 Networks") && $0.contains("203.0.113.0/24 ") })
    program.send("\r")
    #expect(program.wait(for: "Network 203.0.113.0/24"))
    program.send("qq")
    #expect(program.waitForExit() == 0)
  }
}
