import Feed

extension Tail {
  /// Reads what all streams have; `false` if that is nothing.
  mutating func readStreams() -> Bool {
    var hasRead = false
    for stream in streams where read(stream) { hasRead = true }
    return hasRead
  }

  /// Reads what a stream has; `false` if that is nothing.
  mutating func read(_ stream: ByteStream) -> Bool {
    do {
      switch try stream.read() {
      case .nothing: return false
      case .lines(let bytes): append(bytes, of: stream.path)
      case .ended(let rest):
        append(rest, of: stream.path)
        say(.ended, of: stream.path)
        if configuration.mode != .replay { _ = try stream.reopen() }
      }
    } catch {
      say(.failed(error, isFinal: true), of: stream.path)
    }
    return true
  }
}
