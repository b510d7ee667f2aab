/// The text of bytes out of a log that is safe on any terminal: printable ASCII as it is, every
/// other byte as `\xNN`.
///
/// Anyone who can send a request chooses these bytes. Beyond ASCII they can turn the direction of the
/// text, be invisible or take two columns, so none of it passes.
package func printableText(_ bytes: some Sequence<UInt8>) -> String {
  var text: [UInt8] = []
  for byte in bytes {
    if byte >= 0x20 && byte < 0x7F {
      text.append(byte)
    } else {
      text += [UInt8(ascii: "\\"), UInt8(ascii: "x"), hexDigit(byte >> 4), hexDigit(byte & 15)]
    }
  }
  return String(decoding: text, as: UTF8.self)
}

private func hexDigit(_ value: UInt8) -> UInt8 {
  value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
}
