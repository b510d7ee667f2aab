import AccessLog
import Testing

struct LogFormatTests {
  @Test(arguments: [
    (#" "http://example.com/" "Mozilla/5.0""#, "http://example.com/", "Mozilla/5.0"),
    (#" "-" "-""#, "-", "-"),
    (#" "" """#, "", ""),
    (#" "-" "curl/8.5.0" "203.0.113.7""#, "-", "curl/8.5.0"),
    (#" "-" "curl/8.5.0" rt=0.003 upstream=10.0.0.1:80"#, "-", "curl/8.5.0"),
    (#" "a\"b" "c\\""#, #"a\"b"#, #"c\\"#),
    (#" "a\x22b" "\x5C""#, #"a\x22b"#, #"\x5C"#),
    (#" "a b" "c" d"#, "a b", "c"),
    // Jetty 9 and Morgan 1.10 escape nothing.
    (#" ""[x] - -" "a "b" \c""#, #""[x] - -"#, #"a "b" \c"#),
    (#" ""a" "b" "203.0.113.7""#, #""a"#, "b"),
    (#"  "a"   "b""#, "a", "b"), ("\t\"a\"\t\"b\"", "a", "b"),
  ])
  func combinedLineAddsReferrerAndUserAgent(rest: String, referrer: String, userAgent: String) {
    let bytes = Array(line(ending: " 200 1375" + rest).utf8)
    for format in [LogFormat.common, .combined] {
      guard case .hit(let hit) = parse(bytes, format: format),
        let fields = CombinedFields(rest: hit.rest, in: bytes)
      else {
        Issue.record("no fields in \(rest)")
        return
      }
      #expect(String(decoding: bytes[fields.referrer], as: UTF8.self) == referrer)
      #expect(String(decoding: bytes[fields.userAgent], as: UTF8.self) == userAgent)
      #expect(hit.referrer(in: bytes) == fields.referrer)
      #expect(hit.userAgent(in: bytes) == fields.userAgent)
      #expect(hit.responseBytes == 1375)
    }
  }

  @Test(arguments: [
    "", " ", " -", #" "-""#, #" "-" "#, #" "-" ""#, #" "-" "torn"#, #" "-" "torn\""#, #" "-""x""#,
    " 0.003", #" - "x""#, #" "-" x"#, #" "torn "x""#,
  ])
  func onlyCombinedDemandsBothQuotedFields(rest: String) {
    let text = line(ending: " 200 1375" + rest)
    let bytes = Array(text.utf8)
    if case .hit(let hit) = parse(bytes) {
      #expect(hit.referrer(in: bytes) == nil && hit.userAgent(in: bytes) == nil)
    }
    #expect(ParsedLine(text, format: .common)?.responseBytes == 1375)
    #expect(parse(text, format: .combined) == .malformed)
  }

  @Test
  func formatsHaveTheNamesOfTheOption() {
    #expect(FormatChoice.names == ["auto"] + LogFormat.all.map(\.name))
    #expect(Set(FormatChoice.names).count == FormatChoice.names.count)
    for name in FormatChoice.names { #expect(FormatChoice(name: name)?.name == name) }
    #expect(FormatChoice(name: "combined") == .named(.combined))
    #expect(FormatChoice(name: "JSON") == nil)
  }

  @Test
  func linesOfBothFormatsMayStandInOneLog() {
    var parser = LineParser()
    for ending in [" 200 1", #" 200 2 "-" "curl/8.5.0""#, " 200 3", #" 200 4 "-" "-""#] {
      let bytes = Array(line(ending: ending).utf8)
      guard case .hit(let hit) = parser.parse(bytes, 0..<bytes.count) else {
        Issue.record("no hit in \(ending)")
        continue
      }
      let isCombined = CombinedFields(rest: hit.rest, in: bytes) != nil
      #expect(isCombined == (hit.responseBytes % 2 == 0))
    }
  }
}
