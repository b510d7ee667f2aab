import Foundation
import TestSupport
import Testing

/// The filter of the whole screen, in the running program.
struct ScreenFilterProgramTests {
  @Test func thePastIsReadAgainAndWhatComesIsCounted() throws {
    let log = try WatchedLog(columns: 120, rows: 40)
    let program = log.program
    #expect(log.isShown())
    program.send("fstatus=404\r")
    // One in twenty of the hits of the last intervals.
    #expect(program.wait(for: "FILTER  status 404"))
    #expect(program.wait(for: "5.0 % of 20 hits"))
    #expect(program.wait { !$0.text.contains("reading the past") })
    // The burst of the past is not among them, but the other hits of its interval are.
    program.send("\u{1B}OH")
    program.send("1g")
    #expect(program.wait(for: "PAST"))
    #expect(program.wait(for: "% of"))
    program.send("\u{1B}OF")
    let line = LogLine.request("/new/x", client: "10.0.9.9", status: 404)
    try log.folder.append(String(repeating: line, count: 500), to: "access.log")
    #expect(program.wait(for: "/new"))
    program.send("q")
    #expect(program.waitForExit() == 0)
    #expect(program.screen.unknown.isEmpty && program.leftovers.isEmpty)
  }

  /// What came through a pipe cannot be read again, except its newest lines.
  @Test func aPipesPastIsWhatIsKeptOfIt() throws {
    let folder = ScratchFolder()
    var lines = ""
    for second in (1...60).reversed() {
      lines += LogLine.request("/a/x", at: .now - Double(second))
      lines += LogLine.request("/b/x", at: .now - Double(second), status: 500)
    }
    try folder.write(lines, to: "log")
    let program = try PtyProcess(
      "/bin/sh",
      ["-c", "(cat \"$0\"; exec sleep 30) | \"$1\" -", folder("log"), BuiltProduct.hightide],
      columns: 120, rows: 40)
    #expect(program.wait(for: "/b"))
    program.send("fstatus=500\r")
    #expect(program.wait(for: "50.0 % of"))
    #expect(program.wait { !$0.text.contains("reading the past") && !$0.text.contains("/a ") })
    program.send("q")
    #expect(program.waitForExit() == 0)
  }
}
