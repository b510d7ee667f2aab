import AccessLog

/// The lines of each source from the first malformed one behind its last hit on, so that they can be
/// read again.
///
/// A log whose format changes is looked at now and then, so that some lines of the new format have been
/// read in the old one by the time that it is known. They are counted as malformed then, since they may
/// well be; once it is known they are read again, and are no longer counted as that. Nothing is kept of a
/// source whose last line is a hit.
///
/// A function of the lines, whatever chunks they come in: the clock stays while no hit comes, so that the
/// hits count as if they had been read at once.
package struct MalformedTails: Sendable, Equatable {
  /// How many bytes of lines of a source are kept at most.
  package static let longest = SourceMemory.longestReread
  /// How many bytes of lines of all sources are kept at most; of further sources none are, so that
  /// their lines stay malformed.
  static let longestOfAll = 4 << 20

  /// What a line that is no hit was counted as.
  package enum Kind: UInt8, Sendable {
    case malformed
    case comment
    /// Nothing but a line.
    case other

    init(_ record: LineRecord) {
      switch record.status {
      case LineRecord.malformed, LineRecord.continuation: self = .malformed
      case LineRecord.comment: self = .comment
      default: self = .other
      }
    }
  }

  /// Lines of one source, read before the start or after it.
  package struct Tail: Sendable, Equatable {
    package var origin: Origin
    /// Each with its newline.
    package private(set) var bytes: [UInt8] = []
    /// What each was counted as.
    package private(set) var kinds: [Kind] = []

    init(origin: Origin) { self.origin = origin }

    /// Reads what an earlier run kept; `nil` if that is not possible.
    package init?(origin: Origin, bytes: [UInt8], kinds: [UInt8]) {
      self.origin = origin
      self.bytes = bytes
      self.kinds = kinds.compactMap { Kind(rawValue: $0) }
      guard bytes.last == MalformedTails.newline, self.kinds.count == kinds.count,
        kinds.count == bytes.count(where: { $0 == MalformedTails.newline })
      else { return nil }
    }

    mutating func append(_ line: ArraySlice<UInt8>, _ kind: Kind) {
      bytes += line
      // The last line of a file may lack it.
      if line.last != MalformedTails.newline { bytes.append(MalformedTails.newline) }
      kinds.append(kind)
    }

    /// Removes the first lines that have that many bytes or more, and returns how many they have.
    mutating func removeFirst(atLeast count: Int) -> Int {
      var (end, lines) = (0, 0)
      while end < count, end < bytes.count {
        end = bytes.span.endOfLine(from: end)
        lines += 1
      }
      bytes.removeFirst(end)
      kinds.removeFirst(lines)
      return end
    }

    /// Those that were counted as malformed.
    var malformed: [UInt8] {
      var (lines, start): ([UInt8], Int) = ([], 0)
      for kind in kinds {
        let end = bytes.span.endOfLine(from: start)
        if kind == .malformed { lines += bytes[start..<end] }
        start = end
      }
      return lines
    }

    /// What was counted of them.
    var counts: LineCounts {
      var counts = LineCounts()
      counts.lines = kinds.count
      counts.malformed = kinds.count { $0 == .malformed }
      counts.comments = kinds.count { $0 == .comment }
      return counts
    }
  }

  fileprivate static let newline = UInt8(ascii: "\n")

  private var tails: [[UInt8]: [Tail]] = [:]
  /// The bytes of all of them.
  private var size = 0

  package init() {}

  /// The lines of all sources that have some.
  package var all: [(source: [UInt8], tails: [Tail])] {
    tails.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { ($0.key, $0.value) }
  }

  /// Adds lines that an earlier run kept.
  package mutating func add(_ tail: Tail, of source: [UInt8]) {
    keep(take(source) + [tail], of: source)
  }

  /// Takes in how the lines of a source read that come next.
  ///
  /// - Complexity: O(bytes of malformed lines).
  package mutating func note(
    _ reading: ChunkTally.Reading, of source: [UInt8], in chunk: ChunkTally, as origin: Origin
  ) {
    if reading.hits > 0 { _ = take(source) }
    guard !reading.tail.isEmpty else { return }
    // Taken, not copied.
    var kept = take(source)
    var lines = reading.tail[...]
    if kept.isEmpty { lines = lines.drop { $0.kind != .malformed } }
    guard !lines.isEmpty else { return }
    if kept.last?.origin != origin { kept.append(Tail(origin: origin)) }
    for (line, kind) in lines { kept[kept.count - 1].append(chunk.bytes[line], kind) }
    var excess = kept.reduce(-MalformedTails.longest) { $0 + $1.bytes.count }
    while excess > 0, !kept.isEmpty {
      excess -= kept[0].removeFirst(atLeast: excess)
      if kept[0].bytes.isEmpty { kept.removeFirst() }
    }
    keep(kept, of: source)
  }

  /// Keeps the lines of a source that has none, unless those of others are too many.
  private mutating func keep(_ kept: [Tail], of source: [UInt8]) {
    let count = kept.reduce(0) { $0 + $1.bytes.count }
    guard !kept.isEmpty, size + count <= MalformedTails.longestOfAll else { return }
    tails[source] = kept
    size += count
  }

  /// The last of some lines, as many as are read again.
  static func newest(_ ranges: [Range<Int>], of bytes: [UInt8]) -> [UInt8] {
    var tail = Tail(origin: .live)
    for line in ranges.suffix(longest) { tail.append(bytes[line], .malformed) }
    return newest(tail.bytes)
  }

  /// The same of lines that each have their newline.
  static func newest(_ lines: [UInt8]) -> [UInt8] {
    guard lines.count > longest else { return lines }
    let place = lines[(lines.count - longest - 1)...].firstIndex(of: newline) ?? lines.endIndex - 1
    return Array(lines[(place + 1)...])
  }

  /// Removes and returns the lines of a source.
  package mutating func take(_ source: [UInt8]) -> [Tail] {
    let taken = tails.removeValue(forKey: source) ?? []
    size -= taken.reduce(0) { $0 + $1.bytes.count }
    return taken
  }
}

extension Span<UInt8> {
  /// The place behind the newline of the line that begins at `start`.
  fileprivate func endOfLine(from start: Int) -> Int {
    var end = start
    while end < count, self[end] != MalformedTails.newline { end += 1 }
    return Swift.min(end + 1, count)
  }
}
