import Foundation
import Glibc
import TestSupport
import Testing

/// Bad names among good ones: the rest is read, all bad ones are named, and the exit status is 1.
@Suite(.waiting) struct RefusedSourceTests {
  private let folder = ScratchFolder()

  private func writeSources() throws -> [String] {
    try folder.write(String(repeating: LogLine.request("/a"), count: 3), to: "good.log")
    try folder.write([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, 1, 2, 3], to: "packed.xz")
    try FileManager.default.createDirectory(
      atPath: folder("folder"), withIntermediateDirectories: true)
    return ["gone.log", "folder", "packed.xz", "none-*.log"].map { folder($0) }
  }

  @Test(.timeLimit(.minutes(5)))
  func aReplayReportsTheRestAndNamesAllOfThem() throws {
    let bad = try writeSources()
    let program = try PipedProcess(
      ["--replay", "--json"] + bad.prefix(2) + [folder("good.log")] + bad.suffix(2))
    #expect(program.waitForExit() == 1)
    #expect(program.lines.last?.contains(#""lines":3"#) == true)
    #expect(
      Set(program.complaints) == [
        "hightide: cannot read \(bad[0]): No such file or directory",
        "hightide: cannot read \(bad[1]): it is a directory; name a log file in it",
        "hightide: cannot read \(bad[2]): it is compressed with xz; unpack it first",
        "hightide: cannot read \(bad[3]): no file matches",
      ])
  }

  @Test(.timeLimit(.minutes(5)))
  func aReplayOfNothingButBadNamesNamesAllAndReportsNothing() throws {
    let bad = try writeSources()
    let program = try PipedProcess(["--replay", "--json"] + bad)
    #expect(program.waitForExit() == 1)
    #expect(program.output.isEmpty)
    #expect(
      Set(program.complaints) == [
        "hightide: cannot read \(bad[0]): No such file or directory",
        "hightide: \(bad[1]) is a directory; no file in it reads as an access log",
        "hightide: \(bad[2]) is compressed with xz; unpack it first",
        "hightide: no file matches \(bad[3])",
      ])
  }

  @Test(.timeLimit(.minutes(5)))
  func whatCannotBeFollowedIsSaidAndTheRestIsFollowed() throws {
    let bad = try writeSources()
    let program = try PipedProcess(["--json", "--from-start", bad[1], bad[2], folder("good.log")])
    #expect(
      program.wait { process in
        process.lines.count { $0.contains(#""event":"failed""#) } == 2
          && process.lines.contains { $0.contains(#""event":"opened""#) }
      })
    try folder.append(LogLine.request("/b"), to: "good.log")
    #expect(program.wait { $0.lines.contains { $0.contains(#""section":"/b""#) } })
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 1)
    #expect(program.lines.last?.contains(#""lines":4"#) == true)
  }
}
