import Foundation
import TestSupport
import Testing

/// Lines and the clipboard, in the running program.
@Suite(.waiting) struct LinesProgramTests {
  @Test func linesComeAsTheyAreWrittenAndOneIsCopied() throws {
    let log = try WatchedLog(columns: 120, rows: 40)
    let program = log.program
    #expect(log.isShown())
    program.send("fstatus=404\r")
    #expect(program.wait(for: "FILTER  status 404"))
    program.send("l")
    #expect(program.wait(for: "Lines  status 404"))
    #expect(program.wait(for: " 404 GET "))
    let line = LogLine.request("/fresh/line", client: "10.0.9.9", status: 404)
    try log.folder.append(line, to: "access.log")
    #expect(program.wait(for: "/fresh/line"))
    program.send("\r")
    #expect(program.wait { $0.text.contains(/network  10\.0\.9\.(9\/32|0\/24)/) })
    program.send("y\r")
    #expect(program.wait(for: "Sent the line to the terminal's clipboard"))
    let text = line.trimmingCharacters(in: .newlines)
    let sequence = "\u{1B}]52;c;\(Data(text.utf8).base64EncodedString())\u{7}"
    #expect(String(decoding: program.output, as: UTF8.self).contains(sequence))
    // The line, the lines, the program; the filter stays.
    program.send("qqq")
    #expect(program.waitForExit() == 0)
    #expect(program.leftovers.isEmpty)
  }

  /// Through tmux the sequence is sent both ways that it may be taken.
  @Test func throughTmuxItIsPassedOn() throws {
    let log = try WatchedLog(environment: ["TMUX": "/tmp/none,1,0"])
    let program = log.program
    #expect(log.isShown())
    program.send("y\r")
    #expect(program.wait(for: "Sent the section"))
    let output = String(decoding: program.output, as: UTF8.self)
    #expect(output.contains("\u{1B}Ptmux;\u{1B}\u{1B}]52;c;"))
    #expect(output.contains("\u{1B}\\\u{1B}]52;c;"))
    program.send("q")
    #expect(program.waitForExit() == 0)
  }

  /// The lines of a moment of the past are read from the log again.
  @Test func linesOfThePastAreReadAgain() throws {
    let log = try WatchedLog(columns: 120, rows: 40)
    let program = log.program
    #expect(log.isShown())
    program.send("5j\r")
    #expect(program.wait(for: "PAST"))
    program.send("l")
    #expect(program.wait(for: "Lines  of all hits, "))
    #expect(program.wait(for: "so far"))
    #expect(program.wait(for: "GET"))
    // The lines, then the program; the moment stays.
    program.send("q")
    #expect(program.wait { !$0.text.contains("Lines  of all hits, ") && $0.text.contains("PAST") })
    program.send("q")
    #expect(program.waitForExit() == 0)
  }
}
