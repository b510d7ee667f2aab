import Foundation
import Glibc
import TestSupport
import Testing

/// Logs of real servers, held against a second log of the same server that a machine can read.
///
/// Each is driven with the same awkward requests; `make test` has nginx alone, `make test-servers` all.
@Suite(.waitingInTurn, .serialized)
struct ServersTests {
  /// What is sent, each over a connection of its own, and whether what is logged of it has no escapes,
  /// so that all logs name its section alike.
  private static let requests: [(text: String, isPlain: Bool)] = [
    ("GET /a/b?c=d HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", true),
    ("GET /a/b?c=d HTTP/1.0\r\n\r\n", true),
    ("HEAD /file.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", true),
    ("GET /file.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", true),
    (
      "GET /file.txt HTTP/1.1\r\nHost: localhost\r\nIf-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT\r\n"
        + "Connection: close\r\n\r\n", true
    ),
    (
      "POST /form/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc",
      true
    ),
    ("OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", true),
    ("GET /caf%C3%A9/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", true),
    (
      "GET /\(String(repeating: "long/", count: 900)) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
      true
    ),
    (
      "GET /agent HTTP/1.1\r\nHost: localhost\r\nUser-Agent: a \"b\" \\c\r\nReferer: \"[x] - - \r\n"
        + "Connection: close\r\n\r\n", true
    ),
    ("GET /q\"uote HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", false),
    ("GET /back\\slash HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", false),
    ("GET /raw/é HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", false),
    ("GET /a b/c HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", false),
    (
      "GET /x[01/Jan/2001:00:00:00 +0000]\"GET/fake\"200 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
      false
    ),
    ("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\r\n\r\n", false),
    ("GARBAGE\r\n\r\n", false),
    ("GET\r\n\r\n", false),
  ]

  /// What both logs have to say alike.
  private struct Sums: Decodable, Equatable {
    var hits: Int
    var bytes: Int
    var clients: Int
    var statuses: [String: Int]
    var malformed: Int
  }

  private struct Section: Decodable {
    var section: String
    var hits: Int
  }

  private struct Sections: Decodable { var sections: [Section] }

  private static func summary(_ log: String, _ format: String) throws -> Data {
    let program = try PipedProcess(
      ["--replay", "--json", "--no-config", "--top=1000", "-f", format, log])
    #expect(program.waitForExit() == 0)
    return Data((program.lines.last ?? "").utf8)
  }

  @Test(arguments: RealServer.all.filter(\.isTested))
  func bothLogsSayTheSame(server: RealServer) throws {
    let running = try server.start()
    defer { running.stop() }
    for request in Self.requests { try running.send(request.text) }
    // A server answers first and logs then.
    let truth = running.folder("truth.log")
    #expect(Patience.wait { Self.lines(of: truth) >= Self.requests.count - server.unlogged })
    running.stop()
    let expected = try JSONDecoder().decode(Sums.self, from: Self.summary(truth, server.truth))
    for (log, format) in server.logs {
      let data = try Self.summary(running.folder(log), format)
      let read = try JSONDecoder().decode(Sums.self, from: data)
      #expect(read == expected, "\(server.name), \(format)")
      print(
        "\(format) of \(server.name): \(Self.requests.count + 1) sent, \(read.hits) counted, "
          + "\(read.malformed) malformed, \(read.bytes) bytes, \(expected.bytes) in the other record"
      )
      #expect(read.hits > 12 && read.malformed == 0)
      let plain = ["/a", "/file.txt", "/form", "/caf%C3%A9", "/long", "/agent"]
      func counted(_ data: Data) throws -> [String] {
        try JSONDecoder().decode(Sections.self, from: data).sections
          .map { section in
            let name = section.section
            return (
              name.hasPrefix(server.prefix) ? name.dropFirst(server.prefix.count) : name[...],
              section.hits
            )
          }
          .filter { plain.contains(String($0.0)) }.map { "\($0.0) \($0.1)" }
      }
      #expect(try counted(data) == counted(Self.summary(truth, server.truth)))
      #expect(try counted(data).count == plain.count)
      // What is found by itself is the same.
      let found = try PipedProcess(["explain", running.folder(log)])
      #expect(found.waitForExit() == 0)
      #expect(found.lines.contains { $0.contains("0 malformed") }, "\(found.lines.prefix(3))")
    }
  }

  private static func lines(of path: String) -> Int {
    FileManager.default.contents(atPath: path)?.count { $0 == UInt8(ascii: "\n") } ?? 0
  }
}
