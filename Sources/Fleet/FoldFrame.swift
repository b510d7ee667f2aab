/// What `hightide fold` writes: a line that names the form, then frames, each with the bytes of one thing.
///
/// A frame is a byte that says what it is, the number of bytes that follow in four bytes, the lowest first,
/// and these bytes. What is between two checkpoints belongs together.
package struct FoldFrame: Hashable, Sendable {
  package enum Kind: UInt8, Sendable {
    /// The bytes of a ``MetricsRecord``.
    case record = 1
    /// What became of a source; see `FoldEvent`.
    case event
    /// The wall clock there, eight bytes, the lowest first, and behind it what a fold needs that is to go on
    /// from here.
    case checkpoint
    /// Nothing is to be said yet.
    case alive
    /// All that was there at the start has been said; see `FoldStart`.
    case caughtUp
  }

  package var kind: Kind
  package var bytes: [UInt8]

  package init(_ kind: Kind, _ bytes: [UInt8]) {
    self.kind = kind
    self.bytes = bytes
  }

  /// The version of the form of the stream.
  package static let version = 1
  /// The first line, without its newline.
  package static let greeting = "hightide fold \(version)"
  /// How many bytes a frame may have.
  package static let longest = 16 << 20

  /// The frame as it is written.
  package var encoded: [UInt8] {
    let count = UInt32(bytes.count)
    return [kind.rawValue] + (0..<4).map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) } + bytes
  }
}

/// Why a stream is not what `hightide fold` writes.
package enum FoldFault: Error, Hashable {
  case unknownKind
  case tooLong
}

/// Cuts a stream into frames, in whatever pieces it comes.
package struct FoldFrames: Sendable {
  private var buffer: [UInt8] = []

  package init() {}

  /// Adds what came, and returns the frames that are whole.
  package mutating func take(_ bytes: [UInt8]) throws(FoldFault) -> [FoldFrame] {
    buffer += bytes
    var start = 0
    var frames: [FoldFrame] = []
    while buffer.count - start >= 5 {
      guard let kind = FoldFrame.Kind(rawValue: buffer[start]) else { throw .unknownKind }
      let count = (1...4).reduce(0) { $0 | Int(buffer[start + $1]) << (8 * ($1 - 1)) }
      guard count <= FoldFrame.longest else { throw .tooLong }
      guard buffer.count - start >= 5 + count else { break }
      frames.append(FoldFrame(kind, Array(buffer[(start + 5)..<(start + 5 + count)])))
      start += 5 + count
    }
    buffer.removeFirst(start)
    return frames
  }
}
