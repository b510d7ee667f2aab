import Glibc

/// Where a socket listens: an address and a port, or a path.
package enum SocketAddress: Hashable, Sendable {
  /// The bytes of a `sockaddr` of the internet protocols.
  case internet([UInt8])
  case path(String)

  /// The addresses that a host's name or number stands for, with a port; `getaddrinfo(3)`.
  ///
  /// - Throws: `noAddress` if there is none.
  package static func resolving(
    _ host: String, port: UInt16
  ) throws(SystemError) -> [SocketAddress] {
    var hints = unsafe addrinfo()
    unsafe hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(host, "\(port)", &hints, &list) == 0 else { throw .noAddress }
    defer { unsafe freeaddrinfo(list) }
    var found: [SocketAddress] = []
    var next = unsafe list
    while let entry = unsafe next {
      let bytes = unsafe Array(
        UnsafeRawBufferPointer(start: entry.pointee.ai_addr, count: Int(entry.pointee.ai_addrlen)))
      if !found.contains(.internet(bytes)) { found.append(.internet(bytes)) }
      unsafe next = entry.pointee.ai_next
    }
    return found
  }

  /// The family of its protocol.
  var family: Int32 {
    switch self {
    case .internet(let bytes):
      // In bounds: a `sockaddr` begins with its family.
      unsafe Int32(bytes.span.bytes.unsafeLoadUnaligned(as: sa_family_t.self))
    case .path: AF_UNIX
    }
  }

  /// Hands its `sockaddr` to a call of the system.
  func withPointer<Result>(
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) throws(SystemError) -> Result {
    var storage = sockaddr_storage()
    let bytes: [UInt8]
    switch self {
    case .internet(let address): bytes = address
    case .path(let path):
      var address = sockaddr_un()
      let name = Path.bytes(of: path)
      address.sun_family = sa_family_t(AF_UNIX)
      let isFit = unsafe withUnsafeMutableBytes(of: &address.sun_path) { buffer in
        guard name.count < buffer.count else { return false }
        // The rest of it is zero.
        unsafe buffer.copyBytes(from: name)
        return true
      }
      guard isFit else { throw SystemError(code: ENAMETOOLONG) }
      bytes = unsafe withUnsafeBytes(of: &address) { unsafe Array($0) }
    }
    guard bytes.count <= MemoryLayout<sockaddr_storage>.size else {
      throw SystemError(code: ENAMETOOLONG)
    }
    unsafe withUnsafeMutableBytes(of: &storage) { unsafe $0.copyBytes(from: bytes) }
    return unsafe withUnsafePointer(to: &storage) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe body($0, socklen_t(bytes.count))
      }
    }
  }
}
