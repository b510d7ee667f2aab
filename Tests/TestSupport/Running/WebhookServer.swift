import Glibc
import Synchronization

/// A server on 127.0.0.1 that answers as a test says, one connection after the other.
package final class WebhookServer: Sendable {
  /// What it does with a request.
  package enum Answer: Sendable {
    case status(Int, headers: [String] = [], body: String = "")
    /// It closes the connection without a word.
    case breakOff
    /// It says nothing until the test is over.
    case hang
  }

  package struct Request: Sendable {
    package var head: String
    package var body: String

    /// The value of a header.
    package func header(_ name: String) -> String? {
      head.split(separator: "\r\n").lazy
        .first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
        .map { String($0.dropFirst(name.utf8.count + 2)) }
    }
  }

  private struct State {
    var answers: [Answer]
    var requests: [Request] = []
    var held: [Int32] = []
  }

  package let port: UInt16
  private let listener: Int32
  private let state: Mutex<State>

  /// Starts a server that gives these answers, and the last one from then on.
  package init(_ answers: [Answer], port wanted: UInt16 = 0) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var yes: Int32 = 1
    unsafe setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, 4)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = wanted.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let socket = listener
    let outcome = unsafe withUnsafeMutablePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(socket, $0, length) == 0 && listen(socket, 16) == 0
          ? getsockname(socket, $0, &length) : -1
      }
    }
    guard outcome == 0 else { throw Spawn.Failure(call: "bind") }
    port = UInt16(bigEndian: address.sin_port)
    state = Mutex(State(answers: answers))
    var thread = pthread_t()
    let server = unsafe Unmanaged.passRetained(self)
    unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        // Retained for this thread when it was created.
        let server = unsafe Unmanaged<WebhookServer>.fromOpaque(context).takeRetainedValue()
        while server.serve() {}
        return nil
      }, server.toOpaque())
    pthread_detach(thread)
  }

  /// All requests so far.
  package var requests: [Request] { state.withLock { $0.requests } }

  /// Takes no more connections, and ends those that hang.
  package func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    for held in state.withLock({ $0.held }) { close(held) }
  }

  private func serve() -> Bool {
    let connection = accept(listener, nil, nil)
    guard connection >= 0 else {
      close(listener)
      return false
    }
    guard let request = WebhookServer.read(connection) else {
      close(connection)
      return true
    }
    let answer = state.withLock { state in
      state.requests.append(request)
      return state.answers.count > 1 ? state.answers.removeFirst() : state.answers[0]
    }
    switch answer {
    case .status(let status, let headers, let body):
      let lines = ["HTTP/1.1 \(status) X", "Content-Length: \(body.utf8.count)"] + headers
      let text = (lines + ["Connection: close", "", body]).joined(separator: "\r\n")
      let bytes = Array(text.utf8)
      _ = unsafe send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
      close(connection)
    case .breakOff: close(connection)
    case .hang: state.withLock { $0.held.append(connection) }
    }
    return true
  }

  private static func read(_ connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let text = String(decoding: bytes, as: UTF8.self)
      if let end = text.firstRange(of: "\r\n\r\n") {
        let request = Request(
          head: String(text[..<end.lowerBound]), body: String(text[end.upperBound...]))
        let length = request.header("Content-Length").flatMap { Int($0) } ?? 0
        if request.body.utf8.count >= length { return request }
      }
      let count = unsafe recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      bytes += buffer[..<count]
    }
  }
}
