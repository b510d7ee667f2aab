/// What a name of a log means on the far side.
enum FarName: Hashable {
  case file(inode: UInt64, size: Int)
  case none
  case directory
  case denied

  /// Reads the words of an answer; `nil` if they are none.
  init?(_ words: ArraySlice<Substring>) {
    switch words.first {
    case "none" where words.count == 1: self = .none
    case "dir" where words.count == 1: self = .directory
    case "denied" where words.count == 1: self = .denied
    default:
      guard words.count == 2, let inode = words.first.flatMap({ UInt64($0) }),
        let size = words.last.flatMap({ Int($0) }), inode > 0, size >= 0
      else { return nil }
      self = .file(inode: inode, size: size)
    }
  }

  var inode: UInt64? { if case .file(let inode, _) = self { inode } else { nil } }
}

/// A file beside the log, or the log itself.
struct FarEntry: Hashable {
  var inode: UInt64
  var size: Int
  /// What stands behind the log's name in its name; empty for the log.
  var suffix: String
}

/// An answer of ``FarShell``.
enum FarAnswer: Equatable {
  case hello
  /// A fold runs there from now on; what it has said already.
  case fold([UInt8])
  /// Bytes of a file, what its name meant before and after they were read, and the clock there in
  /// seconds since the epoch.
  case bytes([UInt8], before: FarName, after: FarName, time: Int)
  /// Fewer bytes than were announced: the file was cut while it was read.
  case cut
  /// The files whose names begin as the log's, the newest first.
  case list([FarEntry])
}

/// What is wrong with an answer: nothing that this program asked.
struct FarFault: Error, Equatable {
  /// For a person, with nothing in it that a terminal should not get.
  let reason: String

  init(_ reason: String) { self.reason = reason }

  /// The beginning of what was said instead.
  init(_ reason: String, _ bytes: some Sequence<UInt8>) {
    let text = bytes.prefix(80).map { (32...126).contains($0) ? $0 : UInt8(ascii: "?") }
    self.reason = text.isEmpty ? reason : "\(reason): \(String(decoding: text, as: UTF8.self))"
  }
}
