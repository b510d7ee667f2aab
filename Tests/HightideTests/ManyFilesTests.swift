import Foundation
import TestSupport
import Testing

/// More files than may be open.
@Suite(.waiting) struct ManyFilesTests {
  private static let count = 300

  private let folder = ScratchFolder()

  init() throws {
    for number in 0..<ManyFilesTests.count {
      try folder.append(LogLine.request("/\(number)"), to: "\(number).log")
    }
  }

  /// Starts the program with limits that the shell sets first.
  private func start(_ limits: String, _ options: String) throws -> PipedProcess {
    let command = "exec \(BuiltProduct.hightide) --json \(options) '\(folder.path)/*.log'"
    return try PipedProcess(["-c", "\(limits) && \(command)"], program: "/bin/sh")
  }

  @Test func theSoftLimitOfOpenFilesIsRaised() throws {
    let program = try start("ulimit -S -n 100", "--replay")
    #expect(program.waitForExit() == 0)
    #expect(try program.reports.last?.hits == ManyFilesTests.count)
    #expect(program.errors.isEmpty)
  }

  /// Those that cannot stay open are opened each time that they are read.
  @Test func allAreReadInAReplayWhateverTheLimit() throws {
    let program = try start("ulimit -n 200", "--replay")
    #expect(program.waitForExit() == 0)
    #expect(try program.reports.last?.hits == ManyFilesTests.count)
    #expect(program.errors.isEmpty)
  }

  @Test func whatCannotBeOpenedIsSaidAndTheRestIsFollowed() throws {
    let program = try start("ulimit -n 200", "--from-start")
    func count(_ event: String) throws -> Int { try program.reports.count { $0.event == event } }
    #expect(try program.wait { _ in try count("opened") + count("failed") == ManyFilesTests.count })
    let opened = try count("opened")
    #expect((100..<200).contains(opened))
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    #expect(try program.reports.last?.hits == opened)
    #expect(try count("opened") == opened)
    #expect(program.errors.isEmpty)
  }
}
