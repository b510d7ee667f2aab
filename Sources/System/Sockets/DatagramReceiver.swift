import Glibc
private import SwiftOverlayShims

/// A socket that takes datagrams, and never waits.
package final class DatagramReceiver {
  /// As much as the kernel is asked to keep for a program that is busy, in bytes; it may give less.
  private static let bufferSize: Int32 = 8 << 20
  /// More than a datagram may have.
  private static let longest = 1 << 17

  private let descriptor: Descriptor
  /// The file that a socket with a path is.
  private let file: (path: String, identity: FileIdentity)?
  private var buffer = [UInt8](repeating: 0, count: DatagramReceiver.longest)
  /// How many datagrams the kernel has dropped since the socket was made, because its buffer was full;
  /// known with the next one that is received.
  package private(set) var dropped = 0
  private var lastCount: UInt32 = 0

  package var number: Int32 { descriptor.number }

  /// Listens; `bind(2)`.
  ///
  /// The socket of a program that is gone makes way for this one.
  package init(at address: SocketAddress) throws(SystemError) {
    if case .path(let path) = address {
      try UnixSocketFile.makeWay(at: path, type: Int32(SOCK_DGRAM.rawValue))
    }
    descriptor = try Descriptor.bound(to: address, type: Int32(SOCK_DGRAM.rawValue))
    if case .path(let path) = address {
      file = (path, try FileStatus.of(path).identity)
      UnixSocketFile.allowAll(path)
    } else {
      file = nil
    }
    // The first is for those who may go beyond the system's limit.
    if !descriptor.set(SOL_SOCKET, SO_RCVBUFFORCE, to: DatagramReceiver.bufferSize) {
      descriptor.set(SOL_SOCKET, SO_RCVBUF, to: DatagramReceiver.bufferSize)
    }
    descriptor.set(SOL_SOCKET, SO_RXQ_OVFL, to: 1)
  }

  deinit {
    // Another program may have put its own in this place.
    if let file, isReachable { UnixSocketFile.remove(file.path) }
  }

  /// Whether its path, if it has one, still leads to it; `stat(2)`.
  package var isReachable: Bool {
    file.map { (try? FileStatus.of($0.path))?.identity == $0.identity } ?? true
  }

  /// Hands the next datagram to `body`; `false` if there is none, for now; `recvmsg(2)`.
  package func receive(_ body: (Span<UInt8>, PeerAddress) -> Void) -> Bool {
    var sender = sockaddr_storage()
    var control = [UInt64](repeating: 0, count: 16)
    let count = unsafe buffer.withUnsafeMutableBytes { buffer in
      unsafe control.withUnsafeMutableBytes { control in
        unsafe withUnsafeMutablePointer(to: &sender) { sender in
          var vector = unsafe iovec(iov_base: buffer.baseAddress, iov_len: buffer.count)
          return unsafe withUnsafeMutablePointer(to: &vector) { vector in
            var message = unsafe msghdr()
            unsafe message.msg_name = UnsafeMutableRawPointer(sender)
            unsafe message.msg_namelen = socklen_t(MemoryLayout<sockaddr_storage>.size)
            unsafe message.msg_iov = vector
            unsafe message.msg_iovlen = 1
            unsafe message.msg_control = control.baseAddress
            unsafe message.msg_controllen = control.count
            let count = unsafe recvmsg(number, &message, Int32(MSG_DONTWAIT))
            if count >= 0 {
              unsafe noteDropped(UnsafeRawBufferPointer(control).prefix(message.msg_controllen))
            }
            return count
          }
        }
      }
    }
    guard count >= 0 else { return false }
    let received = Array(buffer[..<min(count, buffer.count)])
    body(received.span, PeerAddress(sender))
    return true
  }

  /// Reads the kernel's count, which is the only message: a `cmsghdr` of 16 bytes, then 4 bytes.
  private func noteDropped(_ control: Slice<UnsafeRawBufferPointer>) {
    guard unsafe control.count >= 20 else { return }
    let bytes = unsafe UnsafeRawBufferPointer(rebasing: control)
    guard unsafe bytes.loadUnaligned(fromByteOffset: 8, as: Int32.self) == SOL_SOCKET,
      unsafe bytes.loadUnaligned(fromByteOffset: 12, as: Int32.self) == SO_RXQ_OVFL
    else { return }
    let count = unsafe bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
    dropped += Int(count &- lastCount)
    lastCount = count
  }
}
