private import CZlib

/// Decodes gzip by zlib, in about 40 KiB of memory.
@safe final class GzipDecoder: Decoder {
  // The library keeps the address of its stream.
  private let stream: UnsafeMutablePointer<z_stream>

  init() throws(ReadError) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    guard unsafe hightide_inflate_init_gzip(stream) == Z_OK else {
      unsafe stream.deallocate()
      throw .outOfMemory(.gzip)
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  func restart() throws(ReadError) {
    guard unsafe inflateReset(stream) == Z_OK else { throw .damaged(.gzip) }
  }

  func decode(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(ReadError) -> DecodedPiece {
    let inputCount = UInt32(clamping: input.count)
    let outputCount = UInt32(clamping: output.count)
    // The library reads and writes within the counts, and does not write to its input.
    unsafe stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.bindMemory(to: UInt8.self).baseAddress)
    unsafe stream.pointee.avail_in = inputCount
    unsafe stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
    unsafe stream.pointee.avail_out = outputCount
    let outcome = unsafe inflate(stream, Z_NO_FLUSH)
    let piece = unsafe DecodedPiece(
      consumed: Int(inputCount - stream.pointee.avail_in),
      produced: Int(outputCount - stream.pointee.avail_out), isComplete: outcome == Z_STREAM_END)
    switch outcome {
    // Z_BUF_ERROR only says that nothing could be done.
    case Z_OK, Z_STREAM_END, Z_BUF_ERROR: return piece
    case Z_MEM_ERROR: throw .outOfMemory(.gzip)
    // What was decoded before the damage is given first; the next call finds the damage again.
    case Z_DATA_ERROR where piece.produced > 0: return piece
    default: throw .damaged(.gzip)
    }
  }
}
