import Foundation
import Glibc
import TestSupport
import Testing

/// Servers that have hightide send what their lines add up to.
@Suite(
  .waitingInTurn,
  .enabled(if: FileManager.default.isExecutableFile(atPath: SshServer.program)), .serialized)
struct SshFoldTests {
  /// How often a fold was run on the far side.
  private static func folds(_ server: SshServer) -> Int {
    let runs = (try? server.folder.read("runs")) ?? ""
    return runs.split(separator: "\n").count { $0.hasPrefix("fold --asked") }
  }

  @Test func talliesOfSeveralServersAreCountedByServer() throws {
    let server = try SshServer(hightide: BuiltProduct.hightide)
    let folder = server.folder
    for name in ["1.log", "2.log", "front.log"] {
      try folder.append(SshServer.hits(5, "/old", at: .now - 60), to: name)
    }
    let program = try PipedProcess(
      [
        "--json", "-i", "1s", "--by", "server", "ssh://web1\(folder("1.log"))",
        "ssh://web2\(folder("2.log"))", "--server", "front", folder("front.log"),
      ], environment: server.environment)
    #expect(try SshServer.areOpened(2, by: program))
    try folder.append(SshServer.hits(3, "/a"), to: "1.log")
    try folder.append(SshServer.hits(2, "/b"), to: "2.log")
    // Its lines are here: those of one more server.
    try folder.append(SshServer.hits(6, "/f"), to: "front.log")
    #expect(try program.wait { try SshServer.counted(by: $0) >= 11 }, "\(program.lines)")
    try folder.append(SshServer.hits(1, "/c"), to: "1.log")
    // What is there at the end is still read.
    let (summary, text) = try SshServer.end(program)
    #expect(summary.hits == 12 && summary.malformed == 0, "\(program.lines)")
    #expect(
      text.contains(#"{"server":"web1","hits":4,"#) && text.contains(#"{"server":"web2","hits":2,"#)
    )
    #expect(text.contains(#"{"server":"front","hits":6,"#))
    #expect(Self.folds(server) == 2)
  }

  @Test func aRuleThatIsAddedIsJudgedByWhatTheServersSendFromThenOn() throws {
    let server = try SshServer(hightide: BuiltProduct.hightide)
    let folder = server.folder
    let settings = folder("rules.ini")
    try folder.write("", to: "rules.ini")
    try folder.append(SshServer.hits(2, "/old", at: .now - 5), to: "access.log")
    let program = try PipedProcess(
      ["--json", "-i", "1s", "--lateness=0", "-c", settings, "ssh://web1\(folder("access.log"))"],
      environment: server.environment)
    #expect(try program.report { $0.event == "opened" } != nil)
    try "[rule b]\nmeasure = rate\nwindow = 1s\nwhere = path=/b\nabove = 0.5\n".write(
      toFile: settings, atomically: true, encoding: .utf8)
    program.signal(SIGHUP)
    #expect(program.wait { !$0.complaints.isEmpty })
    let isTold = Patience.wait {
      try? folder.append(SshServer.hits(1, "/b"), to: "access.log")
      _ = program.wait { $0.waitingBytes == 0 }
      return program.lines.contains { $0.contains(#""rule":"b","state":"triggered""#) }
    }
    #expect(isTold, "\(program.lines)")
    #expect(Self.folds(server) == 2)
    #expect(!program.lines.contains { $0.contains(#""event":"failed""#) })
    let (summary, _) = try SshServer.end(program)
    let written = try folder.read("access.log").split(separator: "\n").count { $0.contains("/b") }
    #expect(summary.hits == written)
  }

  @Test(arguments: [1, 2])
  func connectionsThatBreakLoseAndDoubleNothing(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let server = try SshServer(hightide: BuiltProduct.hightide)
    let folder = server.folder
    try folder.append(SshServer.hits(4, "/old", at: .now - 5), to: "access.log")
    let program = try PipedProcess(
      ["--json", "-i", "1s", "ssh://web1\(folder("access.log"))"],
      environment: server.environment)
    #expect(try program.report { $0.event == "opened" } != nil)
    var written = 0
    for step in 0..<5 {
      let count = random.number(1...2_000)
      try folder.append(SshServer.hits(count, "/a"), to: "access.log")
      written += count
      // Whatever of it was said by then.
      let shown = try SshServer.counted(by: program)
      if random.once(in: 2) { _ = try program.wait { try SshServer.counted(by: $0) > shown } }
      if step % 2 == 0 { server.breakConnections() }
      guard random.once(in: 2) else { continue }
      for number in (1...5).reversed() {
        try? FileManager.default.moveItem(
          atPath: folder("access.log.\(number)"), toPath: folder("access.log.\(number + 1)"))
      }
      try FileManager.default.moveItem(atPath: folder("access.log"), toPath: folder("access.log.1"))
      try folder.append(SshServer.hits(1, "/b"), to: "access.log")
      written += 1
    }
    #expect(try program.wait { try SshServer.counted(by: $0) >= written }, "\(program.lines)")
    #expect(try program.reports.contains { $0.event == "resumed" })
    let (summary, _) = try SshServer.end(program)
    #expect(summary.hits == written && summary.malformed == 0, "\(program.lines)")
    #expect(Self.folds(server) > 1)
  }

  @Test func aServerThatIsGoneIsNeitherSilentNorWell() throws {
    let server = try SshServer(hightide: BuiltProduct.hightide)
    let folder = server.folder
    try folder.append(SshServer.hits(50, "/old"), to: "1.log")
    let program = try PipedProcess(
      ["--json", "-i", "1s", "-t", "1", "-w", "5s", "ssh://web1\(folder("1.log"))"],
      environment: server.environment)
    #expect(try program.report { $0.event == "opened" } != nil)
    try folder.append(SshServer.hits(40, "/new"), to: "1.log")
    #expect(try program.report { $0.state == "triggered" } != nil)
    server.stop()
    #expect(try program.report { $0.event == "failed" } != nil)
    let (_, _) = try SshServer.end(program)
    #expect(try !program.reports.contains { $0.state == "recovered" }, "\(program.lines)")
  }

  @Test(arguments: [
    ("printf %300d 0; sleep 60", "it does not answer as a fold"),
    ("echo 'hightide fold 99'; sleep 60", "it folds in another version: hightide fold 99"),
    ("echo 'hightide fold 1'; yes", "it folds what was not asked"),
    (
      #"echo 'hightide fold 1'; printf '\001\377\377\377\177'; yes"#, "it folds without end"
    ),
    (
      #"echo 'hightide fold 1'; printf '\003\001\000\000\000x'; sleep 60"#,
      "it folds what cannot be: a checkpoint is too long"
    ),
    ("echo 'hightide fold 1'; exit 3", "the connection was closed"),
  ])
  func aHostileFoldIsLeftForLines(script: String, reason: String) throws {
    let server = try SshServer(hightide: "/bin/false")
    let folder = server.folder
    try folder.writeProgram(
      """
      [ "$2" = --version ] && { echo "hightide fold 1"; exit; }
      \(script)
      """, to: "there/hightide")
    try folder.append(SshServer.hits(2, "/old"), to: "1.log")
    let program = try PipedProcess(
      ["--json", "ssh://web1\(folder("1.log"))"], environment: server.environment)
    #expect(try program.report { $0.event == "failed" } != nil)
    #expect(program.lines.contains { $0.contains(reason) }, "\(program.lines)")
    _ = try SshServer.end(program)
  }

  @Test func aConnectionThatStallsIsNoticed() throws {
    let server = try SshServer(hightide: BuiltProduct.hightide)
    let folder = server.folder
    try folder.append(SshServer.hits(2, "/old"), to: "1.log")
    let program = try PipedProcess(
      ["--json", "ssh://web1\(folder("1.log"))"], environment: server.environment)
    #expect(try program.report { $0.event == "opened" } != nil)
    server.stall()
    defer { server.breakConnections() }
    // By hightide or by ssh, whichever looks first.
    #expect(try program.report { $0.event == "failed" } != nil)
    #expect(
      program.lines.contains { $0.contains("no answer for 10 s") || $0.contains("not responding") },
      "\(program.lines)")
    server.breakConnections()
    try folder.append(SshServer.hits(3, "/new"), to: "1.log")
    #expect(try program.report { $0.event == "resumed" } != nil)
    #expect(try SshServer.end(program).0.hits == 3)
  }
}
