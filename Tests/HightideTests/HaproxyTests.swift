import Foundation
import Glibc
import TestSupport
import Testing

/// What a real HAProxy sends.
@Suite(.waiting, .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/sbin/haproxy")))
struct HaproxyTests {
  @Test(arguments: [("rfc5424", "127.0.0.1"), ("rfc3164", "lb7")])
  func everyRequestIsCountedOverSyslog(layout: String, server: String) throws {
    let (port, front) = (try Loopback.freePort(), try Loopback.freePort())
    let folder = ScratchFolder()
    let configuration = try folder.write(
      """
      global
        log 127.0.0.1:\(port) format \(layout) local0
        \(layout == "rfc3164" ? "log-send-hostname \(server)" : "")
      defaults
        mode http
        log global
        option httplog
        timeout client 5s
        timeout connect 1s
        timeout server 5s
      frontend f
        bind 127.0.0.1:\(front)
        http-request return status 200 content-type text/plain string ok

      """, to: "haproxy.cfg")
    let program = try PipedProcess(["--json", "--by", "server", "syslog://:\(port)"])
    #expect(try program.report { $0.event == "opened" } != nil, "\(program.complaints)")
    let proxy = try PipedProcess(["-f", configuration, "-db"], program: "/usr/sbin/haproxy")
    let request = "GET /a/b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    #expect(
      try Patience.wait { try Loopback.exchange(request, port: front).hasPrefix("HTTP/1.1 200") })
    for _ in 0..<20 { _ = try Loopback.exchange(request, port: front) }
    // It ends once all is logged.
    proxy.signal(SIGUSR1)
    #expect(proxy.waitForExit() == 0)
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    let summary = try #require(try program.reports.last)
    // It also says that it starts and stops, which are no hits.
    #expect(summary.hits == 21 && summary.lines == 21 + (summary.malformed ?? 9))
    #expect(summary.sections?.map(\.section) == ["/a"])
    #expect(program.lines.last?.contains(#"{"server":"\#(server)","hits":21,"#) == true)
  }
}
