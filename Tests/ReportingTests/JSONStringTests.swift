import Foundation
import TestSupport
import Testing
import Traffic

@testable import Reporting

private func jsonString(_ bytes: [UInt8]) -> String {
  var line: [UInt8] = []
  line.append(jsonString: bytes)
  return String(decoding: line, as: UTF8.self)
}

@Test(arguments: [
  ("", #""""#),
  ("/pages", #""/pages""#),
  (#"a"b\c"#, #""a\"b\\c""#),
  ("/caf\u{E9}/\u{65E5}\u{672C}/\u{1F600}", "\"/caf\u{E9}/\u{65E5}\u{672C}/\u{1F600}\""),
  ("\0\t\n\u{1B}[2J", #""\u0000\u0009\u000a\u001b[2J""#),
  ("\u{7F}\u{9B}31m\u{85}", #""\u007f\u009b31m\u0085""#),
  ("\u{2028}\u{2029}", #""\u2028\u2029""#),
  ("\u{202E}gnp.\u{2066}\u{200B}\u{FEFF}", #""\u202egnp.\u2066\u200b\ufeff""#),
  ("\u{E000}\u{E0041}\u{10FFFF}", #""\ue000\udb40\udc41\udbff\udfff""#),
])
func aStringEscapesWhatATerminalWouldObeyOrHide(text: String, expected: String) {
  #expect(jsonString(Array(text.utf8)) == expected)
}

// Table 3-8 and its neighbours in section 3.9 of the Unicode Standard.
@Test(
  arguments: [
    ([0xFF], 1),
    ([0xC0, 0xAF], 2),
    ([0xE2, 0x82], 1),
    ([0xED, 0xA0, 0x80], 3),
    ([0xF0, 0x9F, 0x98], 1),
    ([0xF0, 0x80, 0x80, 0x41], 3),
    ([0x61, 0xF1, 0x80, 0x80, 0xE1, 0x80, 0xC2, 0x62, 0x80], 4),
  ] as [([UInt8], Int)])
func eachMaximalSubpartThatIsNotUTF8BecomesOneReplacement(bytes: [UInt8], replacements: Int) {
  let text = jsonString(bytes)
  #expect(text.unicodeScalars.filter { $0 == "\u{FFFD}" }.count == replacements)
}

/// A section's name as it is read back from the JSON of an interval.
private func nameReadBack(_ name: [UInt8]) throws -> String? {
  var interval = silence
  interval.statistics.sections = [GroupCount(name: name, hits: 1, bytes: 0, errors: 0)]
  var line: [UInt8] = []
  JSONReport(top: 1).append(interval, to: &line)
  let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
  let sections = object?["sections"] as? [[String: Any]]
  return sections?.first?["section"] as? String
}

@Test func anyBytesGiveValidJSONThatMeansTheSameText() throws {
  for byte in UInt8.min...UInt8.max {
    #expect(try nameReadBack([byte]) == String(decoding: [byte], as: UTF8.self))
  }
  var generator = SeededRandom(seed: 2_020)
  for _ in 0..<2_000 {
    let name = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
      // Half of them structural in JSON or UTF-8, so that sequences are often nearly valid.
      Bool.random(using: &generator)
        ? UInt8.random(in: 0...255, using: &generator)
        : [0x22, 0x5C, 0x7B, 0x0A, 0xC2, 0x85, 0xE2, 0x80, 0xA8, 0xF0, 0x9F].randomElement(
          using: &generator) ?? 0
    }
    let read = try nameReadBack(name)
    #expect(read.map { Array($0.utf8) } == Array(String(decoding: name, as: UTF8.self).utf8))
  }
}
