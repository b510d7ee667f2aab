import AccessLog
import Testing

@testable import Query

/// Filters that are put together of groups, taken apart, said in words and completed.
struct FilterPartsTests {
  @Test(arguments: [
    ("status=404", ["status=404"]), ("status=404 and path^=/a", ["status=404", "path^=/a"]),
    ("a and b", nil), ("(status=404 and bytes>1) and path=\"x and y\"", nil),
    ("status=404 or path=/a and method=GET", ["status=404 or path=/a and method=GET"]),
    ("(status=404 or path=/a) and not method=GET", ["(status=404 or path=/a)", "not method=GET"]),
    ("path=\" and \" and path=\"\\\" and \\\"\"", ["path=\" and \"", "path=\"\\\" and \\\"\""]),
    ("path=/and and method=and", ["path=/and", "method=and"]),
  ])
  func partsAreWhatAndJoins(text: String, parts: [String]?) throws {
    guard let parts else { return }
    let filter = try Filter(text)
    #expect(filter.conjuncts.map(\.text) == parts)
    // Together they are the same filter again, and each can be read by itself.
    let again = try #require(Filter.all(filter.conjuncts))
    #expect(try Filter(again.text).words == filter.words)
    for part in filter.conjuncts { #expect(try Filter(part.text).words == part.words) }
  }

  @Test(arguments: [
    (Dimension.path, "/a", "path=/a", "not path=/a", "path /a"),
    (.path, "/a b", "path=\"/a b\"", "not path=\"/a b\"", "path /a b"),
    (.path, "=\"\\", "path=\"=\\\"\\\\\"", "not path=\"=\\\"\\\\\"", "path =\"\\"),
    (.path, "(x)", "path=\"(x)\"", "not path=\"(x)\"", "path (x)"),
    (.status, "404", "status=404", "not status=404", "status 404"),
    (.user, "-", "not user!=-", "user!=-", "user -"),
    (
      .network, "203.0.113.0/24", "network=203.0.113.0/24", "not network=203.0.113.0/24",
      "network 203.0.113.0/24"
    ),
  ])
  func aGroupIsAFilter(
    dimension: Dimension, name: String, text: String, negated: String, words: String
  ) throws {
    let filter = Filter(dimension, is: Array(name.utf8))
    #expect(filter.text == text && filter.negated.text == negated && filter.words == words)
    #expect(filter.negated.negated == filter)
    #expect(try Filter(text).words == words)
    #expect(try Filter(negated).text == negated)
  }

  @Test(arguments: [
    (Array("/caf\u{E9}".utf8), true), (Array("a\u{1B}b".utf8), false), ([0xFF], false),
    ([0x7F], false), (Array("".utf8), true),
  ])
  func onlyTextsCanBeNamed(name: [UInt8], canBeNamed: Bool) {
    #expect(Filter.canName(name) == canBeNamed)
  }

  @Test(arguments: [
    ("status>=500 and path^=/api", "status at least 500, path begins with /api"),
    ("not client in (203.0.113.0/24, x)", "not client in 203.0.113.0/24 or x"),
    ("duration>250ms or bytes<1.5KiB", "duration above 250 ms or bytes below 1536"),
    ("not (status=404 and path ~ \"a\\\\.b\")", "not (status 404, path matches a\\.b)"),
    ("time>=2020-07-08T08:10:30Z", "time at least 2020-07-08T08:10:30Z"),
    (
      "class in (4xx, 5xx) and (method=GET or method=PUT)",
      "class 4xx or 5xx, (method GET or method PUT)"
    ),
    (
      "user!=ann and path$=.php and agent*=bot",
      "user is not ann, path ends with .php, agent contains bot"
    ),
  ])
  func wordsArePlain(text: String, words: String) throws {
    #expect(try Filter(text).words == words)
  }

  private func completion(_ text: String) -> FilterCompletion {
    FilterCompletion(text) { dimension in
      switch dimension {
      case .status: ["200", "404", "400"].map { Array($0.utf8) }
      case .path: ["/a b", "/a", "/\u{1B}"].map { Array($0.utf8) }
      default: []
      }
    }
  }

  @Test(arguments: [
    ("st", 0, ["status"]), ("status", 6, ["=", ">=", "<", "!=", ">", "<="]),
    ("status ", 7, ["=", ">=", "<", "!=", ">", "<="]),
    ("status=", 7, ["200", "404", "400"]), ("status>=4", 8, ["404", "400"]),
    ("status=404", 7, []), ("status=404 ", 11, ["and", "or"]), ("status=404 a", 11, ["and"]),
    ("status=404 and pa", 15, ["path"]), ("status=404 and not pa", 19, ["path"]),
    ("(status=404 or path=", 20, ["\"/a b\"", "/a"]), ("path=\"/a", 5, ["\"/a b\"", "/a"]),
    ("path=/", 5, ["\"/a b\"", "/a"]), ("(status=404)", 12, ["and", "or"]),
    ("path=\"/a b\" o", 12, ["or"]), ("nonsense=", 0, []), ("status in (404, 2", 8, []),
  ])
  func completesNamesOperatorsAndValues(text: String, start: Int, candidates: [String]) {
    let completion = completion(text)
    #expect(completion.candidates == candidates)
    if !candidates.isEmpty { #expect(completion.start == start) }
  }

  /// Whatever is typed, a completion leaves what stands before it.
  @Test func everyBeginningCanBeCompleted() {
    let text = "not (path ~ \"a\\\" b\" or status in (1, 2)) and client in 10.0.0.0/8"
    for count in 0...text.utf8.count {
      let beginning = String(decoding: text.utf8.prefix(count), as: UTF8.self)
      let completion = completion(beginning)
      #expect(completion.start <= count)
      for candidate in completion.candidates { #expect(!candidate.isEmpty) }
    }
    #expect(completion("").candidates.first == "status")
  }
}
