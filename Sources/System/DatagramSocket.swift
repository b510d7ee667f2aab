private import Glibc
private import SwiftOverlayShims

/// Sends a message to a socket of the machine.
package enum DatagramSocket {
  /// Sends one datagram to the socket at a path, and waits no longer than two seconds for its reader;
  /// `sendto(2)`.
  package static func send(_ bytes: [UInt8], to path: String) throws(SystemError) {
    let number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0 else { throw SystemError.last }
    defer { close(number) }
    var limit = timeval(tv_sec: 2, tv_usec: 0)
    unsafe setsockopt(
      number, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let name = Path.bytes(of: path)
    let isFit = unsafe withUnsafeMutableBytes(of: &address.sun_path) { buffer in
      guard name.count < buffer.count else { return false }
      // The rest of it is zero.
      unsafe buffer.copyBytes(from: name)
      return true
    }
    guard isFit else { throw SystemError(code: ENAMETOOLONG) }
    let length = socklen_t(MemoryLayout<sockaddr_un>.size)
    let count = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe sendto(number, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, length)
      }
    }
    guard count == bytes.count else { throw SystemError.last }
  }
}
