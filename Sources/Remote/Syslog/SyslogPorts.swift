import System

/// The sockets on which syslog comes in, and the connections that are open.
struct SyslogPorts {
  /// Beyond these a connection is closed at once, unless one has been idle for ``idleLimit``.
  static let mostConnections = 256
  static let idleLimit = Duration.seconds(300)

  private struct Connection {
    let descriptor: Descriptor
    let peer: PeerAddress
    var framer = SyslogFramer()
    var lastRead: ContinuousClock.Instant
  }

  private let place: SyslogPlace
  private var receivers: [DatagramReceiver] = []
  /// How many datagrams the kernel had dropped of sockets that others took the place of.
  private var droppedBefore = 0
  private var listeners: [StreamListener] = []
  private var connections: [Connection] = []
  /// How much is read of a connection at a time, in bytes.
  private static let readSize = 65_536
  /// How many connections were turned away.
  private(set) var refused = 0

  /// Opens the sockets: of a port, UDP and TCP on each address that its host has.
  init(at place: SyslogPlace) throws(SystemError) {
    self.place = place
    switch place {
    case .socket(let path): receivers = [try DatagramReceiver(at: .path(path))]
    case .network(let host?, let port):
      for address in try SocketAddress.resolving(host, port: port) { try listen(at: address) }
    case .network(nil, let port):
      for address in try SocketAddress.resolving("127.0.0.1", port: port) {
        try listen(at: address)
      }
      // A machine may have no IPv6.
      for address in (try? SocketAddress.resolving("::1", port: port)) ?? [] {
        try? listen(at: address)
      }
    }
  }

  private mutating func listen(at address: SocketAddress) throws(SystemError) {
    let receiver = try DatagramReceiver(at: address)
    listeners.append(try StreamListener(at: address))
    receivers.append(receiver)
  }

  /// How many datagrams the kernel has dropped since the start.
  var dropped: Int { receivers.reduce(droppedBefore) { $0 + $1.dropped } }

  /// Whether there is a file by which senders find it, which someone may remove.
  var hasPath: Bool {
    if case .socket = place { true } else { false }
  }

  /// Whether senders still find it.
  var isReachable: Bool { receivers.allSatisfy(\.isReachable) }

  /// Puts a socket in its place again that was removed.
  mutating func reopen() throws(SystemError) {
    guard case .socket(let path) = place else { return }
    let receiver = try DatagramReceiver(at: .path(path))
    droppedBefore = dropped
    receivers = [receiver]
  }

  /// The descriptors to wait for.
  var numbers: [Int32] {
    receivers.map(\.number) + listeners.map(\.number) + connections.map(\.descriptor.number)
  }

  /// Reads what has come, without waiting, until the batch is full; whether anything had.
  mutating func read(into batch: inout SyslogBatch, at now: ContinuousClock.Instant) -> Bool {
    var hasRead = false
    for receiver in receivers {
      while batch.byteCount < SyslogBatch.size,
        receiver.receive({ batch.add($0, from: $1) })
      {
        hasRead = true
      }
    }
    for listener in listeners {
      while let (descriptor, peer) = listener.accept() {
        hasRead = true
        guard makeRoom(at: now) else {
          refused += 1
          continue
        }
        connections.append(Connection(descriptor: descriptor, peer: peer, lastRead: now))
      }
    }
    var index = 0
    while index < connections.count {
      switch readConnection(index, into: &batch, at: now) {
      case .nothing: index += 1
      case .some:
        hasRead = true
        index += 1
      case .end:
        hasRead = true
        connections.remove(at: index)
      }
    }
    return hasRead
  }

  /// Whether another connection may be open, once one that is idle is closed if need be.
  private mutating func makeRoom(at now: ContinuousClock.Instant) -> Bool {
    guard connections.count >= SyslogPorts.mostConnections else { return true }
    guard
      let oldest = connections.indices.min(by: {
        connections[$0].lastRead < connections[$1].lastRead
      }),
      now - connections[oldest].lastRead >= SyslogPorts.idleLimit
    else { return false }
    connections.remove(at: oldest)
    return true
  }

  private enum Outcome {
    case nothing
    case some
    case end
  }

  /// Reads once of a connection: one that never pauses does not hold up the others.
  private mutating func readConnection(
    _ index: Int, into batch: inout SyslogBatch, at now: ContinuousClock.Instant
  ) -> Outcome {
    guard batch.byteCount < SyslogBatch.size else { return .nothing }
    let peer = connections[index].peer
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try connections[index].descriptor.available(atMost: SyslogPorts.readSize)
    } catch {
      guard error != .wouldBlock else { return .nothing }
      // The connection broke.
      bytes = []
    }
    guard !bytes.isEmpty else {
      connections[index].framer.end { batch.add($0.span, from: peer) }
      return .end
    }
    connections[index].lastRead = now
    connections[index].framer.take(bytes) {
      batch.add($0.span, from: peer)
    }
    return .some
  }
}
