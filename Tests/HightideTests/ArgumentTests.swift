import Glibc
import TestSupport
import Testing

@testable import hightide

/// That the program gets its arguments wherever it runs: one that lost them would watch the
/// system's log, and say nothing of it.
@Suite(.waiting) struct ArgumentTests {
  @Test func argumentsAreThereWithAPreloadedLibraryThatMovesTheEnvironment() throws {
    let program = try PipedProcess(
      ["--version"],
      environment: ["LD_PRELOAD": BuiltProduct.faults, "FAULTS_MOVE_ENVIRONMENT": "yes"])
    #expect(program.waitForExit() == 0)
    #expect(program.output == Array(Command.version.utf8))
  }

  @Test(
    .enabled(if: ArgumentTests.canHideProc),
    arguments: ["", "LD_PRELOAD=\(BuiltProduct.faults) FAULTS_MOVE_ENVIRONMENT=yes "])
  func argumentsAreThereWithoutProc(environment: String) throws {
    let program = BuiltProduct.hightide
    let line = "\(ArgumentTests.hidingProc)\(environment)exec \(program) generate --version"
    let run = try PipedProcess(["-m", "/bin/sh", "-c", line], program: "/usr/bin/unshare")
    #expect(run.waitForExit() == 0)
    #expect(run.output == Array(Command.version.utf8))
  }

  private static let hidingProc = "mount -t tmpfs none /proc && "

  /// Whether this user may take /proc from a program.
  private static var canHideProc: Bool {
    let trial = try? PipedProcess(
      ["-m", "/bin/sh", "-c", hidingProc + "true"], program: "/usr/bin/unshare")
    return trial?.waitForExit() == 0
  }
}
