/// Cuts what comes over a connection into messages (RFC 6587): each begins with its length, or ends
/// with a newline, which its first byte tells.
///
/// However the bytes are cut into reads, the messages are the same. What is framed wrongly becomes a
/// line too, so that it is counted as malformed: nothing is dropped in silence.
///
/// - Invariant: What is kept of a message that has not ended is at most ``longest`` bytes.
struct SyslogFramer {
  /// Two bytes more than a line may have: what was cut is still seen to be too long.
  static let longest = 65_538
  /// More digits are no length.
  private static let mostDigits = 7

  private enum State {
    /// Between two messages.
    case between
    /// Digits have come, which may be a length.
    case length
    /// So many bytes of a message are to come.
    case counted(left: Int)
    /// A message that a newline ends.
    case line
  }

  private var state = State.between
  private var kept: [UInt8] = []

  /// Takes what came, and hands on each message that is whole, without its newline.
  mutating func take(_ bytes: [UInt8], _ message: ([UInt8]) -> Void) {
    var index = 0
    while index < bytes.count {
      switch state {
      case .between:
        let byte = bytes[index]
        // Senders disagree on whether a message that is counted has a newline behind it.
        guard byte != newline, byte != 0, byte != 13 else {
          index += 1
          continue
        }
        state = (49...57).contains(byte) ? .length : .line
      case .length:
        let byte = bytes[index]
        index += 1
        if byte == 32, let count = Int(String(decoding: kept, as: UTF8.self)) {
          kept = []
          state = .counted(left: count)
        } else if !(48...57).contains(byte) || kept.count >= SyslogFramer.mostDigits {
          index -= 1
          state = .line
        } else {
          kept.append(byte)
        }
      case .counted(let left):
        let end = min(bytes.count, index + left)
        keep(bytes, index..<end)
        state = .counted(left: left - (end - index))
        index = end
        if case .counted(0) = state { finish(message) }
      case .line:
        var end = index
        while end < bytes.count, bytes[end] != newline { end += 1 }
        keep(bytes, index..<end)
        index = end
        if end < bytes.count {
          index += 1
          finish(message)
        }
      }
    }
  }

  /// Hands on what was begun when the connection ended.
  ///
  /// A message that lacks some of its bytes is given with its length in front, and reads as malformed:
  /// a number that was cut off is another number.
  mutating func end(_ message: ([UInt8]) -> Void) {
    switch state {
    case .between: return
    case .length, .line: break
    case .counted(let left): kept = Array("\(left + kept.count) ".utf8) + kept
    }
    finish(message)
  }

  private mutating func keep(_ bytes: [UInt8], _ range: Range<Int>) {
    let end = min(range.upperBound, range.lowerBound + SyslogFramer.longest - kept.count)
    for index in range.lowerBound..<max(range.lowerBound, end) { kept.append(bytes[index]) }
  }

  private mutating func finish(_ message: ([UInt8]) -> Void) {
    state = .between
    message(kept)
    kept.removeAll(keepingCapacity: kept.capacity <= 4_096)
  }
}

let newline = UInt8(ascii: "\n")
