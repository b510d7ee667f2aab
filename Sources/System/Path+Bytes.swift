/// Names of files as text.
///
/// To the system a name is bytes, which need not be UTF-8. In the text of a name, U+10FF80 to
/// U+10FFFF represent the bytes 80 to FF that are not valid UTF-8, and the bytes of such a scalar if
/// the name contains one. They also represent the bytes of what Unicode takes for the same as
/// something else: `é` may be one scalar or two, and texts that differ in this alone are equal. So
/// each name has exactly one text, and each text exactly one name.
extension Path {
  /// The text of a name.
  package static func text(of name: [UInt8]) -> String {
    let isPlain = name.allSatisfy { $0 < 0x80 }
    if let text = String(validating: name, as: UTF8.self),
      isPlain || !text.unicodeScalars.contains(where: mustBeBytes)
    {
      return text
    }
    var scalars = String.UnicodeScalarView()
    var rest = name.makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    var place = 0
    while true {
      switch parser.parseScalar(from: &rest) {
      case .emptyInput: return String(scalars)
      case .error(let length):
        for byte in name[place..<place + length] { scalars.append(standIn(for: byte)) }
        place += length
      case .valid(let encoded):
        let scalar = Unicode.UTF8.decode(encoded)
        if !mustBeBytes(scalar) {
          scalars.append(scalar)
        } else {
          for byte in encoded { scalars.append(standIn(for: byte)) }
        }
        place += encoded.count
      }
    }
  }

  /// The name that a text is of.
  package static func bytes(of text: String) -> [UInt8] {
    guard holdsStandIns(text) else { return Array(text.utf8) }
    return text.unicodeScalars.flatMap { scalar in
      byte(of: scalar).map { [$0] } ?? Array(String(scalar).utf8)
    }
  }

  /// The name that a text is of, byte by byte; `nil` if it is not UTF-8.
  package static func utf8(of text: String) -> String? {
    holdsStandIns(text) ? String(validating: bytes(of: text), as: UTF8.self) : text
  }

  /// Gives a call of the system the name that a text is of, with a NUL at its end.
  package static func withName<Result>(
    _ text: String, _ body: (UnsafePointer<CChar>) throws -> Result
  ) rethrows -> Result {
    guard holdsStandIns(text) else { return try unsafe text.withCString(body) }
    let name = bytes(of: text).map { CChar(bitPattern: $0) } + [0]
    return try unsafe name.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("a name ends with a NUL") }
      return try unsafe body(base)
    }
  }

  /// The text of a name that ends with a NUL.
  static func text(of name: UnsafePointer<CChar>) -> String {
    var bytes: [UInt8] = []
    var place = unsafe name
    // Up to the NUL that ends it.
    while unsafe place.pointee != 0 {
      unsafe bytes.append(UInt8(bitPattern: place.pointee))
      unsafe place += 1
    }
    return text(of: bytes)
  }

  /// Whether a scalar is written as stand-ins for its bytes: one that is a stand-in itself, and those
  /// that are not, or may not be, as they stand in normalization form C.
  private static func mustBeBytes(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x300 else { return false }
    let properties = scalar.properties
    return byte(of: scalar) != nil || properties.isFullCompositionExclusion
      || properties.canonicalCombiningClass != .notReordered
      || properties.generalCategory == .spacingMark || properties.generalCategory == .nonspacingMark
      // Vowels and final consonants of Hangul, which join with what stands before them.
      || (0x1160...0x11FF).contains(scalar.value)
  }

  private static func holdsStandIns(_ text: String) -> Bool {
    // All of them begin so, and hardly anything else does.
    text.utf8.contains(0xF4) && text.unicodeScalars.contains { byte(of: $0) != nil }
  }

  /// The byte that a scalar stands for; `nil` for all others.
  private static func byte(of scalar: Unicode.Scalar) -> UInt8? {
    scalar.value >= 0x10FF80 ? UInt8(truncatingIfNeeded: scalar.value) : nil
  }

  /// - Precondition: `byte` is 0x80 or above.
  private static func standIn(for byte: UInt8) -> Unicode.Scalar {
    Unicode.Scalar(0x10FF00 + UInt32(byte)) ?? "\u{FFFD}"
  }
}
