import AccessLog

/// The lines of a chunk that are tallied next.
struct ChunkLines {
  let bytes: [UInt8]
  /// At least one.
  let parts: [LinePart]
  /// Which of the chunk's sources the first part is of.
  let firstSource: Int

  /// The lines of a whole chunk; without parts they are all of one source.
  init(_ bytes: [UInt8], _ parts: [LinePart], _ scanner: LineScanner) {
    let all = [LinePart(end: bytes.count, memory: scanner.memory)]
    self.init(bytes, parts.isEmpty ? all : parts, firstSource: 0)
  }

  private init(_ bytes: [UInt8], _ parts: [LinePart], firstSource: Int) {
    self.bytes = bytes
    self.parts = parts
    self.firstSource = firstSource
  }

  /// What has to be known to read the first line.
  var memory: SourceMemory { parts[0].memory }

  /// The same with those lines joined that need it.
  var joined: ChunkLines {
    let (bytes, parts) = LinePart.joined(bytes, parts)
    return ChunkLines(bytes, parts, firstSource: firstSource)
  }

  /// The lines from `start` on, beginning in a part whose first line is read with that memory.
  func rest(from start: Int, part index: Int, readWith memory: SourceMemory) -> ChunkLines {
    var rest = parts[index...].map { part in
      var part = part
      part.end -= start
      return part
    }
    rest[0].memory = memory
    // A part without lines stays: the end of its source's lines is said with it.
    let source = firstSource + parts[..<index].count { !$0.continues }
    return ChunkLines(Array(bytes[start...]), rest, firstSource: source)
  }
}
