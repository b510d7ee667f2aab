import Feed
import System

extension LineKnowledge {
  /// How much of a file is searched for directives before the place where its reading begins, in
  /// bytes: at its beginning, and behind that.
  private static let headSpan = 65_536
  static let tailSpan = 64 << 20
  /// The same for the first lines of records whose second lines may follow.
  private static let pairSpan = 4 << 20
  /// How many of the last lines show in which format they are.
  private static let lastLines = 8
  /// How much before that place is read to see whether a log has changed its format, in bytes.
  private static let lastSpan = 16_384
  private static let firstBlock = 4_096
  private static let largestBlock = 1 << 20

  /// What has to be known to read the line that begins at `offset`: what the lines before it say.
  ///
  /// A format without directives is known after the first lines, and confirmed by the last. Where
  /// directives may come anywhere, or the last lines are of another format, the beginning of the file and
  /// the last `span` bytes before the offset are searched for them.
  ///
  /// - Complexity: reads of 4 and 16 KiB where the last lines have a format without directives.
  func memory(
    of file: Descriptor, before offset: Int, searching span: Int = tailSpan
  ) throws(SystemError) -> SourceMemory {
    var memory = blank
    guard offset > 0, learn([UInt8]().span, &memory) else { return memory }
    let scan = LineScan(descriptor: file)
    var place = 0
    var size = LineKnowledge.firstBlock
    while place < offset {
      let tail = max(0, offset - (isPairing(memory) ? min(span, LineKnowledge.pairSpan) : span))
      if place >= LineKnowledge.headSpan, place < tail {
        place = try scan.startOfLine(from: tail, to: offset)
      }
      let block = try file.bytes(at: place, count: min(size, offset - place))
      guard let first = block.first else { break }
      if first == 0 {
        // A hole that a writer left, which is no part of the line behind it.
        place += block.prefix { $0 == 0 }.count
      } else if let end = block.lastIndex(of: newline) {
        _ = learn(block.span.extracting(...end), &memory)
        guard !isSettled(memory) else {
          return try memoryOfLastLines(
            of: file, before: offset, firstLines: memory, searching: span)
        }
        place += end + 1
      } else if size == LineKnowledge.largestBlock {
        // No directive is so long.
        place = try scan.startOfLine(from: max(place + block.count, tail), to: offset)
      } else if place + block.count >= offset {
        break
      }
      size = min(size * 16, LineKnowledge.largestBlock)
    }
    return memory
  }

  /// What the last lines before an offset say, where the first lines of the file have told a format.
  ///
  /// A log may have changed its format since its beginning.
  private func memoryOfLastLines(
    of file: Descriptor, before offset: Int, firstLines: SourceMemory, searching span: Int
  ) throws(SystemError) -> SourceMemory {
    let scan = LineScan(descriptor: file)
    let start = try scan.startOfLine(from: max(0, offset - LineKnowledge.lastSpan), to: offset)
    let block = try file.bytes(at: start, count: offset - start)
    guard let end = block.lastIndex(of: newline) else { return firstLines }
    var memory = blank
    _ = learn(block.span.extracting(...end), &memory)
    if isSettled(memory) { return memory }
    // Directives alone prove nothing where the lines behind them are hits without.
    let (asFirst, asLast) = (hits(block[...end], firstLines), hits(block[...end], memory))
    if max(asFirst, asLast) > 0 { return asFirst >= asLast ? firstLines : memory }
    // Directives may stand farther before them.
    memory = firstLines
    var place = try scan.startOfLine(from: max(0, offset - span), to: start)
    while place < start {
      let size = min(LineKnowledge.largestBlock, start - place)
      let block = try file.bytes(at: place, count: size)
      if let end = block.lastIndex(of: newline) {
        learnDirectives(block.span.extracting(...end), &memory)
        place += end + 1
      } else {
        place = try scan.startOfLine(from: place + size, to: start)
      }
    }
    _ = learn(block.span.extracting(...end), &memory)
    return memory
  }

  /// How many of the last lines are hits as they are read with a memory.
  private func hits(_ lines: ArraySlice<UInt8>, _ memory: SourceMemory) -> Int {
    var count = 0
    var end = lines.endIndex
    for _ in 0..<LineKnowledge.lastLines {
      guard end > lines.startIndex else { break }
      let before = lines[..<(end - 1)].lastIndex(of: newline)
      let start = before.map { $0 + 1 } ?? lines.startIndex
      if unsafe time(lines[start..<end - 1].span.bytes, memory) != nil { count += 1 }
      end = start
    }
    return count
  }

  /// The same in a compressed file, whose lines are decoded up to the offset if need be.
  func memory(
    of file: Descriptor, in compression: Compression, before offset: Int
  ) -> SourceMemory {
    var memory = blank
    let reader = CompressedReader(file, compression)
    var cutter = LineCutter()
    while reader.produced < offset {
      let wanted = min(LineKnowledge.headSpan, offset - reader.produced)
      let read = try? unsafe cutter.lines(reading: wanted) { (buffer) throws(ReadError) in
        try unsafe reader.read(into: buffer)
      }
      // Reading the lines themselves meets the same failure, and reports it.
      guard let read, read.read > 0 else { break }
      _ = learn(read.lines.span, &memory)
      guard !isSettled(memory) else { break }
    }
    return memory
  }
}
