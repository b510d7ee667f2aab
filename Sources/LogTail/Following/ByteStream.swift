private import Glibc
private import SwiftOverlayShims

/// Standard input, a FIFO or a descriptor that was inherited: read once, from front to back.
final class ByteStream {
  enum Reading: Equatable {
    case lines([UInt8])
    /// Nothing has come, for now.
    case nothing
    /// All writers are gone; the last line, if it had no end, comes with this.
    case ended(rest: [UInt8])
  }

  /// As it was named.
  let path: String
  private(set) var isOpen = true
  /// The descriptor to wait for.
  var number: Int32 { descriptor.number }

  private var descriptor: Descriptor
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
      return ByteStream(path: path, descriptor: try Descriptor.duplicating(number))
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
  func read() throws(SystemError) -> Reading {
    guard isOpen, isReady() else { return .nothing }
    do {
      let (lines, count) = try unsafe cutter.lines(reading: ByteStream.readSize) {
        (buffer) throws(SystemError) in try unsafe descriptor.read(into: buffer)
      }
      guard count == 0 else { return lines.isEmpty ? .nothing : .lines(lines) }
      isOpen = false
      return .ended(rest: cutter.flush())
    } catch .wouldBlock {
      return .nothing
    } catch {
      isOpen = false
      throw error
    }
  }

  /// Waits for the next writer of a FIFO that has a name; `false` if this is none.
  func reopen() throws(SystemError) -> Bool {
    guard ByteStream.inheritedNumber(path) == nil, try descriptor.status().kind == .stream,
      try ByteStream.isFifo(path)
    else { return false }
    descriptor = try Descriptor.open(path)
    descriptor.enlargePipe()
    isOpen = true
    return true
  }

  private static func isFifo(_ path: String) throws(SystemError) -> Bool {
    var raw = stat()
    guard unsafe stat(path, &raw) == 0 else { throw SystemError.last }
    return raw.st_mode & S_IFMT == S_IFIFO
  }

  /// Whether a read would not wait: there are bytes, or no writer is left.
  private func isReady() -> Bool {
    var entry = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&entry, 1, 0) > 0
  }
}
