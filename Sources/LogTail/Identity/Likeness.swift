import System

/// How what a file holds compares with what had been read.
enum Likeness: Equatable, CaseIterable {
  /// It begins with all of that.
  case continues
  /// The beginning differs, and what stands before the end of what was read does not.
  case edited
  /// The first lines are the same, and what stands behind them is not: it was cut or written over,
  /// and has grown since.
  case rewritten
  /// It holds only the beginning of that.
  case shortened
  /// It holds nothing.
  case emptied
  case other
}

extension ReadContent {
  /// How what a file holds compares with this.
  ///
  /// `bytes` gives as many bytes as there are, at most the second, from the first on.
  ///
  /// - Complexity: two or three reads of at most 1 KiB.
  func likeness(
    ofFileWith size: Int, _ bytes: (Int, Int) throws(SystemError) -> [UInt8]
  ) throws(SystemError) -> Likeness {
    guard size > 0 || length == 0 else { return .emptied }
    let shared = try sharedBeginning(size, bytes)
    let hasBeginning = shared.count == comparedCount(ofFileWith: size)
    guard size >= length else {
      guard shared.isProofOfALog else { return .other }
      // What differs behind it may have been written since the end was cut off.
      return hasBeginning ? .shortened : .rewritten
    }
    // Of a line that was under way the beginning was read too.
    if length > beginning.length || !hasBeginning, lastLine.length > 0 {
      let hasEnd = lastLine.matches(try bytes(length - 1 - lastLine.length, lastLine.length))
      guard !hasEnd else { return hasBeginning ? .continues : .edited }
    } else if hasBeginning {
      return .continues
    }
    // Many files begin with the hole that a writer leaves which did not notice a truncation.
    return shared.isProofOfALog ? .rewritten : .other
  }

  func likeness(of file: Descriptor, size: Int) throws(SystemError) -> Likeness {
    try likeness(ofFileWith: size) { (start, count) throws(SystemError) in
      try file.bytes(at: start, count: count)
    }
  }

  /// Whether it tells one file from another: a few bytes do not, nor does the hole that a writer leaves
  /// which did not notice a truncation, without the last line behind it.
  var isProof: Bool {
    guard beginning.length >= Fingerprint.shortestProof else { return false }
    return !beginning.isOfZeros || lastLine.length >= Fingerprint.shortestProof
  }

  /// Whether this may be of a file that begins with `bytes`, as far as hashes tell.
  func mayBegin(with bytes: [UInt8]) -> Bool {
    if bytes.count >= beginning.length { return beginning.length > 0 && beginning.matches(bytes) }
    guard let rung = ReadContent.rung(atMost: bytes.count), rungs[rung] != 0 else {
      return bytes.count < ReadContent.shortestRung && !bytes.isEmpty && rungs[0] != 0
    }
    return Fingerprint(length: ReadContent.shortestRung << rung, hash: rungs[rung]).matches(bytes)
  }

  /// How many of the first bytes of a file can be compared with those of this.
  private func comparedCount(ofFileWith size: Int) -> Int {
    guard size < beginning.length else { return beginning.length }
    return ReadContent.rung(atMost: size).map { ReadContent.shortestRung << $0 } ?? .max
  }

  /// The first bytes of a file, as far as they are known to be those of this.
  private func sharedBeginning(
    _ size: Int, _ bytes: (Int, Int) throws(SystemError) -> [UInt8]
  ) throws(SystemError) -> ArraySlice<UInt8> {
    if size >= beginning.length {
      let head = try bytes(0, beginning.length)
      if beginning.matches(head) { return head[...] }
    }
    guard let longest = ReadContent.rung(atMost: size) else { return [] }
    let head = try bytes(0, ReadContent.shortestRung << longest)
    for rung in (0...longest).reversed() where rungs[rung] != 0 {
      let length = ReadContent.shortestRung << rung
      if Fingerprint(length: length, hash: rungs[rung]).matches(head) { return head.prefix(length) }
    }
    return []
  }
}

extension ArraySlice<UInt8> {
  /// How many bytes of a second line, and of a first one, tell it from those of other logs.
  private static let (shortestSecondLine, shortestFirstLine) = (48, 512)

  /// Whether this, of which the last line may be cut, begins with two different lines at least, or with
  /// a long one: many logs begin with the same comments, or with the same probe.
  fileprivate var isProofOfALog: Bool {
    let comment = UInt8(ascii: "#")
    var lines = split(separator: newline, omittingEmptySubsequences: false)
    let tail = lines.popLast()?.drop { $0 == 0 } ?? []
    lines.removeAll { $0.first == comment }
    let isLine =
      tail.count >= (lines.isEmpty ? Self.shortestFirstLine : Self.shortestSecondLine)
      && tail.first != comment && !lines.contains { $0.starts(with: tail) }
    return Set(lines).count > 1 || isLine
  }
}
