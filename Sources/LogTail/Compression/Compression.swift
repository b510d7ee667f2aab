import System

/// A format that a log may be compressed in, told by its first bytes rather than by its name.
package enum Compression: String, Sendable, Hashable, CaseIterable {
  case gzip
  case zstd
  case bzip2
  case xz
  case lz4
  case zip
  case compress

  /// How many bytes tell.
  static let signatureLength = 6

  /// The format of a file that begins with `bytes`, or `nil` if it is not compressed in a known one.
  init?(beginningWith bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes.prefix(Compression.signatureLength))
    let found = Compression.allCases.first { format in
      format.signatures.contains { bytes.starts(with: $0) }
    }
    guard let found else { return nil }
    self = found
  }

  /// Whether more bytes may show that what begins with `bytes` is compressed.
  ///
  /// No signature has a newline in it: where this is so, no line has come to its end.
  static func mayBegin(with bytes: [UInt8]) -> Bool {
    allCases.contains {
      $0.signatures.contains { $0.count > bytes.count && $0.starts(with: bytes) }
    }
  }

  /// Whether a log in this format is read as it is; the others are known so that they are not
  /// taken for lines.
  package var isReadable: Bool { self == .gzip || self == .zstd }

  private var signatures: [[UInt8]] {
    switch self {
    case .gzip: [[0x1F, 0x8B]]
    // A frame that is to be skipped may stand before the data, as parallel writers do.
    case .zstd: [[0x28, 0xB5, 0x2F, 0xFD]] + (0x50...0x5F).map { [$0, 0x2A, 0x4D, 0x18] }
    case .bzip2: (0x31...0x39).map { [0x42, 0x5A, 0x68, $0, 0x31, 0x41] }
    case .xz: [[0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]]
    case .lz4: [[0x04, 0x22, 0x4D, 0x18]]
    case .zip: [[0x50, 0x4B, 0x03, 0x04]]
    case .compress: [[0x1F, 0x9D]]
    }
  }
}

extension Compression: CustomStringConvertible {
  package var description: String { rawValue }
}

extension LogFile {
  /// The format that the file is compressed in, or `nil`.
  func compression() throws(SystemError) -> Compression? {
    Compression(beginningWith: try descriptor.firstBytes(Compression.signatureLength))
  }
}
