import AccessLog
import Query
import Testing

/// Every dimension of the table against lines whose names are written out.
struct DimensionTests {
  private static let lines = [
    "10.0.0.1 - - [08/Jul/2020:10:10:30 +0000] \"GET /a/b/c?q=/d HTTP/1.1\" 200 1",
    "::1 - - [08/Jul/2020:10:10:30 +0000] \"GET /a/?q HTTP/1.1\" 200 1",
    "h - u [08/Jul/2020:10:10:30 +0000] \"GET http://x.y HTTP/1.1\" 200 1",
    "h - u [08/Jul/2020:10:10:30 +0000] \"GET http://x.y/a/b/c HTTP/1.1\" 200 1",
    "h - - [08/Jul/2020:10:10:30 +0000] \"OPTIONS * HTTP/1.1\" 200 1",
    "h - - [08/Jul/2020:10:10:30 +0000] \"GET ?q HTTP/1.1\" 200 1",
    "h - - [08/Jul/2020:10:10:30 +0000] \"\\x16\\x03\" 400 1",
  ]

  @Test(arguments: [
    ("section", ["/a", "/a", "http://x.y/", "http://x.y/a", "*", "-", "-"]),
    ("subsection", ["/a/b", "/a/", "http://x.y/", "http://x.y/a/b", "*", "-", "-"]),
    ("client", ["10.0.0.1", "::1", "h", "h", "h", "h", "h"]),
  ])
  func namesTheGroupOfAHit(name: String, expected: [String]) throws {
    let dimension = try #require(Dimension.all.first { $0.name == name })
    #expect(try DimensionTests.lines.map { try group(of: $0, by: dimension) } == expected)
  }

  @Test func hasATableWithoutTwoRowsOfAName() {
    #expect(Set(Dimension.all.map(\.name)).count == Dimension.all.count)
    #expect(Set(Dimension.all.map(\.title)).count == Dimension.all.count)
  }

  @Test(arguments: Dimension.all.map(\.name))
  func showsNothingThatATerminalObeys(name: String) throws {
    let dimension = try #require(Dimension.all.first { $0.name == name })
    let shown = dimension.shown(
      Array("a\u{1B}]0;x\u{7}".utf8) + Array(repeating: 0xFF, count: 9_999))
    #expect(shown.hasPrefix("a\\x1b]0;x\\x07"))
    #expect(shown.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
    #expect(shown.utf8.count < 4_096)
  }

  /// The name of the group of a line's hit, appended behind what is there.
  private func group(of line: String, by dimension: Dimension) throws -> String {
    let letters = Array(line.utf8)
    let bytes = unsafe letters.span.bytes
    var parser = LineParser()
    guard case .hit(let hit) = parser.parse(bytes, 0..<letters.count) else {
      throw NoHit(line: line)
    }
    var name = Array("before".utf8)
    dimension.append(hit, bytes, to: &name)
    #expect(name.starts(with: "before".utf8))
    return String(decoding: name.dropFirst(6), as: UTF8.self)
  }

  private struct NoHit: Error { var line: String }
}
