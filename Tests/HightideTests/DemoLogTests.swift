import Foundation
import TestSupport
import Testing

@testable import hightide

@Suite(.waiting) struct DemoLogTests {
  // Its number would go to the next file that is opened, which the writer would then write to.
  @Test func theFileStaysOpenUntilItsWriterIsDone() throws {
    var writer: DemoLog? = try DemoLog()
    let path = try #require(writer?.path)
    #expect(FileManager.default.fileExists(atPath: path))
    writer?.remove()
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(isOpen(path))
    writer = nil
    #expect(!isOpen(path))
  }

  @Test func theDemoLeavesNothingBehind() throws {
    let folder = ScratchFolder()
    let program = try PipedProcess(["--demo", "--json"], environment: ["TMPDIR": folder.path])
    #expect(program.wait { $0.lines.contains { $0.contains("opened") } })
    #expect(try folder.names.count == 1)
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    #expect(try folder.names.isEmpty)
  }

  /// Whether this process has a file open that was removed.
  private func isOpen(_ path: String) -> Bool {
    let folder = "/proc/self/fd"
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return numbers.contains { number in
      let target = try? FileManager.default.destinationOfSymbolicLink(
        atPath: "\(folder)/\(number)")
      return target == path + " (deleted)"
    }
  }
}
