import Foundation
import Glibc
import TestSupport
import Testing

/// Replays in a terminal: their progress, how they are stopped, and how they fail.
@Suite(.waiting) struct ReplayStopTests {
  /// A replay of a pipe that has a name, which continues for as long as it is held open.
  private final class Replay {
    let program: PtyProcess
    let path = NSTemporaryDirectory() + "/hightide-\(UUID().uuidString)"
    private var writing: Int32

    init(_ output: String) throws {
      unsafe mkfifo(path, 0o600)
      writing = unsafe open(path, O_RDWR | O_CLOEXEC)
      program = try PtyProcess(BuiltProduct.hightide, ["--replay", "--utc", output, path])
    }

    deinit {
      close(writing)
      _ = unsafe unlink(path)
    }

    func write(_ count: Int) {
      let line = "10.0.0.1 - - [08/Jul/2020:08:10:31 +0000] \"GET /a HTTP/1.1\" 200 12\n"
      for _ in 0..<count { _ = unsafe Glibc.write(writing, line, line.utf8.count) }
    }

    func end() {
      close(writing)
      writing = -1
    }
  }

  @Test func progressIsShownAndTakenAway() throws {
    let replay = try Replay("--plain")
    replay.write(3)
    #expect(replay.program.wait(for: "hightide: 3 lines, "))
    replay.write(4)
    #expect(replay.program.wait(for: "hightide: 7 lines, "))
    replay.end()
    #expect(replay.program.waitForExit() == 0)
    #expect(replay.program.screen.contains("7 hits"))
    #expect(!replay.program.screen.contains("lines/s"))
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func signalStopsItAndWhatWasReadIsReported(signal: Int32) throws {
    let replay = try Replay("--plain")
    replay.write(5)
    #expect(replay.program.wait(for: "hightide: 5 lines, "))
    replay.program.signal(signal)
    #expect(replay.program.waitForExit() == 0)
    #expect(replay.program.screen.contains("Summary"))
    #expect(replay.program.screen.contains("5 read"))
    #expect(!replay.program.screen.contains("lines/s"))
  }

  @Test func quittingTheDashboardStopsIt() throws {
    let replay = try Replay("--dashboard")
    replay.write(5)
    #expect(replay.program.wait(for: "loading"))
    replay.program.send("q")
    #expect(replay.program.waitForExit() == 0)
    #expect(replay.program.leftovers.isEmpty)
  }

  @Test func fileThatIsCutOffIsCountedAsFarAsItGoesAndSaid() throws {
    let folder = NSTemporaryDirectory() + "/hightide-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { do { try FileManager.default.removeItem(atPath: folder) } catch {} }
    let script = """
      cd \(folder)
      yes '10.0.0.1 - - [08/Jul/2020:08:10:31 +0000] "GET /a HTTP/1.1" 200 12' | head -n 9000 \
        | gzip > whole.gz
      head -c -8 whole.gz > cut.gz
      \(BuiltProduct.hightide) --replay --plain --utc cut.gz > out
      echo "status $?; $(grep -c '9,000 hits' out)"
      """
    let shell = try PtyProcess("/bin/sh", ["-c", script])
    #expect(shell.wait(for: "status 1; 2"))
    #expect(
      shell.screen.contains("hightide: cannot read cut.gz to its end: the gzip data is cut off"))
    #expect(shell.waitForExit() == 0)
  }
}
