import Feed
private import Glibc
private import SwiftOverlayShims
import System

/// Standard input, a FIFO or a descriptor that was inherited: read once, from front to back, and
/// decoded if it is compressed.
final class ByteStream {
  enum Reading: Equatable {
    case lines([UInt8])
    /// Nothing has come, for now.
    case nothing
    /// All writers are gone; the last line, if it had no end, comes with this.
    case ended(rest: [UInt8])
  }

  /// What comes, told by its first bytes.
  private enum Content {
    /// These have come, and may become a signature.
    case unknown([UInt8])
    case plain
    case compressed(CompressedReader)
  }

  /// As it was named.
  let path: String
  private(set) var isOpen = true
  /// Whether there is more to decode of what has come.
  private(set) var isBehind = false
  /// The descriptor to wait for.
  var number: Int32 { descriptor.number }

  /// What has to be known to read the line that comes next; `nil` before the first.
  ///
  /// The next writer of a FIFO continues what the one before began.
  var memory: SourceMemory?

  private var descriptor: Descriptor
  private var content = Content.unknown([])
  private var cutter = LineCutter()
  private static let readSize = 1 << 18

  private init(path: String, descriptor: Descriptor) {
    self.path = path
    self.descriptor = descriptor
    descriptor.enlargePipe()
  }

  /// Opens what `path` names if that is a stream: `-`, `/dev/stdin`, `/dev/fd/N` or a FIFO.
  static func opening(_ path: String) throws(SystemError) -> ByteStream? {
    if let number = inheritedNumber(path) {
      let descriptor = try Descriptor.duplicating(number)
      guard descriptor.isReadable else { throw .badDescriptor }
      return ByteStream(path: path, descriptor: descriptor)
    }
    guard let status = try? FileStatus.of(path), status.kind == .stream else { return nil }
    return ByteStream(path: path, descriptor: try Descriptor.open(path))
  }

  /// The descriptor that a name means rather than a file.
  static func inheritedNumber(_ path: String) -> Int32? {
    if path == "-" || path == "/dev/stdin" { return 0 }
    for directory in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(directory) {
      return Int32(path.dropFirst(directory.count))
    }
    return nil
  }

  /// Reads what is there, without waiting.
  func read() throws(ReadError) -> Reading {
    guard isOpen, isBehind || descriptor.isReady else { return .nothing }
    isBehind = false
    do throws(ReadError) {
      let (lines, count) = try unsafe cutter.lines(reading: ByteStream.readSize) {
        (buffer) throws(ReadError) in try unsafe fill(buffer)
      }
      guard count == 0 else { return lines.isEmpty ? .nothing : .lines(lines) }
      isOpen = false
      return .ended(rest: cutter.flush())
    } catch .system(.wouldBlock) {
      return .nothing
    } catch {
      isOpen = false
      throw error
    }
  }

  /// Reads what comes next of the lines; zero is the end.
  private func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    switch content {
    case .unknown(let beginning):
      return try unsafe begin(buffer, after: beginning)
    case .plain:
      do {
        return try unsafe descriptor.read(into: buffer)
      } catch {
        throw .system(error)
      }
    case .compressed(let reader):
      let count = try unsafe reader.read(into: buffer)
      isBehind = count == buffer.count
      return count
    }
  }

  /// Reads the first bytes, which tell how the rest is read.
  ///
  /// The buffer is larger than what is read of a stream at a time.
  private func begin(
    _ buffer: UnsafeMutableRawBufferPointer, after beginning: [UInt8]
  ) throws(ReadError) -> Int {
    let more: [UInt8]
    do {
      more = try descriptor.available(atMost: CompressedReader.inputSize)
    } catch {
      throw .system(error)
    }
    let bytes = beginning + more
    if !more.isEmpty, Compression.mayBegin(with: bytes) {
      content = .unknown(bytes)
      throw .system(.wouldBlock)
    }
    guard let format = Compression(beginningWith: bytes) else {
      content = .plain
      unsafe buffer.copyBytes(from: bytes)
      return bytes.count
    }
    guard format.isReadable else { throw .unreadable(format) }
    let descriptor = descriptor
    content = .compressed(
      CompressedReader(format, beginning: bytes) { (_) throws(SystemError) in
        try descriptor.available(atMost: CompressedReader.inputSize)
      })
    return try unsafe fill(buffer)
  }

  /// Waits for the next writer of a FIFO that has a name; `false` if this is none.
  func reopen() throws(ReadError) -> Bool {
    do throws(SystemError) {
      guard ByteStream.inheritedNumber(path) == nil, try descriptor.status().kind == .stream,
        try ByteStream.isFifo(path)
      else { return false }
      descriptor = try Descriptor.open(path)
    } catch {
      throw .system(error)
    }
    descriptor.enlargePipe()
    content = .unknown([])
    isOpen = true
    return true
  }

  private static func isFifo(_ path: String) throws(SystemError) -> Bool {
    var raw = stat()
    guard unsafe Path.withName(path, { unsafe stat($0, &raw) }) == 0 else { throw SystemError.last }
    return raw.st_mode & S_IFMT == S_IFIFO
  }
}
