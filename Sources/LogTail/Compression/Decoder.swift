/// Decodes data of one compressed format, piece by piece.
///
/// A reference, because the library behind it keeps its state at an address of its own.
protocol Decoder: AnyObject {
  /// Prepares for the next member of gzip or frame of zstd.
  func restart() throws(ReadError)

  /// Decodes what stands at the front of `input` to the front of `output`.
  ///
  /// Neither need be used up; where neither is, nothing more comes out without more input.
  func decode(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(ReadError) -> DecodedPiece
}

/// What one call of a decoder did.
struct DecodedPiece: Equatable {
  /// Bytes of the input.
  var consumed: Int
  /// Bytes of the output.
  var produced: Int
  /// Whether the member or frame ends here, its checksum being right.
  var isComplete: Bool
}

extension Compression {
  /// A decoder of this format, which must be readable.
  func makeDecoder() throws(ReadError) -> any Decoder {
    switch self {
    case .gzip: try GzipDecoder()
    case .zstd: try ZstdDecoder()
    case .bzip2, .xz, .lz4, .zip, .compress: throw .damaged(self)
    }
  }
}
