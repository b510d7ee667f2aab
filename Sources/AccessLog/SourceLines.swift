/// Whole lines, and what has to be known of their sources to read them.
package struct SourceLines: Sendable {
  /// From where on a memory holds.
  private struct Change {
    var start: Int
    var memory: SourceMemory
  }

  /// Lines of which nothing but one memory has to be known.
  package struct Part {
    package var range: Range<Int>
    package var memory: SourceMemory

    package init(range: Range<Int>, memory: SourceMemory) {
      self.range = range
      self.memory = memory
    }
  }

  package private(set) var bytes: [UInt8]
  /// In the order of their places; the first is at the beginning.
  private var changes: [Change] = []

  /// Creates lines of which the first is read with a memory; what changes it on the way is recorded
  /// with ``record(_:from:)``.
  package init(_ bytes: [UInt8], memory: SourceMemory) {
    self.bytes = bytes
    // Lines are read again as they were read first.
    changes = [Change(start: 0, memory: memory.frozen)]
  }

  /// Records with what memory the lines from `start` on are read.
  ///
  /// - Precondition: `start` is not before that of the last record.
  package mutating func record(_ memory: SourceMemory, from start: Int) {
    guard let last = changes.last, !last.memory.readsAgain(like: memory) else { return }
    if last.start == start { changes.removeLast() }
    changes.append(Change(start: start, memory: memory.frozen))
  }

  /// Removes the lines from `end` on.
  ///
  /// - Precondition: no record begins behind it.
  package mutating func truncate(to end: Int) {
    // A copy: what is cut off would stay in memory, for each change of a chunk.
    bytes = Array(bytes[..<end])
    if changes.count > 1, changes.last?.start == end { changes.removeLast() }
  }

  /// Appends other lines.
  package mutating func append(_ other: SourceLines) {
    for change in other.changes { record(change.memory, from: bytes.count + change.start) }
    bytes += other.bytes
  }

  /// The parts of a range that are read with one memory each.
  ///
  /// - Complexity: O(log memories + parts).
  package func parts(in range: Range<Int>) -> [Part] {
    var index = firstChange(behind: range.lowerBound) - 1
    var parts: [Part] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let next = index + 1 < changes.count ? changes[index + 1].start : bytes.count
      let end = min(next, range.upperBound)
      parts.append(Part(range: start..<end, memory: changes[index].memory))
      start = end
      index += 1
    }
    return parts
  }

  /// What has to be known of the line that begins at `start`.
  package func memory(at start: Int) -> SourceMemory {
    changes[firstChange(behind: start) - 1].memory
  }

  /// The index of the first change behind a place.
  private func firstChange(behind place: Int) -> Int {
    var low = 0
    var high = changes.count
    while low < high {
      let middle = (low + high) / 2
      if changes[middle].start <= place { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
