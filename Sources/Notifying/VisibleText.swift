/// Any bytes as one line of text that a person sees all of: what is not valid UTF-8, does not stand for a
/// visible character, or turns the direction of the text is written `\xNN`, byte by byte.
func visibleText(_ bytes: some Sequence<UInt8>) -> String {
  var text = String.UnicodeScalarView()
  var decoder = Unicode.UTF8.ForwardParser()
  var rest = bytes.makeIterator()
  let all = Array(bytes)
  var place = 0
  while true {
    switch decoder.parseScalar(from: &rest) {
    case .emptyInput: return String(text)
    case .error(let length):
      for byte in all[place..<place + length] { text.append(escape: byte) }
      place += length
    case .valid(let encoded):
      let scalar = Unicode.UTF8.decode(encoded)
      if scalar.isVisible {
        text.append(scalar)
      } else {
        for byte in encoded { text.append(escape: byte) }
      }
      place += encoded.count
    }
  }
}

extension String.UnicodeScalarView {
  fileprivate mutating func append(escape byte: UInt8) {
    let digits = String(byte, radix: 16)
    append(contentsOf: ("\\x" + (digits.count < 2 ? "0" : "") + digits).unicodeScalars)
  }
}

extension Unicode.Scalar {
  fileprivate var isVisible: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
      .unassigned:
      false
    default: true
    }
  }
}
