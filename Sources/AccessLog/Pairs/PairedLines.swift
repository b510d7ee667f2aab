/// Lines of a log whose records stand in two lines, made ready to be read one by one: each second
/// line has the text of its first line behind it.
///
/// Requests are under way side by side, so that any number of lines may stand between the two. The
/// first line itself stays where it is, and is no hit.
package struct PairedLines: Sendable {
  package private(set) var bytes: [UInt8] = []
  /// Lines that are read with one memory each, which learns nothing from them.
  package private(set) var parts: [SourceLines.Part] = []
  /// What has to be known of the source to read the lines behind these.
  package private(set) var memory: SourceMemory
  /// How many hits are without a request because their first lines are not known.
  package var lost: Int { memory.lostPairs - lostBefore }
  private let lostBefore: Int
  private var reader = LineReaderCache()
  /// Whether lines may hold the byte that stands before what is joined to them.
  private let mayForge: Bool

  /// Joins whole lines of one source, the next that are read.
  ///
  /// - Complexity: O(bytes).
  package init(_ lines: RawSpan, _ range: Range<Int>, _ memory: SourceMemory) {
    self.memory = memory
    lostBefore = memory.lostPairs
    mayForge =
      lines.firstOffset(of: PairReader.separator, from: range.lowerBound, to: range.upperBound)
      < range.upperBound
    bytes.reserveCapacity(range.count + range.count / 4)
    var start = range.lowerBound
    while start < range.upperBound {
      let newline = lines.firstOffset(of: UInt8(ascii: "\n"), from: start, to: range.upperBound)
      let next = min(newline + 1, range.upperBound)
      append(lines, start..<newline, next: next)
      start = next
    }
  }

  private mutating func append(_ lines: RawSpan, _ line: Range<Int>, next: Int) {
    var end = line.upperBound
    if end > line.lowerBound, lines[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    // Without the table, which would be copied for each line.
    let (before, wasPairing) = (memory.frozen, memory.isPairing)
    let suffix = memory.learn(
      lines, line.lowerBound..<end, length: next - line.lowerBound, with: &reader)
    let start = bytes.count
    lines.append(line.lowerBound..<end, to: &bytes)
    if mayForge {
      for index in start..<bytes.count where bytes[index] == PairReader.separator {
        bytes[index] = space
      }
    }
    // Without a format there is nothing that reads a suffix but that of the line that told it.
    if wasPairing || suffix.isHit { suffix.append(to: &bytes) }
    lines.append(end..<next, to: &bytes)
    // The line that told the format was read in search of it, where nothing is joined.
    let reader = suffix.isHit && !wasPairing ? memory.frozen : before
    if let last = parts.indices.last, parts[last].memory.reads(like: reader) {
      parts[last].range = parts[last].range.lowerBound..<bytes.count
    } else {
      parts.append(SourceLines.Part(range: start..<bytes.count, memory: reader))
    }
  }
}
