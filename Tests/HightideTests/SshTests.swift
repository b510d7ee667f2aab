import Foundation
import Glibc
import TestSupport
import Testing

/// Logs on other machines, followed through a real ssh by the whole program.
@Suite(
  .waitingInTurn,
  .enabled(if: FileManager.default.isExecutableFile(atPath: SshServer.program)), .serialized)
struct SshTests {
  @Test func theLinesOfSeveralServersAreCountedByServer() throws {
    let server = try SshServer()
    let folder = server.folder
    for name in ["1.log", "2.log"] {
      try folder.append(SshServer.hits(5, "/old", at: .now - 60), to: name)
    }
    let program = try PipedProcess(
      [
        "--json", "--by", "server", "ssh://web1\(folder("1.log"))", "ssh://web2\(folder("2.log"))",
      ], environment: server.environment)
    #expect(try SshServer.areOpened(2, by: program))
    try folder.append(SshServer.hits(3, "/a"), to: "1.log")
    try folder.append(SshServer.hits(2, "/b"), to: "2.log")
    // What is there at the end is still read.
    let (summary, text) = try SshServer.end(program)
    #expect(summary.hits == 5 && summary.malformed == 0)
    #expect(
      text.contains(#"{"server":"web1","hits":3,"#) && text.contains(#"{"server":"web2","hits":2,"#)
    )
  }

  /// A pattern may name a log that is named beside it.
  @Test func aLogThatIsNamedTwiceIsReadOnce() throws {
    let server = try SshServer()
    let folder = server.folder
    try folder.append(SshServer.hits(1, "/old", at: .now - 60), to: "1.log")
    let path = folder("1.log")
    let program = try PipedProcess(
      ["--json", "--by", "server", "ssh://web[1-2]\(path)", "ssh://web1\(path)"],
      environment: server.environment)
    #expect(try SshServer.areOpened(2, by: program))
    try folder.append(SshServer.hits(3, "/a"), to: "1.log")
    let (summary, text) = try SshServer.end(program)
    #expect(summary.hits == 6)
    #expect(
      text.contains(#"{"server":"web1","hits":3,"#) && text.contains(#"{"server":"web2","hits":3,"#)
    )
  }

  @Test(arguments: [1, 2])
  func connectionsThatBreakLoseNothingWhateverIsRotatedMeanwhile(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let server = try SshServer()
    let folder = server.folder
    try folder.append("", to: "access.log")
    let program = try PipedProcess(
      ["--json", "-i", "1s", "ssh://web1\(folder("access.log"))"],
      environment: server.environment)
    #expect(try program.report { $0.event == "opened" } != nil)
    var written = 0
    for _ in 0..<6 {
      let count = random.number(1...2_000)
      try folder.append(SshServer.hits(count, "/a"), to: "access.log")
      written += count
      if random.once(in: 2) { server.breakConnections() }
      if random.once(in: 2) {
        for number in (1...6).reversed() {
          try? FileManager.default.moveItem(
            atPath: folder("access.log.\(number)"), toPath: folder("access.log.\(number + 1)"))
        }
        try FileManager.default.moveItem(
          atPath: folder("access.log"), toPath: folder("access.log.1"))
        try folder.append(SshServer.hits(1, "/b"), to: "access.log")
        written += 1
      }
    }
    server.breakConnections()
    #expect(try program.wait { try SshServer.counted(by: $0) >= written })
    #expect(try program.reports.contains { $0.event == "resumed" })
    let (summary, _) = try SshServer.end(program)
    #expect(summary.hits == written && summary.malformed == 0, "\(program.lines)")
  }

  @Test func aServerThatIsGoneIsSaidAndTheOthersGoOn() throws {
    let server = try SshServer()
    let folder = server.folder
    try folder.append(SshServer.hits(1, "/old"), to: "1.log")
    try folder.append(SshServer.hits(1, "/old"), to: "local.log")
    let program = try PipedProcess(
      [
        "--json", "-i", "1s", "--by", "server", "ssh://web1\(folder("1.log"))",
        folder("local.log"),
      ],
      environment: server.environment)
    #expect(
      try program.report { $0.event == "opened" && $0.source?.hasPrefix("ssh") == true } != nil)
    server.stop()
    let failed = try program.report { $0.event == "failed" }
    #expect(failed?.source?.hasPrefix("ssh://web1/") == true)
    try folder.append(SshServer.hits(2, "/new"), to: "local.log")
    try folder.append(SshServer.hits(4, "/new"), to: "1.log")
    try server.start()
    #expect(try program.report { $0.event == "resumed" } != nil)
    #expect(try program.wait { try SshServer.counted(by: $0) >= 6 })
    let (summary, text) = try SshServer.end(program)
    #expect(summary.hits == 6)
    #expect(text.contains(#"{"server":"web1","hits":4,"#))
  }

  @Test(arguments: [
    ("user", "access denied: no key that it takes"),
    ("known_hosts", "its host key is not known"),
  ])
  func eachFailureHasAClearWord(missing: String, reason: String) throws {
    let server = try SshServer()
    try FileManager.default.removeItem(atPath: server.folder(missing))
    let program = try PipedProcess(
      ["--json", "ssh://web1\(server.folder("1.log"))"], environment: server.environment)
    #expect(try program.report { $0.event == "failed" } != nil)
    #expect(program.lines.contains { $0.contains(reason) }, "\(program.lines)")
    let (summary, _) = try SshServer.end(program)
    #expect(summary.hits == 0)
  }

  @Test(arguments: [
    (#"printf '\033[2J\033]0;boo\007 hello\n'; exit 3"#, "it has no shell that answers (status 3)"),
    ("yes boo", "it does not answer as expected: boo"),
    ("tr '\\0' x < /dev/zero", "it does not answer as expected: xxx"),
    (
      #"read -r a; t=${a#t=\'}; t=${t%%\'*}; echo "$t hello 99"; sleep 60"#,
      "it answers in another version: "
    ),
    (
      #"read -r a; t=${a#t=\'}; t=${t%%\'*}; echo "$t hello 1"; printf '%s D 99999999999 1 1 1\n' "$t"; yes"#,
      "it says what was not asked: "
    ),
    ("kill -9 $$", "no answer"),
  ])
  func aHostileServerIsLeftWithAWord(script: String, reason: String) throws {
    let folder = ScratchFolder()
    try FileManager.default.createDirectory(
      atPath: folder("bin"), withIntermediateDirectories: true)
    try folder.writeProgram(script, to: "bin/ssh")
    let program = try PipedProcess(
      ["--json", "ssh://web1/var/log/access.log"],
      environment: ["PATH": "\(folder("bin")):/usr/bin:/bin"])
    #expect(try program.report { $0.event == "failed" } != nil)
    #expect(program.lines.contains { $0.contains(reason) }, "\(program.lines)")
    #expect(!program.output.contains(0x1B))
    let (summary, _) = try SshServer.end(program)
    #expect(summary.hits == 0 && summary.lines == 0)
  }

  @Test func aStateIsGoneOnWith() throws {
    let server = try SshServer()
    let folder = server.folder
    try folder.append(SshServer.hits(1, "/old"), to: "access.log")
    let arguments = [
      "--json", "--state", folder("state"), "ssh://web1\(folder("access.log"))",
    ]
    let first = try PipedProcess(arguments, environment: server.environment)
    #expect(try first.report { $0.event == "opened" } != nil)
    try folder.append(SshServer.hits(3, "/a"), to: "access.log")
    #expect(try SshServer.end(first).0.hits == 3)
    try folder.append(SshServer.hits(4, "/b"), to: "access.log")
    try FileManager.default.moveItem(
      atPath: folder("access.log"), toPath: folder("access.log.1"))
    try folder.append(SshServer.hits(5, "/c"), to: "access.log")
    let second = try PipedProcess(arguments, environment: server.environment)
    #expect(try second.report { $0.event == "opened" } != nil)
    #expect(try SshServer.end(second).0.hits == 12)
  }
}
