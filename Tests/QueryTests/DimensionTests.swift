import AccessLog
import Query
import Testing

/// Every dimension of the table against lines whose names are written out.
struct DimensionTests {
  private static let lines = [
    "10.0.0.1 - - [08/Jul/2020:10:10:30 +0000] \"GET /a/b/c?q=/d HTTP/1.1\" 200 1 "
      + "\"https://x.org/p?q\" \"curl/8.5.0\"",
    "::1 - - [08/Jul/2020:10:10:30 +0000] \"GET /a/?q HTTP/1.1\" 404 1 \"-\" \"-\"",
    "h - u [08/Jul/2020:10:10:30 +0000] \"GET http://x.y HTTP/1.0\" 600 1 \"\" \"\"",
    "h - u v [08/Jul/2020:10:10:30 +0000] \"GET http://x.y/a/b/c HTTP/2\" 99 1",
    "h - \"\" [08/Jul/2020:10:10:30 +0000] \"OPTIONS *\" 100 1 \"-\" \"x\"",
    "h - - [08/Jul/2020:10:10:30 +0000] \"GET ?q HTTP/1.1\" 599 1 \"android-app://a.b/\" \"a b\"",
    "h - - [08/Jul/2020:10:10:30 +0000] \"\\x16\\x03\" 400 1 \"/x\" \"Mozilla/5.0 (x)\"",
  ].map { $0.replacing("\" 99 1", with: "\" 099 1") }

  @Test(arguments: [
    ("section", ["/a", "/a", "http://x.y/", "http://x.y/a", "*", "-", "-"]),
    ("path", ["/a/b/c", "/a/", "http://x.y", "http://x.y/a/b/c", "*", "-", "-"]),
    ("client", ["10.0.0.1", "::1", "h", "h", "h", "h", "h"]),
    ("network", ["10.0.0.0/24", "::/48", "h", "h", "h", "h", "h"]),
    ("network/8", ["10.0.0.0/8", "::/16", "h", "h", "h", "h", "h"]),
    ("network/32", ["10.0.0.1/32", "::/64", "h", "h", "h", "h", "h"]),
    ("method", ["GET", "GET", "GET", "GET", "OPTIONS", "GET", "-"]),
    ("status", ["200", "404", "600", "099", "100", "599", "400"]),
    ("class", ["2xx", "4xx", "other", "other", "1xx", "5xx", "4xx"]),
    ("agent", ["curl", "-", "-", "-", "x", "a", "Mozilla"]),
    ("agent-raw", ["curl/8.5.0", "-", "-", "-", "x", "a b", "Mozilla/5.0 (x)"]),
    ("referrer", ["https://x.org", "-", "-", "-", "-", "android-app://a.b", "/x"]),
    ("vhost", ["-", "-", "-", "-", "-", "-", "-"]),
    ("user", ["-", "-", "u", "u v", "-", "-", "-"]),
    ("protocol", ["HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2", "-", "HTTP/1.1", "-"]),
    ("server", ["-", "-", "-", "-", "-", "-", "-"]),
  ])
  func namesTheGroupOfAHit(name: String, expected: [String]) throws {
    let dimension = try #require(Dimension.named(name))
    #expect(try DimensionTests.lines.map { try group(of: $0, by: dimension) } == expected)
    #expect(dimension.name == name)
  }

  @Test(arguments: Dimension.all.map(\.name))
  func readsTheSameValueAgainAndAgain(name: String) throws {
    let dimension = try #require(Dimension.named(name))
    var reader = NameReader(dimension, key: 7)
    for line in DimensionTests.lines + DimensionTests.lines {
      let letters = Array(line.utf8)
      let name = try group(of: line, by: dimension)
      var read: [UInt8] = []
      let value = reader.read(try hit(letters), unsafe letters.span.bytes, made: &read)
      if case .logged(let range) = value { read = Array(letters[range]) }
      if case .missing = value { #expect(read.isEmpty) }
      #expect(String(decoding: read.isEmpty ? Dimension.unknown : read, as: UTF8.self) == name)
    }
  }

  @Test func hasATableWithoutTwoRowsOfAName() {
    #expect(Set(Dimension.all.map(\.name)).count == Dimension.all.count)
    #expect(Set(Dimension.all.map(\.title)).count == Dimension.all.count)
  }

  @Test(arguments: [
    "", "sections", "Section", "network/7", "network/33", "network/", "network/024", "network/+9",
    "client/24",
  ])
  func knowsNoDimensionOfAnotherName(name: String) {
    #expect(Dimension.named(name) == nil)
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
}

/// The hit of a line.
func hit(_ line: [UInt8]) throws -> Hit {
  var parser = LineParser()
  guard case .hit(let hit) = parser.parse(unsafe line.span.bytes, 0..<line.count) else {
    throw NoHit(line: String(decoding: line, as: UTF8.self))
  }
  return hit
}

struct NoHit: Error { var line: String }

/// The name of the group of a line's hit, appended behind what is there.
func group(of line: String, by dimension: Dimension) throws -> String {
  let letters = Array(line.utf8)
  var name = Array("before".utf8)
  dimension.append(try hit(letters), unsafe letters.span.bytes, to: &name)
  #expect(name.starts(with: "before".utf8))
  return String(decoding: name.dropFirst(6), as: UTF8.self)
}
