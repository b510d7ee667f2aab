import TestSupport
import Testing

@testable import hightide

/// `hightide explain`, as it is run.
@Suite struct ExplainTests {
  @Test func filesAreExplainedOneAfterTheOther() throws {
    let folder = ScratchFolder()
    let log = try folder.write(LogLine.request("/a/b") + "trouble\n", to: "a.log")
    let program = try PipedProcess(["explain", log, folder("none.log")])
    #expect(program.waitForExit() == 1)
    #expect(program.lines.first?.hasPrefix("\(log): ") == true)
    #expect(program.lines.contains("  2 lines: 1 hit, 1 malformed, 0 comments"))
    let errors = String(decoding: program.errors, as: UTF8.self)
    #expect(errors.contains("cannot read \(folder("none.log")): No such file"))
  }

  @Test func definitionIsTakenAtItsWord() throws {
    let folder = ScratchFolder()
    let log = try folder.write("2020-07-08T08:10:30Z|10.0.0.1|404\n", to: "a.log")
    let program = try PipedProcess([
      "explain", "-f", "$time_iso8601|$remote_addr|$status", log,
    ])
    #expect(program.waitForExit() == 0)
    #expect(program.lines.contains("                         ^~~~~~~~ client"))
  }
}
