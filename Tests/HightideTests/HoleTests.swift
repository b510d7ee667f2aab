import Foundation
import Glibc
import TestSupport
import Testing

/// Logs that end in a hole, as a writer leaves that did not notice a truncation, or a crash.
@Suite(.waiting) struct HoleTests {
  /// In bytes: a tebibyte, which cannot be read within the tests' patience.
  private static let size = 1 << 40

  private let folder = ScratchFolder()

  private func start(_ arguments: [String]) throws -> PipedProcess {
    try folder.append(LogLine.request("/a") + LogLine.request("/b"), to: "access.log")
    folder.extend("access.log", to: HoleTests.size)
    return try PipedProcess(["--json"] + arguments + [folder("access.log")])
  }

  @Test(arguments: ["--replay", "--from-start"])
  func aSignalIsHeededWithinTheHole(mode: String) throws {
    let program = try start([mode])
    // Until the lines before the hole have been read, and some of the hole.
    #expect(try Patience.wait { try program.bytesRead > 64 << 20 })
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    let summary = try #require(try program.reports.last)
    #expect(summary.type == "summary")
    #expect(summary.hits == 2)
  }

  @Test func followingBeginsBehindTheLastLineWithoutReadingTheHole() throws {
    let program = try start([])
    #expect(try program.report { $0.event == "opened" } != nil)
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    #expect(try program.reports.last?.type == "summary")
  }
}

extension PipedProcess {
  /// How many bytes it has read, from files and all else, as `/proc` says.
  fileprivate var bytesRead: Int {
    get throws {
      let counts = try String(contentsOfFile: "/proc/\(pid)/io", encoding: .utf8)
      let line = counts.split(separator: "\n").first { $0.hasPrefix("rchar: ") }
      return line.flatMap { Int($0.dropFirst(7)) } ?? 0
    }
  }
}
