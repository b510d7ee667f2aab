import AccessLog
import Query
import Testing

struct SectionRuleTests {
  @Test(arguments: [
    ("/a/b/c?q=/d", ["/a", "/a/b", "/a/b/c", "/a/b/c"]), ("/", ["/", "/", "/", "/"]),
    ("/a", ["/a", "/a", "/a", "/a"]), ("/a/", ["/a", "/a", "/a", "/a"]),
    ("/a//b", ["/a", "/a", "/a//b", "/a//b"]), ("//x/y", ["/", "//x", "//x/y", "//x/y"]),
    ("/a/b#/c", ["/a", "/a/b", "/a/b", "/a/b"]), ("/a?/b/c", ["/a", "/a", "/a", "/a"]),
    ("http://o", ["http://o/", "http://o/", "http://o/", "http://o/"]),
    ("http://o?x/y", ["http://o/", "http://o/", "http://o/", "http://o/"]),
    ("http://o/", ["http://o/", "http://o/", "http://o/", "http://o/"]),
    ("http://o/a/b/c", ["http://o/a", "http://o/a/b", "http://o/a/b/c", "http://o/a/b/c"]),
    ("http://o//a", ["http://o/", "http://o//a", "http://o//a", "http://o//a"]),
    ("*", ["*", "*", "*", "*"]), ("host:443", ["host:443", "host:443", "host:443", "host:443"]),
    ("?x", ["-", "-", "-", "-"]), ("a/b", ["a/b", "a/b", "a/b", "a/b"]),
  ])
  func keepsTheFirstPathComponents(target: String, sections: [String]) throws {
    for (count, expected) in zip(1..., sections) {
      #expect(try section(of: target, SectionRule(components: count)) == expected)
    }
  }

  @Test(arguments: [
    ("/a/b", "/a"), ("/", "/"), ("http://o/a/b", "/a"), ("http://o", "/"), ("*", "*"), ("?x", "-"),
  ])
  func leavesTheVirtualHostOutThatALineLacks(target: String, expected: String) throws {
    let rule = SectionRule(components: 1, hasVirtualHost: true)
    #expect(try section(of: target, rule) == expected)
  }

  @Test func isEnteredAsANumberOrBehindTheVirtualHost() {
    #expect(SectionRule(entered: "2") == SectionRule(components: 2))
    #expect(SectionRule(entered: "vhost,1") == SectionRule(components: 1, hasVirtualHost: true))
    for text in [
      "", "0", "101", "-1", "+1", "vhost", "vhost,", "vhost,0", "1,vhost", "vhost, 1", "x",
    ] {
      #expect(SectionRule(entered: text) == nil, "\(text)")
    }
    for rule in [SectionRule.standard, SectionRule(components: 3, hasVirtualHost: true)] {
      #expect(SectionRule(entered: rule.text) == rule)
    }
  }

  private func section(of target: String, _ rule: SectionRule) throws -> String {
    let line = "h - - [08/Jul/2020:10:10:30 +0000] \"GET \(target) HTTP/1.1\" 200 1"
    return try group(of: line, by: .section(by: rule))
  }
}
