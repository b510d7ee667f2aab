package import AccessLog

/// Lines of a chunk that come from one source and follow one another.
package struct LinePart: Sendable {
  /// Where they end; they begin where those of the part before end.
  package var end: Int
  /// What has to be known to read the first of them.
  package var memory: SourceMemory
  /// What their reading left behind, where they were joined (``PairedLines``) and this is the last of the
  /// parts that they became.
  var joined: Joined?
  /// Whether the part behind this one has more of the same lines.
  var continues = false

  /// What joining lines came to.
  struct Joined: Sendable {
    /// What has to be known to read the line behind them.
    var memory: SourceMemory
    /// How many hits are without a request.
    var lost: Int
  }

  package init(end: Int, memory: SourceMemory) {
    self.end = end
    self.memory = memory
  }
}

extension LinePart {
  /// The lines of each part with those joined that need it, and where they stand.
  static func joined(_ bytes: [UInt8], _ parts: [LinePart]) -> (bytes: [UInt8], parts: [LinePart]) {
    var joined: [UInt8] = []
    var result: [LinePart] = []
    var start = 0
    for part in parts {
      let lines = unsafe PairedLines(bytes.span.bytes, start..<part.end, part.memory)
      let offset = joined.count
      joined += lines.bytes
      for (index, piece) in lines.parts.enumerated() {
        var next = LinePart(end: offset + piece.range.upperBound, memory: piece.memory)
        next.continues = index < lines.parts.count - 1
        if !next.continues { next.joined = Joined(memory: lines.memory, lost: lines.lost) }
        result.append(next)
      }
      start = part.end
    }
    return (joined, result)
  }
}
