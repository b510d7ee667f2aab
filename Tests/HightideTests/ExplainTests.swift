import TestSupport
import Testing

@testable import hightide

/// `hightide explain`, as it is run.
@Suite(.waiting) struct ExplainTests {
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

  /// A log that was emptied under its writer begins with as many NULs as it had bytes.
  @Test func aHoleAtTheBeginningIsNoPartOfTheLog() throws {
    let folder = ScratchFolder()
    let log = try folder.write(
      [UInt8](repeating: 0, count: 3 << 20) + Array(LogLine.request("/a/b").utf8), to: "a.log")
    let program = try PipedProcess(["explain", log])
    #expect(program.waitForExit() == 0)
    #expect(program.lines.first == "\(log): common, by its only line")
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

  @Test func compressedFilesAreDecoded() throws {
    let folder = ScratchFolder()
    let log = try folder.write(LogLine.request("/a/b") + "trouble\n", to: "a.log")
    let gzip = try PipedProcess([log], program: "/bin/gzip")
    #expect(gzip.waitForExit() == 0)
    let explained = try PipedProcess(["explain", "\(log).gz"])
    #expect(explained.waitForExit() == 0)
    let piped = try PipedProcess(["explain", "-"], input: .file("\(log).gz"))
    #expect(piped.waitForExit() == 0)
    #expect(piped.lines.dropFirst() == explained.lines.dropFirst())
    #expect(explained.lines.contains("  2 lines: 1 hit, 1 malformed, 0 comments"))
    let bytes = Array("BZh91AY&SY0000".utf8)
    try folder.append(bytes, to: "a.bz2")
    let refused = try PipedProcess(["explain", folder("a.bz2")])
    #expect(refused.waitForExit() == 1)
    #expect(String(decoding: refused.errors, as: UTF8.self).contains("unpack it first"))
  }
}
