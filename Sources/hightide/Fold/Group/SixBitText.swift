/// Bytes as text that may stand wherever text may, six bits a character; what others call base64.
enum SixBitText {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
  private static let values: [UInt8: UInt32] = Dictionary(
    uniqueKeysWithValues: alphabet.enumerated().map { ($1, UInt32($0)) })

  /// Four characters for three bytes.
  static func text(of bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let word = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for place in 0...group.count {
        text.append(alphabet[Int(word >> UInt32(18 - 6 * place) & 63)])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes again; `nil` for any other text.
  static func bytes(of text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    let text = Array(text.utf8)
    for start in stride(from: 0, to: text.count, by: 4) {
      let group = text[start..<min(start + 4, text.count)]
      guard group.count > 1 else { return nil }
      var word: UInt32 = 0
      for character in group {
        guard let value = values[character] else { return nil }
        word = word << 6 | value
      }
      word <<= UInt32(6 * (4 - group.count))
      for place in 0..<group.count - 1 {
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(16 - 8 * place)))
      }
    }
    return bytes
  }
}
