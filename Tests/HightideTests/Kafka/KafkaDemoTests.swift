import Foundation
import TestSupport
import Testing

/// A whole fleet in one terminal.
@Suite(.waiting, .enabled(if: TestBrokers.areInMemory)) struct KafkaDemoTests {
  @Test func allRolesRunAndNothingStaysBehind() throws {
    let folder = ScratchFolder()
    let program = try PipedProcess(
      ["demo", "kafka", "--json"], environment: ["TMPDIR": folder.path])
    #expect(program.wait { $0.complaints.contains { $0.contains("a demo in memory") } })
    // What the servers were made to write has come through all roles.
    #expect(try program.report { $0.type == "interval" && $0.hits ?? 0 > 0 } != nil)
    let children = try Self.children(of: program.pid)
    for role in ["generate", "ship", "fold", "alert"] {
      #expect(children.contains { $0.words.contains(role) }, "\(children)")
    }
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0, "\(program.complaints)")
    #expect(program.lines.last?.contains(#"{"server":"web3","hits":"#) == true)
    #expect(Patience.wait { children.allSatisfy { Self.words(of: $0.pid) != $0.words } })
    #expect(try folder.names.isEmpty)
    #expect(program.complaints.count == 1, "\(program.complaints)")
  }

  @Test func aDemoOfSomethingElseIsNotThere() throws {
    let program = try PipedProcess(["demo", "kafka", "access.log"])
    #expect(program.waitForExit() == 2)
  }

  private static func children(of parent: Int32) throws -> [(pid: Int32, words: [String])] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { name in
      guard let pid = Int32(name),
        let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
        status.contains("\nPPid:\t\(parent)\n")
      else { return nil }
      return (pid, words(of: pid))
    }
  }

  /// The command line of a process; none once it has ended.
  private static func words(of pid: Int32) -> [String] {
    let bytes = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
    return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }
}
