package import Feed
package import System

/// Why a log cannot be read on.
package enum ReadError: Error, Hashable, Sendable {
  case system(SystemError)
  /// Compressed data end before they are complete: a copy was cut off, or is still being written.
  case cutOff(Compression)
  /// Compressed data are not as they were written.
  case damaged(Compression)
  /// What comes is in a format that is not read.
  case unreadable(Compression)
  /// Decoding takes more memory than there is, or than a log may ask for.
  case outOfMemory(Compression)
}

extension ReadError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .system(let error): "\(error)"
    case .cutOff(let format): "the \(format) data is cut off"
    case .damaged(let format): "the \(format) data is damaged"
    case .unreadable(let format): "the data is compressed with \(format); unpack it first"
    case .outOfMemory(let format):
      "the \(format) data takes too much memory to decode; unpack it first"
    }
  }
}

extension SourceEvent.Change {
  /// The source cannot be read, for this reason; for good if `isFinal`.
  package static func failed(_ error: ReadError, isFinal: Bool = false) -> Self {
    .failed(SourceFailure(reason: "\(error)", isFinal: isFinal))
  }
}
