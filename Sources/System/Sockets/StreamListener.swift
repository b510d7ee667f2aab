import Glibc
private import SwiftOverlayShims

/// A socket that takes connections, and never waits.
package final class StreamListener {
  private let descriptor: Descriptor

  package var number: Int32 { descriptor.number }

  /// Listens; `bind(2)`, `listen(2)`.
  package init(at address: SocketAddress) throws(SystemError) {
    descriptor = try Descriptor.bound(to: address, type: Int32(SOCK_STREAM.rawValue))
    guard listen(descriptor.number, 128) == 0 else { throw SystemError.last }
  }

  /// The next connection, of which reads never wait; `nil` if there is none, for now; `accept4(2)`.
  package func accept() -> (connection: Descriptor, peer: PeerAddress)? {
    var sender = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let number = unsafe withUnsafeMutablePointer(to: &sender) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe Glibc.accept(descriptor.number, $0, &length)
      }
    }
    guard number >= 0 else { return nil }
    let connection = Descriptor(owning: number)
    connection.neverWait()
    return (connection, PeerAddress(sender))
  }
}

/// The file that a socket with a path is.
enum UnixSocketFile {
  /// Removes the socket of a program that is gone; what is no socket, or one that is listened to, stays;
  /// `connect(2)`, `unlink(2)`.
  static func makeWay(at path: String, type: Int32) throws(SystemError) {
    let number = socket(AF_UNIX, type, 0)
    guard number >= 0 else { throw SystemError.last }
    let probe = Descriptor(owning: number)
    let address = SocketAddress.path(path)
    let outcome = try unsafe address.withPointer { unsafe connect(probe.number, $0, $1) }
    if outcome != 0, errno == ECONNREFUSED { remove(path) }
  }

  /// Lets every user of the machine write to it, as to `/dev/log`; `chmod(2)`.
  static func allowAll(_ path: String) {
    _ = unsafe Path.withName(path) { unsafe chmod($0, 0o666) }
  }

  static func remove(_ path: String) { _ = unsafe Path.withName(path) { unsafe unlink($0) } }
}

extension Descriptor {
  /// A socket that is bound to an address; `socket(2)`, `bind(2)`.
  static func bound(to address: SocketAddress, type: Int32) throws(SystemError) -> Descriptor {
    let flags = Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let number = socket(address.family, type | flags, 0)
    guard number >= 0 else { throw SystemError.last }
    let descriptor = Descriptor(owning: number)
    if address.family == AF_INET6 { descriptor.set(Int32(IPPROTO_IPV6), IPV6_V6ONLY, to: 1) }
    if type == Int32(SOCK_STREAM.rawValue) { descriptor.set(SOL_SOCKET, SO_REUSEADDR, to: 1) }
    let outcome = try unsafe address.withPointer { unsafe bind(number, $0, $1) }
    guard outcome == 0 else { throw SystemError.last }
    return descriptor
  }

  /// `setsockopt(2)`; `false` if the system refuses.
  @discardableResult
  func set(_ level: Int32, _ option: Int32, to value: Int32) -> Bool {
    var value = value
    return unsafe setsockopt(
      number, level, option, &value, socklen_t(MemoryLayout<Int32>.size)) == 0
  }

  /// `fcntl(F_SETFL, F_SETFD)`.
  func neverWait() {
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    _ = fcntl(number, F_SETFL, O_NONBLOCK)
  }
}
