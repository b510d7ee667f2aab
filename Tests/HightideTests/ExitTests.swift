import Foundation
import Glibc
import TestSupport
import Testing

@testable import hightide

/// How the program ends where something is wrong, and what it says.
@Suite(.waiting) struct ExitTests {
  @Test(arguments: [
    ["--nonsense"], ["--threshold"], ["--threshold=x"], ["--json", "--plain"],
    ["--demo", "access.log"], ["generate", "--rate=0"], ["generate", "a", "b"],
  ])
  func wrongUsageIsOneLineAndStatus2(arguments: [String]) throws {
    let program = try PipedProcess(arguments)
    #expect(program.waitForExit() == 2)
    #expect(program.complaints.count == 1)
    #expect(program.complaints[0].hasPrefix("hightide: "))
    #expect(program.output.isEmpty)
  }

  @Test(arguments: [["--replay"], ["--from-start"], []])
  func folderIsRefused(mode: [String]) throws {
    let folder = ScratchFolder()
    let program = try PipedProcess(mode + ["--json", folder.path])
    #expect(program.waitForExit() == 1)
    #expect(
      program.complaints == [
        "hightide: \(folder.path) is a directory; no file in it reads as an access log"
      ])
    #expect(program.output.isEmpty)
  }

  @Test func replayOfAFileThatIsNotThereIsRefused() throws {
    let program = try PipedProcess(["--replay", "--json", "/nowhere/access.log"])
    #expect(program.waitForExit() == 1)
    #expect(
      program.complaints == ["hightide: cannot read /nowhere/access.log: No such file or directory"]
    )
  }

  @Test func replayOfWhichNothingCanBeParsedSaysSo() throws {
    let folder = ScratchFolder()
    let json = try folder.write("{\"status\":200}\n{\"status\":404}\n", to: "access.json")
    let program = try PipedProcess(["--replay", "--json", json])
    #expect(program.waitForExit() == 1)
    #expect(program.complaints.count == 1)
    #expect(program.complaints[0].hasPrefix("hightide: cannot parse \(json): 2 malformed lines"))
    #expect(program.complaints[0].hasSuffix("not {\"status\":404}"))
    // The other file is read, and what it holds is no failure.
    let path = try folder.write(LogLine.request(), to: "access.log")
    let both = try PipedProcess(["--replay", "--json", json, path])
    #expect(both.waitForExit() == 0)
    #expect(both.complaints.count == 1)
    // Comments and empty lines are no lines that cannot be parsed.
    let empty = try PipedProcess(["--replay", "--json", folder.write("# x\n\n", to: "empty.log")])
    #expect(empty.waitForExit() == 0)
    #expect(empty.complaints.isEmpty)
  }

  @Test(arguments: ["--json", "--plain"])
  func followingSaysThatNothingCanBeParsed(output: String) throws {
    let folder = ScratchFolder()
    let path = try folder.write(String(repeating: "no line\n", count: 100), to: "access.log")
    let program = try PipedProcess([output, "--from-start", path])
    let sentence =
      output == "--json"
      ? "\"event\":\"unparsed\",\"malformed\":100,\"example\":\"no line\",\"expected\":\"client "
      : "Cannot parse \(path): 100 malformed lines and no hit"
    #expect(program.wait { $0.lines.contains { $0.contains(sentence) } })
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
  }

  /// Root may read everything, so a file that nobody may read has to be read as somebody else.
  @Test(.enabled(if: getuid() != 0 || FileManager.default.isExecutableFile(atPath: "/bin/su")))
  func fileThatMayNotBeReadIsRefused() throws {
    let folder = ScratchFolder()
    let path = try folder.write(LogLine.request(), to: "access.log")
    unsafe chmod(path, 0)
    unsafe chmod(folder.path, 0o755)
    let command = [BuiltProduct.hightide, "--replay", "--json", path]
    let program =
      getuid() != 0
      ? try PipedProcess(Array(command.dropFirst()))
      : try asNobody(command, from: folder)
    #expect(program.waitForExit() == 1)
    #expect(
      program.complaints == [
        "hightide: cannot read \(path): Permission denied; only the owner may: try sudo"
      ])
  }

  /// The built program may lie where only root may go, so a copy of it is run.
  private func asNobody(_ command: [String], from folder: ScratchFolder) throws -> PipedProcess {
    let copy = folder("hightide")
    // Not copied by this process: a program that another test starts meanwhile would inherit the
    // open file, and one that is being written cannot be run.
    let copying = try PipedProcess([command[0], copy], program: "/bin/cp")
    #expect(copying.waitForExit() == 0)
    unsafe chmod(copy, 0o755)
    let line = ([copy] + command.dropFirst()).joined(separator: " ")
    return try PipedProcess(["nobody", "-s", "/bin/sh", "-c", line], program: "/bin/su")
  }

  @Test(arguments: [
    (["--help"], HelpText.watch), (["generate", "--help"], HelpText.generate),
    (["--version"], Command.version), (["generate", "-V"], Command.version),
  ])
  func helpAndVersionAreWhatWasAskedFor(arguments: [String], text: String) throws {
    let program = try PipedProcess(arguments)
    #expect(program.waitForExit() == 0)
    #expect(String(decoding: program.output, as: UTF8.self) == text)
    #expect(program.errors.isEmpty)
  }

  @Test func readerThatHasSeenEnoughEndsItQuietly() throws {
    let folder = ScratchFolder()
    // More than a pipe holds.
    let lines = (0..<500).map {
      LogLine.request("/\($0)", at: Date(timeIntervalSince1970: 1_600_000_000 + Double($0)))
    }
    let path = try folder.write(lines.joined(), to: "access.log")
    for arguments in [["--replay", "--json", "-i1", path], ["generate", "--lines", "1000000"]] {
      let program = try PipedProcess(arguments)
      #expect(program.wait { !$0.lines.isEmpty })
      program.closeOutput()
      #expect(program.waitForExit() == 0)
      #expect(program.errors.isEmpty)
    }
  }

  @Test func outputThatCannotBeWrittenIsSaidAndStatus1() throws {
    let program = try PipedProcess(
      ["-c", "\(BuiltProduct.hightide) generate --lines 10 > /dev/full"], program: "/bin/sh")
    #expect(program.waitForExit() == 1)
    #expect(program.complaints == ["hightide: cannot write: No space left on device"])
    let replay = try PipedProcess(
      ["-c", "\(BuiltProduct.hightide) --replay - > /dev/full"], program: "/bin/sh")
    #expect(replay.waitForExit() == 1)
    #expect(replay.complaints == ["hightide: cannot write: No space left on device"])
  }
}
