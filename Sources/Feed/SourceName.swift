/// Which source it is: a path, `-`, or another name, as the user gave it or as a pattern found it.
///
/// Bytes, since names of files need not be UTF-8.
package struct SourceName: Hashable, Sendable {
  package let bytes: [UInt8]

  package init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  package init(_ path: String) {
    bytes = Array(path.utf8)
  }

  /// The name for a person; what is not UTF-8 in it becomes U+FFFD.
  package var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension SourceName: Comparable {
  /// In the order of the bytes.
  package static func < (left: SourceName, right: SourceName) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}

extension SourceName: ExpressibleByStringLiteral, CustomStringConvertible {
  package init(stringLiteral path: String) { self.init(path) }

  package var description: String { text }
}
