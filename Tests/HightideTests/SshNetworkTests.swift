import Foundation
import Glibc
import TestSupport
import Testing

/// Servers on machines of their own, whose network fails.
@Suite(
  .waitingInTurn,
  .enabled(if: FileManager.default.isExecutableFile(atPath: SshServer.program)),
  .enabled(if: TestHost.isAllowed), .serialized)
struct SshNetworkTests {
  /// One server folds, the other sends lines; the network of both swallows everything for a while, in which
  /// their logs are written to and rotated.
  @Test func aNetworkThatSwallowsEverythingLosesNothing() throws {
    let hosts = try (1...3).map { try TestHost($0) }
    let servers = try hosts.enumerated().map { number, host in
      try SshServer(
        hightide: number == 1 ? nil : BuiltProduct.hightide, on: host, named: "web\(number + 1)")
    }
    try servers[0].introduce(Array(servers.dropFirst()))
    let logs = servers.map { $0.folder("access.log") }
    for server in servers {
      try server.folder.append(SshServer.hits(2, "/old", at: .now - 60), to: "access.log")
    }
    let program = try PipedProcess(
      ["--json", "-i", "1s", "--by", "server", "--idle", "10s"]
        + logs.enumerated().map { "ssh://web\($0 + 1)\($1)" },
      environment: servers[0].environment)
    for number in 1...3 {
      #expect(
        try program.report {
          $0.event == "opened" && $0.source?.hasPrefix("ssh://web\(number)/") == true
        } != nil, "\(program.complaints)")
    }
    func write(_ count: Int) throws {
      for (number, server) in servers.enumerated() {
        try server.folder.append(SshServer.hits(count * (number + 1), "/a"), to: "access.log")
      }
    }
    try write(1)
    #expect(try program.wait { try SshServer.counted(by: $0) >= 6 }, "\(program.lines)")
    try hosts[0].unplug()
    try hosts[1].unplug()
    try write(2)
    for server in servers.prefix(2) {
      try FileManager.default.moveItem(
        atPath: server.folder("access.log"), toPath: server.folder("access.log.1"))
    }
    try write(3)
    // By hightide or by ssh, whichever looks first.
    for number in 1...2 {
      #expect(
        try program.report {
          $0.event == "failed" && $0.source?.hasPrefix("ssh://web\(number)/") == true
        } != nil, "\(program.lines)")
    }
    // The others go on.
    #expect(try program.wait { try SshServer.counted(by: $0) >= 6 + 15 }, "\(program.lines)")
    try hosts[0].plugIn()
    try hosts[1].plugIn()
    #expect(try program.wait { try SshServer.counted(by: $0) >= 6 + 30 }, "\(program.lines)")
    try write(1)
    let (summary, text) = try SshServer.end(program)
    #expect(summary.hits == 42 && summary.malformed == 0, "\(program.lines)")
    for number in 1...3 {
      #expect(text.contains(#"{"server":"web\#(number)","hits":\#(7 * number),"#))
    }
    #expect(!program.lines.contains { $0.contains(#""event":"missed""#) })
  }
}
