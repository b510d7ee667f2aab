import Foundation
import TestSupport
import Testing

/// The filter of the whole screen, in the running program.
@Suite(.waiting) struct ScreenFilterProgramTests {
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

  /// A line is in the past that is read, or among those that come: never in both, never in neither.
  @Test func eachLineCountsOnceWhileTheLogGrows() throws {
    let folder = ScratchFolder()
    func lines(_ count: Int) -> String {
      (0..<count).map { LogLine.request("/\($0)", status: $0 % 5 == 0 ? 404 : 200) }.joined()
    }
    try folder.write(lines(5_000), to: "access.log")
    let program = try PtyProcess(
      BuiltProduct.hightide, ["-i", "1d", folder("access.log")], columns: 120, rows: 40)
    #expect(program.wait(for: "5000 hits"))
    for round in 0..<40 {
      try folder.append(lines(25), to: "access.log")
      if round % 8 == 4 { program.send("fstatus=404\r") }
      if round % 8 == 7, round < 39 { program.send("\u{7F}") }
      program.read(until: Patience.now + 5)
    }
    // A fifth of all.
    #expect(program.wait(for: "1200 hits"))
    #expect(program.wait(for: "20.0 % of 6000 hits"))
    program.send("q")
    #expect(program.waitForExit() == 0)
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
    // The program is a writer of the pipe too, which therefore does not end.
    let script = "mkfifo \"$1\" && exec 3<>\"$1\" && cat \"$0\" >&3 && exec \"$2\" - <&3"
    let program = try PtyProcess(
      "/bin/sh", ["-c", script, folder("log"), folder("pipe"), BuiltProduct.hightide],
      columns: 120, rows: 40)
    #expect(program.wait(for: "/b"))
    program.send("fstatus=500\r")
    #expect(program.wait(for: "50.0 % of"))
    #expect(program.wait { !$0.text.contains("reading the past") && !$0.text.contains("/a ") })
    program.send("q")
    #expect(program.waitForExit() == 0)
  }
}
