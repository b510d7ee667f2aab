import AccessLog
import Testing

struct PrintableTextTests {
  @Test(arguments: [
    ("/pages?x=1", "/pages?x=1"), (" ~", " ~"), (#"a\"b"#, #"a\"b"#),
    ("\u{1B}[31m", #"\x1b[31m"#), ("\u{0}\n\r\t\u{7F}", #"\x00\x0a\x0d\x09\x7f"#),
    ("é", #"\xc3\xa9"#), ("\u{9B}", #"\xc2\x9b"#), ("\u{202E}", #"\xe2\x80\xae"#),
  ])
  func onlyPrintableASCIIPasses(text: String, expected: String) {
    #expect(printableText(text.utf8) == expected)
  }

  @Test
  func everyByteIsShown() {
    let text = printableText(UInt8.min...UInt8.max)
    #expect(text.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
    #expect(text.utf8.count == 95 + 161 * 4)
    #expect(text.hasSuffix(#"\xfe\xff"#))
  }
}
