private import CZstd

/// Decodes zstd by libzstd.
///
/// It takes the window that the data ask for: 2 MiB as a rule, and at most the 8 MiB of level 19,
/// so that an ordinary log takes no more than 24 MiB. Only `--long` and `--ultra` ask for more.
@safe final class ZstdDecoder: Decoder {
  private static let windowLogMaximum: Int32 = 23

  /// How much is decoded first of a frame, which is less than its header.
  private static let firstInput = 5

  private let stream: OpaquePointer
  /// How much of the input the library takes next: a block, or the checksum behind the last one.
  ///
  /// With more in one call, what a wrong checksum is of would be lost with it.
  private var nextInput = ZstdDecoder.firstInput

  init() throws(ReadError) {
    guard let stream = unsafe ZSTD_createDStream() else { throw .outOfMemory(.zstd) }
    unsafe self.stream = stream
    try check(
      unsafe ZSTD_DCtx_setParameter(
        stream, ZSTD_d_windowLogMax, ZstdDecoder.windowLogMaximum))
  }

  deinit {
    unsafe ZSTD_freeDStream(stream)
  }

  func restart() throws(ReadError) {
    nextInput = ZstdDecoder.firstInput
    try check(unsafe ZSTD_DCtx_reset(stream, ZSTD_reset_session_only))
  }

  func decode(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(ReadError) -> DecodedPiece {
    var from = unsafe ZSTD_inBuffer(
      src: input.baseAddress, size: min(input.count, nextInput), pos: 0)
    var to = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
    // The library reads and writes within the sizes.
    let outcome = unsafe ZSTD_decompressStream(stream, &to, &from)
    try check(outcome)
    nextInput = outcome == 0 ? ZstdDecoder.firstInput : outcome
    return unsafe DecodedPiece(consumed: from.pos, produced: to.pos, isComplete: outcome == 0)
  }

  private func check(_ outcome: Int) throws(ReadError) {
    guard ZSTD_isError(outcome) != 0 else { return }
    switch ZSTD_getErrorCode(outcome) {
    case ZSTD_error_memory_allocation, ZSTD_error_frameParameter_windowTooLarge:
      throw .outOfMemory(.zstd)
    default: throw .damaged(.zstd)
    }
  }
}
