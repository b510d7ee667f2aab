private import Glibc

/// Why a system call failed: an `errno`.
package struct SystemError: Error, Hashable, Sendable {
  package let code: Int32

  package init(code: Int32) {
    self.code = code
  }

  /// The reason of the call that failed last on this thread.
  package static var last: SystemError { SystemError(code: errno) }

  package static let missing = SystemError(code: ENOENT)
  package static let exists = SystemError(code: EEXIST)
  package static let interrupted = SystemError(code: EINTR)
  package static let notPermitted = SystemError(code: EACCES)
  package static let isDirectory = SystemError(code: EISDIR)
  package static let wouldBlock = SystemError(code: EAGAIN)
  package static let tooManyOpen = SystemError(code: EMFILE)
  package static let badDescriptor = SystemError(code: EBADF)
  package static let missingProgram = SystemError(code: ENOEXEC)
  package static let noAddress = SystemError(code: EADDRNOTAVAIL)
  package static let notSupported = SystemError(code: EOPNOTSUPP)
}

extension SystemError: CustomStringConvertible {
  /// The words of `strerror_r(3)`, such as `Permission denied`.
  package var description: String {
    var words = [CChar](repeating: 0, count: 256)
    let count = words.count
    let outcome = unsafe words.withUnsafeMutableBufferPointer { buffer in
      // The buffer has a byte more than the longest message, which ends with a NUL.
      unsafe buffer.baseAddress.map { unsafe strerror_r(code, $0, count) } ?? EINVAL
    }
    let message = words.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return outcome == 0 && !message.isEmpty
      ? String(decoding: message, as: UTF8.self) : "error \(code)"
  }
}
