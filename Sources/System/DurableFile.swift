private import Glibc
import Synchronization

/// A file that keeps what is appended to it, also across a crash of the machine.
///
/// Only its owner may read it, and one process at a time has it: it is locked as long as it is open.
package final class DurableFile: Sendable {
  private let number: Mutex<Int32>
  private let path: String

  /// Opens the file, or creates it; `open(2)`, `flock(2)`.
  ///
  /// - Throws: `wouldBlock` if another process has it, `notSupported` if it is no regular file.
  package init(_ path: String) throws(SystemError) {
    self.path = path
    number = Mutex(try DurableFile.open(path, O_CREAT))
  }

  // A child that just starts has it open too, and would keep the lock.
  deinit {
    number.withLock {
      flock($0, LOCK_UN)
      close($0)
    }
  }

  private static func open(_ path: String, _ flags: Int32) throws(SystemError) -> Int32 {
    let number = unsafe Path.withName(path) {
      unsafe Glibc.open(
        $0, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | flags, 0o600)
    }
    guard number >= 0 else { throw SystemError.last }
    do throws(SystemError) {
      guard try FileStatus.of(descriptor: number).kind == .regular else { throw .notSupported }
      guard flock(number, LOCK_EX | LOCK_NB) == 0 else { throw SystemError.last }
      return number
    } catch {
      close(number)
      throw error
    }
  }

  /// The bytes of the file, at most so many.
  package func bytes(atMost maximum: Int) throws(SystemError) -> [UInt8] {
    try number.withLock { (number) throws(SystemError) in
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while bytes.count < maximum {
        let count = unsafe pread(number, &buffer, buffer.count, bytes.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw SystemError.last }
        guard count > 0 else { break }
        bytes += buffer[..<count]
      }
      return bytes
    }
  }

  /// Appends the bytes, and returns once the disk has them; `fdatasync(2)`.
  package func append(_ bytes: [UInt8]) throws(SystemError) {
    try number.withLock { (number) throws(SystemError) in
      try DurableFile.write(bytes, to: number)
    }
  }

  /// Puts a file with these bytes in the place of this one; `rename(2)`.
  ///
  /// After a crash there is either the one or the other.
  package func replace(with bytes: [UInt8]) throws(SystemError) {
    let draft = path + ".new"
    try number.withLock { (number) throws(SystemError) in
      let next = try DurableFile.open(draft, O_CREAT | O_TRUNC)
      do throws(SystemError) {
        try DurableFile.write(bytes, to: next)
        let isInPlace = unsafe Path.withName(draft) { draft in
          unsafe Path.withName(path) { unsafe rename(draft, $0) == 0 }
        }
        guard isInPlace else { throw SystemError.last }
      } catch {
        close(next)
        throw error
      }
      close(number)
      number = next
    }
  }

  private static func write(_ bytes: [UInt8], to number: Int32) throws(SystemError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(number, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw SystemError.last }
      rest = rest.dropFirst(count)
    }
    guard fdatasync(number) == 0 else { throw SystemError.last }
  }
}
