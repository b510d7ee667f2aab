import Settings
import TestSupport
import Testing

struct SettingsDocumentTests {
  private func mistake(_ text: String) -> SettingsMistake? {
    do {
      _ = try SettingsDocument(Array(text.utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test func sectionsAndKeysKeepTheirOrderAndLines() throws {
    let text = """
      \u{FEFF}; The first line is a comment.
      [watch]
      threshold = 12.5
        window=5m\t
      # Another.

      [ rule high-traffic ]\r
      above = 3 ; behind a space
      state =
      message = a;b#c = d
      """
    let document = try SettingsDocument(Array(text.utf8))
    #expect(document.sections.map(\.name) == ["watch", "rule high-traffic"])
    #expect(document.sections.map(\.line) == [2, 7])
    #expect(document.sections[0].entries.map(\.key) == ["threshold", "window"])
    #expect(document.sections[0].entries.map(\.value) == ["12.5", "5m"])
    #expect(document.sections[0].entries.map(\.line) == [3, 4])
    #expect(document.sections[1].entries.map(\.value) == ["3", "", "a;b#c = d"])
  }

  /// However many spaces a section has, it is the same section.
  @Test(arguments: [
    "[rule high-traffic]", "[rule  high-traffic]", "[rule\thigh-traffic]",
    "[ rule \t high-traffic ]",
  ])
  func spacesInTheNameOfASectionSayNothing(line: String) throws {
    let document = try SettingsDocument(Array("\(line)\nabove = 3".utf8))
    #expect(document.sections.map(\.name) == ["rule high-traffic"])
    #expect(
      mistake("[rule high-traffic]\n\(line)")
        == SettingsMistake(line: 2, "[rule high-traffic] stands twice, first in line 1"))
  }

  @Test func spacesWithinANameBelongToIt() throws {
    let document = try SettingsDocument(Array("[rule  a  b]\n[rule a b]\n[rule]".utf8))
    #expect(document.sections.map(\.name) == ["rule a  b", "rule a b", "rule"])
  }

  @Test(arguments: [
    ("[watch]\ntop 5", 2, "a line is [SECTION], KEY = VALUE or a comment; not 'top 5'"),
    ("[watch]\n= 5", 2, "a line is [SECTION], KEY = VALUE or a comment; not '= 5'"),
    ("top = 5", 1, "'top' stands before the first [SECTION]"),
    ("\n[watch", 2, "a section ends with ], such as [watch]"),
    ("[watch]\n[display]\n[watch]", 3, "[watch] stands twice, first in line 1"),
    ("[watch]\ntop = 5\n\ntop = 6", 4, "'top' is set twice, first in line 2"),
    ("[watch]\ntop = \u{0}", 2, "the line is not UTF-8 text"),
    ("[watch]\r\n; \u{1B}[2J", 2, "the line has a control character, U+001B"),
    ("[rule a\u{7}]", 1, "the line has a control character, U+0007"),
    ("[watch]\ntop = 1\rx", 2, "the line has a control character, U+000D"),
    ("[watch]\nstate = a\u{9B}b", 2, "the line has a control character, U+009B"),
  ])
  func aMistakeNamesItsLine(text: String, line: Int, message: String) {
    #expect(mistake(text) == SettingsMistake(line: line, message))
  }

  @Test func aLineThatIsNotUTF8IsNamed() {
    #expect(throws: SettingsMistake(line: 2, "the line is not UTF-8 text")) {
      try SettingsDocument(Array("[watch]\n".utf8) + [0xFF])
    }
  }

  @Test func aLineMayBeOfAnyLength() throws {
    let value = String(repeating: "x", count: 100_000)
    let document = try SettingsDocument(Array("[watch]\nstate = \(value)\n".utf8))
    #expect(document.sections[0].entries[0].value == value)
  }

  /// Whatever stands in a file, it is read or refused.
  @Test(arguments: UInt64(1)...4)
  func noBytesAreTooMuch(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let alphabet = Array("[]=;# \t\r\n\u{0}aé\u{FEFF}".utf8) + [0xFF]
    for _ in 0..<2_000 {
      let bytes = (0..<random.below(40)).map { _ in alphabet[random.below(alphabet.count)] }
      guard let document = try? SettingsDocument(bytes) else { continue }
      for entry in document.sections.flatMap(\.entries) {
        #expect(!entry.key.isEmpty && !entry.value.hasPrefix(" "))
      }
    }
  }
}
