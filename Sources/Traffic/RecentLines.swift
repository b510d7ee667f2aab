import AccessLog

/// The newest lines of the log as they were read, so that a question asked now can be answered from
/// what has already gone by.
package struct RecentLines: Sendable {
  /// How many bytes are kept; a chunk more at the most.
  package static let maximumBytes = 2 << 20
  /// Smaller pieces are gathered, so that a log that is read line by line costs no array a line.
  private static let pieceBytes = 1 << 17

  private var pieces: [SourceLines] = []
  private var byteCount = 0

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
    }
  }

  /// Adds all of them to a drill-down.
  package func show(to drillDown: inout DrillDown) {
    for piece in pieces { drillDown.add(piece) }
  }
}

extension RecentLines {
  /// Adds the lines of a chunk and forgets the oldest.
  package mutating func append(_ chunk: ChunkTally) {
    append(chunk.lines)
  }
}
