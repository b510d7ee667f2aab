/// Lines of a log, and behind them the texts of hits that stand nowhere in the log.
///
/// The fields of a hit are ranges of bytes. In most formats they are ranges of the line itself. But a
/// JSON string with escapes has no range in the log, and neither has a line that Docker wrote into
/// such a string or split in two. The reader of such a hit writes its fields to a text of its own
/// (``LineReader/decoded``): all that it has, so that the ranges of one hit are never of two texts.
/// ``LineScanner`` then moves what was decoded of a block of lines behind the lines, so that callers
/// still read all names from one span, at offsets that simply lie behind the last line.
///
/// What was decoded is valid until the next block is scanned. Lines of formats that decode nothing
/// are never copied. Decoded text is not longer than the lines that it is decoded from, so that this
/// takes at most twice their memory, and three times where hits are also parsed.
package struct LineText: Sendable {
  /// The lines, then what was decoded.
  package private(set) var bytes: [UInt8]
  /// Where the lines end.
  package let lineEnd: Int

  /// Creates a text of lines of which nothing has been decoded.
  package init(_ lines: [UInt8]) {
    bytes = lines
    lineEnd = lines.count
  }

  /// Removes what was decoded before.
  mutating func forgetDecoded() {
    if bytes.count > lineEnd { bytes.removeSubrange(lineEnd...) }
  }

  /// Appends a name, and bytes that may be read behind it; returns where it stands.
  mutating func append(_ name: ServerName) -> Range<Int> {
    let start = bytes.count
    bytes += name.bytes
    let end = bytes.count
    bytes += repeatElement(0, count: 16)
    return start..<end
  }

  /// Moves what a reader decoded behind the lines.
  mutating func takeDecoded(of reader: inout any LineReader) {
    bytes += reader.decoded
    reader.forgetDecoded()
  }

  /// Parses one of the lines, and appends what is decoded of it.
  mutating func parse(_ line: Range<Int>, with reader: inout any LineReader) -> Line {
    let result = reader.parse(unsafe bytes.span.bytes.extracting(0..<lineEnd), line)
    guard reader.decodes else { return result }
    let start = bytes.count
    takeDecoded(of: &reader)
    guard case .hit(let hit) = result, hit.isDecoded else { return result }
    var moved = hit.moved(by: start)
    moved.isDecoded = false
    return .hit(moved)
  }
}
