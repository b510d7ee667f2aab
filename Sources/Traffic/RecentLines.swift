import AccessLog
import Query

/// The newest lines of the log as they were read: what can be looked at again of a pipe.
package struct RecentLines: Sendable {
  /// How many bytes are kept; at most one chunk more.
  package static let maximumBytes = 2 << 20
  /// Smaller pieces are gathered, so that a log that is read line by line costs no array a line.
  private static let pieceBytes = 1 << 17

  private(set) var pieces: [SourceLines] = []
  private var byteCount = 0
  /// Whether there were lines before these.
  private var hasForgotten = false

  package init() {}

  /// Adds whole lines and forgets the oldest.
  mutating func append(_ lines: SourceLines) {
    let count = lines.bytes.count
    byteCount += count
    if let last = pieces.last, last.bytes.count + count <= RecentLines.pieceBytes {
      pieces[pieces.count - 1].append(lines)
    } else {
      pieces.append(lines)
    }
    while let first = pieces.first?.bytes.count, byteCount - first >= RecentLines.maximumBytes {
      byteCount -= first
      pieces.removeFirst()
      hasForgotten = true
    }
  }

  /// Adds all of them to a slice of the past, and returns the first second that none of them is
  /// missing of; `nil` if there are none.
  package func add(to slice: inout FilteredSlice, _ settings: FilteredSettings) -> Int? {
    for piece in pieces { slice.add(piece) }
    guard let first = pieces.first else { return nil }
    // Lines of the first second may have been forgotten, and of those before some are out of order.
    var oldest: Int?
    var all = settings
    all.counting.filter = nil
    all.counting.dimensions = []
    all.counting.tracked = []
    all.tally(first).forEachSecond { second, _ in oldest = min(oldest ?? second, second) }
    return oldest.map { hasForgotten ? $0 + 1 : $0 }
  }
}

extension RecentLines {
  /// Adds the lines of a chunk and forgets the oldest.
  package mutating func append(_ chunk: ChunkTally) {
    append(chunk.lines)
  }
}
