/// Texts as JSON, for other writers of it.
package enum JSONText {
  /// The string with its quotes, escaped as reports are.
  package static func string(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.append(jsonString: text.utf8)
    return String(decoding: bytes, as: UTF8.self)
  }
}
