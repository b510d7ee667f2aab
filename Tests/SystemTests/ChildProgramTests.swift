import Foundation
import Glibc
import TestSupport
import Testing

@testable import System

/// What every child process can rely on, and what no child can do to the program.
struct ChildProgramTests {
  private func shell(
    _ command: String, input: [UInt8] = [], timeLimit: Duration = .seconds(60)
  ) -> ChildProgram {
    ChildProgram("/bin/sh", ["-c", command], input: input, timeLimit: timeLimit)
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func givesItsInputAndTakesItsOutput() throws {
    let outcome = try shell("cat; echo and >&2; exit 3", input: Array("what".utf8)).run()
    #expect(text(outcome.output) == "what")
    #expect(text(outcome.errors) == "and\n")
    #expect(outcome.ending == .exited(status: 3) && outcome.cut == nil && !outcome.isSuccess)
  }

  // Neither side may wait for the other: pipes hold 64 KiB.
  @Test func exchangesMoreThanPipesHold() throws {
    let input = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    var program = shell("cat; head -c 2000000 /dev/zero >&2", input: input)
    program.outputLimit = 5_000_000
    let outcome = try program.run()
    #expect(outcome.output == input)
    #expect(outcome.errors.count == 2_000_000)
    #expect(outcome.isSuccess)
  }

  @Test func keepsOnlySoMuchOfAFlood() throws {
    let outcome = try shell("head -c 3000000 /dev/zero").run()
    #expect(outcome.output.count == 64 << 10)
    #expect(outcome.isSuccess)
  }

  @Test func programThatDoesNotReadItsInputIsNoFault() throws {
    let input = [UInt8](repeating: 65, count: 1_000_000)
    #expect(try shell("exec <&-; sleep 0.05", input: input).run().isSuccess)
  }

  @Test func saysWhichSignalEndedIt() throws {
    #expect(try shell("kill -USR1 $$").run().ending == .signalled(SIGUSR1))
  }

  @Test func cannotStartWhatIsNotThere() {
    #expect(throws: SystemError.missing) {
      try ChildProgram("/nowhere/to/be/found", timeLimit: .seconds(1)).run()
    }
  }

  @Test func inheritsNoDescriptorNoMaskAndNoTerminal() throws {
    // One without FD_CLOEXEC, as a shell hands them to the program.
    let descriptor = unsafe open("/dev/null", O_RDONLY)
    defer { close(descriptor) }
    // The shell becomes the last program: while one starts beside it, it blocks signals itself.
    let outcome = try shell("ls /proc/$$/fd; exec grep -E 'Sig(Blk|Ign)' /proc/self/status").run()
    let lines = text(outcome.output).split(separator: "\n").map(String.init)
    #expect(lines.prefix(3) == ["0", "1", "2"])
    #expect(lines.count == 5 && lines.dropFirst(3).first == "SigBlk:\t0000000000000000")
    // The C library keeps two signals to itself, 32 and 33.
    let ignored = lines.last.flatMap { UInt64($0.dropFirst("SigIgn:\t".count), radix: 16) }
    #expect(ignored.map { $0 & 0x7FFF_FFFF } == 0)
    let session = try shell("ps -o sid= -p $$ 2>/dev/null || cut -d' ' -f6 /proc/$$/stat").run()
    #expect(
      Int32(text(session.output).trimmingCharacters(in: .whitespacesAndNewlines)) != getsid(0))
  }

  @Test func timeLimitEndsAllThatItStarted() throws {
    let folder = ScratchFolder()
    let program = ChildProgram(
      "/bin/sh",
      ["-c", "sleep 300 & echo $! > \(folder("inner")); echo $$ > \(folder("outer")); wait"],
      timeLimit: .seconds(1))
    let outcome = try program.run()
    #expect(outcome.cut == .timeLimit && outcome.ending == .signalled(SIGTERM))
    for name in ["inner", "outer"] { try expectGone(folder, name) }
  }

  @Test func whatIgnoresTheRequestToEndIsKilled() throws {
    var program = shell(
      "trap '' TERM; echo ready; while :; do sleep 1; done", timeLimit: .seconds(1))
    program.grace = .milliseconds(200)
    let outcome = try program.run()
    #expect(text(outcome.output) == "ready\n")
    #expect(outcome.ending == .signalled(SIGKILL) && outcome.cut == .timeLimit)
  }

  @Test func hasTimeToCleanUp() throws {
    let outcome = try interrupted("trap 'echo cleaned; exit 7' TERM")
    #expect(text(outcome.output) == "cleaned\n")
    #expect(outcome.ending == .exited(status: 7) && outcome.cut == .interruption)
  }

  @Test func lastWordsAreRead() throws {
    // They fit into the pipe: it has exited before they are read.
    let outcome = try interrupted("trap 'head -c 60000 /dev/zero; exit 7' TERM")
    #expect(outcome.output.count == 60_000)
    #expect(outcome.ending == .exited(status: 7))
  }

  @Test func whatItLeavesRunningEndsWithIt() throws {
    let folder = ScratchFolder()
    let outcome = try shell(
      "sleep 300 >/dev/null 2>&1 & echo $! > \(folder("left"))"
    ).run()
    #expect(outcome.isSuccess)
    try expectGone(folder, "left")
  }

  @Test func interruptionEndsIt() throws {
    let outcome = try interrupted(":")
    #expect(outcome.cut == .interruption && outcome.ending == .signalled(SIGTERM))
  }

  /// Runs a command, and then waits until it is interrupted.
  private func interrupted(_ command: String) throws -> ChildOutcome {
    let interruption = try Interruption()
    let folder = ScratchFolder()
    try Thread.start {
      _ = Patience.wait { unsafe access(folder("started"), F_OK) == 0 }
      interruption.interrupt()
    }
    var program = shell("\(command); touch \(folder("started")); sleep 300 & wait")
    program.grace = .seconds(30)
    return try program.run(until: interruption)
  }

  @Test func variablesReplaceThoseOfTheProgram() throws {
    var program = shell("printf '%s|' \"$PATH\" \"$MINE\"")
    program.environment = ["PATH": "/nowhere", "MINE": "a\nb=c"]
    #expect(text(try program.run().output) == "/nowhere|a\nb=c|")
  }

  @Test func findsProgramsByTheirFolders() throws {
    let folder = ScratchFolder()
    try folder.write("#!/bin/sh\n", to: "player")
    let path = "/nowhere:\(folder.path):/bin"
    #expect(ProgramSearch.path(of: "player", in: path) == nil)
    #expect(unsafe chmod(folder("player"), 0o755) == 0)
    #expect(ProgramSearch.path(of: "player", in: path) == folder("player"))
    #expect(ProgramSearch.path(of: "sh", in: path) == "/bin/sh")
  }

  /// A process whose number a file holds has ended, or is about to be removed by init.
  private func expectGone(_ folder: ScratchFolder, _ name: String) throws {
    let number = try #require(
      Int32(try folder.read(name).trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(
      Patience.wait {
        guard kill(number, 0) == 0 else { return true }
        let stat = (try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8)) ?? ""
        return stat.isEmpty || stat.contains(") Z ")
      })
  }
}
