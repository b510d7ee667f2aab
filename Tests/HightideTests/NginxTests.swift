import Foundation
import Glibc
import TestSupport
import Testing

/// A log that a real server writes.
@Suite(.waiting, .enabled(if: FileManager.default.isExecutableFile(atPath: NginxServer.program)))
struct NginxTests {
  @Test func everyRequestIsCountedOnceAcrossARotation() throws {
    let server = try NginxServer()
    let folder = server.folder
    let program = try PipedProcess(["--json", folder("access.log")])
    #expect(try program.report { $0.event == "opened" } != nil)
    #expect(try server.answers(to: 300, of: "/before/it") == 300)
    // What logrotate does: the server keeps writing to the renamed file until it is told.
    try FileManager.default.moveItem(
      atPath: folder("access.log"), toPath: folder("access.log.1"))
    #expect(try server.answers(to: 200, of: "/between") == 200)
    server.reopenLogs()
    #expect(Patience.wait { FileManager.default.fileExists(atPath: folder("access.log")) })
    #expect(try server.answers(to: 400, of: "/after?it") == 400)
    #expect(try program.report { $0.event == "rotated" } != nil)
    // A server answers first and logs then.
    #expect(
      Patience.wait {
        ["access.log", "access.log.1"].reduce(0) { $0 + lineCount(of: folder($1)) } == 900
      })
    program.signal(SIGINT)
    #expect(program.waitForExit() == 0)
    let reports = try program.reports
    let summary = try #require(reports.last)
    #expect(summary.hits == 900 && summary.lines == 900 && summary.malformed == 0)
    #expect(
      summary.sections?.map { "\($0.section) \($0.hits)" }
        == ["/after 400", "/before 300", "/between 200"])
    let intervals = reports.filter { $0.type == "interval" }
    let counted = intervals.compactMap(\.hits).reduce(0, +) + (summary.late ?? 0)
    #expect(counted == 900)
  }

  @Test(arguments: ["", ",nohostname,tag=web"])
  func everyRequestIsCountedOverSyslog(options: String) throws {
    let port = try Loopback.freePort()
    let program = try PipedProcess(["--json", "--by", "server", "syslog://:\(port)"])
    #expect(try program.report { $0.event == "opened" } != nil)
    var server: NginxServer? = try NginxServer(log: "syslog:server=127.0.0.1:\(port)" + options)
    #expect(try server?.answers(to: 300, of: "/a/b?c") == 300)
    #expect(try server?.answers(to: 200, of: "/d%22e") == 200)
    // It answers first and logs then; once it has ended all is logged.
    server = nil
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    let summary = try #require(try program.reports.last)
    #expect(summary.hits == 500 && summary.lines == 500 && summary.malformed == 0)
    #expect(summary.sections?.map { "\($0.section) \($0.hits)" } == ["/a 300", "/d%22e 200"])
    let name = options.isEmpty ? ProcessInfo.processInfo.hostName : "127.0.0.1"
    #expect(program.lines.last?.contains(#"{"server":"\#(name)","hits":500,"#) == true)
  }

  private func lineCount(of path: String) -> Int {
    FileManager.default.contents(atPath: path)?.count { $0 == UInt8(ascii: "\n") } ?? 0
  }
}
