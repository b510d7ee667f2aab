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
      case .lines(let bytes): append(bytes, of: stream)
      case .ended(let rest):
        append(rest, of: stream)
        say(.ended, of: stream.path)
        if configuration.mode != .replay { _ = try stream.reopen() }
      }
    } catch {
      say(.failed(error, isFinal: true), of: stream.path)
    }
    return true
  }

  private mutating func append(_ bytes: [UInt8], of stream: ByteStream) {
    let knowledge = configuration.knowledge
    let memory = stream.memory ?? knowledge.blank
    append(bytes, of: stream.path, with: memory)
    var learnt = memory
    // Bytes are without padding.
    _ = unsafe knowledge.learn(bytes.span.bytes, &learnt)
    stream.memory = learnt
  }
}
