import Foundation
import Glibc
import TestSupport
import Testing

/// Lines that come in over the network, counted by the whole program.
@Suite(.waiting) struct SyslogTests {
  private static func hit(_ target: String, client: String = "192.0.2.1") -> String {
    LogLine.request(target, at: .now, client: client)
  }

  /// The program, once it listens.
  private static func listening(
    _ name: String, _ arguments: [String] = []
  ) throws -> PipedProcess {
    let program = try PipedProcess(["--json"] + arguments + [name])
    #expect(try program.report { $0.event == "opened" } != nil)
    return program
  }

  private static func summary(of program: PipedProcess) throws -> (ReportLine, String) {
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    return (try #require(try program.reports.last), try #require(program.lines.last))
  }

  @Test func datagramsAndConnectionsAreCountedByServer() throws {
    let port = try Loopback.freePort()
    let program = try Self.listening("syslog://:\(port)", ["--by", "server"])
    let datagrams = try SyslogSender(port: port, isStream: false)
    for _ in 0..<3 { datagrams.send("<190>Nov 29 03:50:01 web1 nginx: " + Self.hit("/a")) }
    // As nginx writes it with `nohostname`: the sender is the server.
    datagrams.send("<190>Nov 29 03:50:01 nginx: " + Self.hit("/b"))
    let stream = try SyslogSender(port: port, isStream: true)
    let counted = "<190>1 2026-11-29T03:50:01Z web2 nginx - - - " + Self.hit("/c").dropLast()
    stream.send("\(counted.utf8.count) \(counted)")
    stream.send("<190>Nov 29 03:50:01 web2 nginx: " + Self.hit("/c"))
    stream.send("<190>Nov 29 03:50:01 web2 nginx: no hit\n")
    // What has come by the end is still read.
    let (summary, text) = try Self.summary(of: program)
    #expect(summary.hits == 6 && summary.malformed == 1 && summary.lines == 7)
    #expect(
      text.contains(
        #""server":[{"server":"web1","hits":3,"#) && text.contains(#"{"server":"web2","hits":2,"#)
        && text.contains(#"{"server":"127.0.0.1","hits":1,"#))
  }

  @Test func aSocketWithAPathIsListenedToAndRemoved() throws {
    let folder = ScratchFolder()
    let path = folder("log.sock")
    let program = try Self.listening(
      "syslog://\(path)", ["--by", "server", "--where", "server=localhost"])
    let sender = try SyslogSender(path: path)
    sender.send("<190>Nov 29 03:50:01 nginx: " + Self.hit("/a"))
    sender.send("<190>Nov 29 03:50:01 web1 nginx: " + Self.hit("/a"))
    let (summary, text) = try Self.summary(of: program)
    #expect(summary.hits == 1 && summary.lines == 2)
    #expect(text.contains(#"{"server":"localhost","hits":1,"#))
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  /// Someone may clear the folder of the socket, or start another program there.
  @Test func aSocketThatWasRemovedIsPutBack() throws {
    let folder = ScratchFolder()
    let path = folder("log.sock")
    let program = try Self.listening("syslog://\(path)")
    folder.delete("log.sock")
    #expect(try program.report { $0.event == "failed" } != nil)
    #expect(try program.report { $0.event == "resumed" } != nil)
    try SyslogSender(path: path).send("<190>Nov 29 03:50:01 nginx: " + Self.hit("/a"))
    // Another one takes the place.
    folder.delete("log.sock")
    let other = try Self.listening("syslog://\(path)")
    #expect(program.wait { $0.lines.contains { $0.contains("Address already in use") } })
    #expect(try Self.summary(of: program).0.hits == 1)
    try SyslogSender(path: path).send("<190>Nov 29 03:50:01 nginx: " + Self.hit("/b"))
    #expect(try Self.summary(of: other).0.hits == 1)
  }

  @Test func whatSendersMakeUpIsCountedAndChangesNothingElse() throws {
    let port = try Loopback.freePort()
    let program = try Self.listening("syslog://:\(port)")
    let good = "<190>Nov 29 03:50:01 web1 nginx: " + Self.hit("/good")
    var random = SeededRandom(seed: 7)
    let datagrams = try SyslogSender(port: port, isStream: false)
    for _ in 0..<40 {
      // Not empty, and nothing that is taken off the end of a message.
      let noise = (0..<random.number(1...900)).map { _ in UInt8(random.number(1...255)) } + [33]
      datagrams.send(noise)
      datagrams.send(good)
    }
    let endless = try SyslogSender(port: port, isStream: true)
    endless.send([UInt8](repeating: 65, count: 300_000))
    let lying = try SyslogSender(port: port, isStream: true)
    lying.send("9000 \(good)")
    // Beyond what may be open, connections are closed, and said.
    var idle: [SyslogSender] = []
    for _ in 0..<260 { idle.append(try SyslogSender(port: port, isStream: true)) }
    #expect(try program.report { $0.event == "missed" } != nil)
    datagrams.send(good)
    let (summary, text) = try Self.summary(of: program)
    #expect(summary.hits == 41 && summary.sections?.map(\.section) == ["/good"])
    // The two connections have not ended: their messages neither.
    #expect(summary.malformed == 40 && summary.lines == 81)
    #expect(!text.contains("\u{1B}"))
  }

  @Test func aFloodThatTheSystemDropsIsSaid() throws {
    let port = try Loopback.freePort()
    let program = try Self.listening("syslog://:\(port)")
    // A program that stands still reads nothing.
    program.signal(SIGSTOP)
    let sender = try SyslogSender(port: port, isStream: false)
    let message =
      "<190>Nov 29 03:50:01 web1 nginx: " + Self.hit("/" + String(repeating: "x", count: 8_000))
    let sent = 6_000
    for _ in 0..<sent { sender.send(message) }
    program.signal(SIGCONT)
    // How many the system dropped is known with a message that it does not drop.
    #expect(
      try program.wait {
        sender.send(message)
        return try $0.reports.contains { $0.event == "missed" }
      })
    let line = try #require(program.lines.first { $0.contains(#""missed""#) })
    let dropped = try #require(
      line.split(separator: "dropped ").last?.prefix { $0.isNumber }.description)
    #expect(Int(dropped) ?? 0 > 0 && Int(dropped) ?? 0 < sent)
  }

  @Test(arguments: [
    (["syslog://host"], "is no source; it may be syslog://:PORT"),
    (["--replay", "syslog://:5140"], "--replay reads files"),
    (["top", "syslog://:5140"], "top reads files"),
  ])
  func otherUsesAreRefused(arguments: [String], complaint: String) throws {
    let program = try PipedProcess(arguments)
    #expect(program.waitForExit() == 2)
    #expect(program.complaints.first?.contains(complaint) == true, "\(program.complaints)")
  }

  @Test func aPortThatIsTakenIsSaid() throws {
    let port = try Loopback.freePort()
    let first = try Self.listening("syslog://:\(port)")
    let second = try PipedProcess(["--json", "syslog://:\(port)"])
    #expect(second.waitForExit() == 1)
    #expect(
      second.complaints.last?.hasSuffix("cannot read syslog://:\(port): Address already in use")
        == true)
    first.signal(SIGTERM)
    #expect(first.waitForExit() == 0)
  }

  @Test func filesAndSyslogMixAndRulesTellServersApart() throws {
    let folder = ScratchFolder()
    let now = Date.now
    let old = (1...5).reversed().map { LogLine.request("/file", at: now - Double($0)) }.joined()
    try folder.append(old, to: "access.log")
    try folder.append(
      "[rule busy]\nmeasure = rate\nby = server\nwindow = 10s\nabove = 3\n", to: "config.ini")
    let port = try Loopback.freePort()
    let program = try Self.listening(
      "syslog://:\(port)",
      [
        "--config", folder("config.ini"), "--server", "here", "--by", "server", "-w", "10s",
        folder("access.log"),
      ])
    #expect(try program.report { $0.event == "opened" && $0.source == folder("access.log") } != nil)
    try folder.append(LogLine.request("/file"), to: "access.log")
    let sender = try SyslogSender(port: port, isStream: false)
    for _ in 0..<60 { sender.send("<190>Nov 29 03:50:01 web7 nginx: " + Self.hit("/net")) }
    let alert = try program.report { $0.type == "alert" && $0.message?.contains("busy") == true }
    #expect(alert?.message?.contains("of web7") == true && alert?.state == "triggered")
    let (summary, text) = try Self.summary(of: program)
    #expect(summary.hits == 61)
    #expect(
      text.contains(#"{"server":"web7","hits":60,"#)
        && text.contains(#"{"server":"here","hits":1,"#))
  }
}
