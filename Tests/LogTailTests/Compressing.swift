import CZlib
import CZstd
import Foundation
import TestSupport

/// Compresses as the tools of a server do.
enum Compressing {
  /// One member of gzip.
  static func gzip(_ text: String) -> [UInt8] {
    var stream = unsafe z_stream()
    // 16 asks for the format of gzip.
    let outcome = unsafe deflateInit2_(
      &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(outcome == Z_OK)
    defer { unsafe deflateEnd(&stream) }
    var input = Array(text.utf8)
    let size = Int(unsafe deflateBound(&stream, UInt(input.count)))
    return unsafe [UInt8](unsafeUninitializedCapacity: size) { output, count in
      unsafe input.withUnsafeMutableBufferPointer { input in
        unsafe stream.next_in = input.baseAddress
        unsafe stream.avail_in = UInt32(input.count)
        unsafe stream.next_out = output.baseAddress
        unsafe stream.avail_out = UInt32(size)
        precondition(unsafe deflate(&stream, Z_FINISH) == Z_STREAM_END)
      }
      count = size - Int(unsafe stream.avail_out)
    }
  }

  /// One frame of zstd, with a checksum.
  static func zstd(_ text: String) -> [UInt8] {
    guard let context = unsafe ZSTD_createCCtx() else { preconditionFailure("no memory") }
    defer { unsafe ZSTD_freeCCtx(context) }
    unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    let input = Array(text.utf8)
    return unsafe [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(input.count)) {
      output, count in
      count = unsafe ZSTD_compress2(
        context, output.baseAddress, output.count, input, input.count)
      precondition(ZSTD_isError(count) == 0)
    }
  }

  static func data(_ text: String, _ format: String) -> [UInt8] {
    format == "zstd" ? zstd(text) : gzip(text)
  }
}

extension ScratchFolder {
  /// Compresses a file as `gzip` or `zstd --rm` does.
  ///
  /// They keep the time of the last write; a script around a library does not.
  func compress(_ name: String, _ format: String, keepsTime: Bool = true) throws {
    let text = String(decoding: try Data(contentsOf: URL(filePath: self(name))), as: UTF8.self)
    let compressed = name + (format == "zstd" ? ".zst" : ".gz")
    try write(Compressing.data(text, format), to: compressed)
    if keepsTime { keepTime(of: name, in: compressed) }
    delete(name)
  }
}
