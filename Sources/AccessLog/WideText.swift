/// Text in UTF-16, which is not read: it would be a line of NULs and letters.
package enum WideText {
  /// What is said instead of a format's layout.
  package static let expected =
    "lines of UTF-8; these are UTF-16, which iconv -f UTF-16 -t UTF-8 turns into it"

  /// How many bytes are looked at.
  private static let looked = 64

  /// Whether bytes are most likely UTF-16: every other byte is a NUL, and hardly any of those between.
  package static func isUTF16(_ bytes: [UInt8]) -> Bool {
    var nulls = [0, 0]
    // A byte-order mark is no part of the text, nor is the half of a newline before a line.
    let text = bytes.prefix(looked).drop { $0 == 0xFF || $0 == 0xFE }
    guard text.count >= 8 else { return false }
    for (index, byte) in text.enumerated() where byte == 0 { nulls[index % 2] += 1 }
    let half = text.count / 2
    return nulls.max() ?? 0 > half * 9 / 10 && nulls.min() ?? 0 < max(1, half / 10)
  }
}
