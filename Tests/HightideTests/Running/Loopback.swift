import Glibc
import Synchronization
import TestSupport

/// Plain sockets on 127.0.0.1.
enum Loopback {
  /// Below Linux's ephemeral ports, any of which a connecting socket may take.
  private static let ports: Range<UInt16> = 10_000..<32_000
  /// The port to try next, for all tests of the process: each gets another.
  private static let next = Mutex(UInt16.random(in: ports))

  /// A port that no program and no other test listens on.
  static func freePort() throws -> UInt16 { try freePorts(1) }

  /// The first of so many ports in a row that no program and no other test listens on.
  static func freePorts(_ count: UInt16) throws -> UInt16 {
    for _ in 0..<1_000 {
      let first = next.withLock { next in
        if next > ports.upperBound - count { next = ports.lowerBound }
        defer { next += count }
        return next
      }
      if (first..<first + count).allSatisfy({ isFree($0) }) { return first }
    }
    throw Spawn.Failure(call: "bind")
  }

  private static func isFree(_ port: UInt16) -> Bool {
    [SOCK_STREAM, SOCK_DGRAM].allSatisfy { kind in
      let descriptor = socket(AF_INET, Int32(kind.rawValue), 0)
      defer { close(descriptor) }
      var address = address(port: port)
      let length = socklen_t(MemoryLayout<sockaddr_in>.size)
      return unsafe withUnsafeMutablePointer(to: &address) {
        unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe bind(descriptor, $0, length) == 0
        }
      }
    }
  }

  /// Sends the text, and returns all that comes back; nothing if no program listens.
  static func exchange(_ text: String, port: UInt16) throws -> String {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw Spawn.Failure(call: "socket") }
    defer { close(descriptor) }
    guard connects(descriptor, to: port) else { return "" }
    return try exchange(Array(text.utf8), descriptor)
  }

  private static func connects(_ descriptor: Int32, to port: UInt16) -> Bool {
    var address = address(port: port)
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    return unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, length) == 0
      }
    }
  }

  /// Sends the text, waits, takes so many bytes of what comes back, and breaks the connection off;
  /// returns how many came.
  ///
  /// Little is buffered on this side, so that the sender has to wait, too.
  static func take(
    _ count: Int, of text: String, port: UInt16, after milliseconds: UInt32
  ) throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw Spawn.Failure(call: "socket") }
    defer { close(descriptor) }
    var size: Int32 = 32_768
    var abort = linger(l_onoff: 1, l_linger: 0)
    unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &abort, socklen_t(MemoryLayout<linger>.size))
    guard connects(descriptor, to: port) else { throw Spawn.Failure(call: "connect") }
    let bytes = Array(text.utf8)
    guard unsafe send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
      throw Spawn.Failure(call: "send")
    }
    usleep(milliseconds * 1_000)
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var taken = 0
    while taken < count {
      var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&state, 1, Int32(Patience.limit)) > 0 else { break }
      let read = unsafe read(descriptor, &buffer, min(buffer.count, count - taken))
      guard read > 0 else { break }
      taken += read
    }
    return taken
  }

  /// Listens on a port where nothing is accepted, until the descriptor is closed.
  static func listenInSilence(port: UInt16) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = address(port: port)
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, length)
      }
    }
    guard status == 0, listen(descriptor, 16) == 0 else { throw Spawn.Failure(call: "listen") }
    return descriptor
  }

  /// Sends and receives in turn, so that neither side waits for the other for ever.
  private static func exchange(_ bytes: [UInt8], _ descriptor: Int32) throws -> String {
    var rest = bytes[...]
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let deadline = Patience.now + Patience.limit
    while Patience.now < deadline {
      let events = rest.isEmpty ? POLLIN : POLLIN | POLLOUT
      var state = pollfd(fd: descriptor, events: Int16(events), revents: 0)
      guard unsafe poll(&state, 1, Int32(Patience.limit)) > 0 else { break }
      if Int32(state.revents) & ~POLLOUT != 0 {
        let count = unsafe read(descriptor, &buffer, buffer.count)
        guard count > 0 else { break }
        answer += buffer[..<count]
      } else {
        let piece = Array(rest.prefix(4_096))
        let count = unsafe send(descriptor, piece, piece.count, Int32(MSG_NOSIGNAL))
        guard count > 0 else { throw Spawn.Failure(call: "send") }
        rest = rest.dropFirst(count)
      }
    }
    return String(decoding: answer, as: UTF8.self)
  }

  private static func address(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }
}
