import AccessLog
import Testing

struct SectionTests {
  @Test(arguments: [
    ("/pages/create", "/pages"), ("/pages", "/pages"), ("/pages/", "/pages"), ("/", "/"),
    ("//x/y", "/"), ("//", "/"), ("/pages//x", "/pages"), ("/a b/c", "/a b"),
    // A query and a fragment go first: their slashes are no part of the path.
    ("/pages?id=1/2", "/pages"), ("/pages#top/x", "/pages"), ("/?x=/a/b", "/"), ("/#/a/b", "/"),
    ("/a?b#c", "/a"), ("/a#b?c", "/a"), ("/pages/?x", "/pages"),
    // As logged.
    ("/Pages/x", "/Pages"), ("/%70ages/x", "/%70ages"), ("/%2Fa/b", "/%2Fa"),
    (#"/a\"b/c"#, #"/a\"b"#),
    (#"/a\\/b"#, #"/a\\"#), (#"/a\x22b/c"#, #"/a\x22b"#), ("/é/x", "/é"), ("/../etc", "/.."),
    ("/.env", "/.env"), ("/a;b=c/d", "/a;b=c"), ("/http://x/y", "/http:"),
    // An absolute target keeps its origin.
    ("http://my.site.com/pages/create", "http://my.site.com/pages"),
    ("http://my.site.com/pages", "http://my.site.com/pages"),
    ("http://my.site.com/pages/", "http://my.site.com/pages"),
    ("http://my.site.com/", "http://my.site.com/"), ("http://my.site.com", "http://my.site.com/"),
    ("http://my.site.com?x=1/2", "http://my.site.com/"), ("http://h#f", "http://h/"),
    ("http://my.site.com/?x=/a", "http://my.site.com/"), ("http://h//x", "http://h/"),
    ("http://h:8080/a/b", "http://h:8080/a"),
    ("http://[2001:db8::1]:80/a/b", "http://[2001:db8::1]:80/a"),
    ("http://u:p@h/a/b", "http://u:p@h/a"), ("HTTPS://My.Site/A/b", "HTTPS://My.Site/A"),
    ("ws+x.1-2://h/a/b", "ws+x.1-2://h/a"), ("http:///a/b", "http:///a"), ("http://", "http:///"),
    ("h://", "h:///"),
    // Any other target is its own section.
    ("*", "*"), ("host:443", "host:443"), ("[2001:db8::1]:443", "[2001:db8::1]:443"),
    ("pages/create/x", "pages/create/x"), ("pages/create?x", "pages/create"),
    ("http:/a/b/c", "http:/a/b/c"),
    ("1http://h/a/b", "1http://h/a/b"), ("ht tp://h/a/b", "ht tp://h/a/b"),
    ("://h/a/b", "://h/a/b"),
    ("http:", "http:"), ("http:/", "http:/"), (" /a/b", " /a/b"), ("-", "-"),
    // Nothing is left of these.
    ("?x=1", "-"), ("#top", "-"), ("?", "-"),
  ])
  func sectionEndsBeforeTheSecondSlash(target: String, expected: String) {
    let bytes = Array(target.utf8)
    #expect(section(of: 0..<bytes.count, in: bytes) == expected)
    // Neither what stands before the target nor what stands behind it counts.
    let around = Array("/x/ \(target)/y?".utf8)
    #expect(section(of: 4..<4 + bytes.count, in: around) == expected)
  }

  @Test
  func sectionIsAPlaceInTheTarget() {
    let bytes = Array("GET http://h?x".utf8)
    let section = Section(of: 4..<14, in: bytes)
    #expect(section.range == 4..<12)
    #expect(section.needsSlash)
    #expect(!Section(of: 0..<3, in: bytes).needsSlash)
  }
}
