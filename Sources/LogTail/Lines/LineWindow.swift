import Feed
import System

/// The whole lines of a part of a file, one after the other, a block at a time.
///
/// What lies between the last newline and `end` is no line.
struct LineWindow {
  let descriptor: Descriptor
  let end: Int
  private var block: [UInt8] = []
  private var blockStart: Int
  /// Where the next line begins.
  private var lineStart: Int

  init(descriptor: Descriptor, start: Int, end: Int) {
    self.descriptor = descriptor
    self.end = end
    blockStart = start
    lineStart = start
  }

  /// The place of the next line in the file, its newline left out.
  mutating func next() throws(SystemError) -> Range<Int>? {
    var searched = lineStart
    while true {
      let local = searched - blockStart
      if let found = block[local...].firstIndex(of: newline) {
        defer { lineStart = blockStart + found + 1 }
        return lineStart..<blockStart + found
      }
      searched = blockStart + block.count
      guard searched < end else { return nil }
      // A line longer than all others is kept whole only up to what a line may have.
      if searched - lineStart > LineCutter.maximumCarried {
        guard try skipLine(from: searched) else { return nil }
        searched = lineStart
        continue
      }
      block.removeFirst(lineStart - blockStart)
      blockStart = lineStart
      let more = try descriptor.bytes(
        at: searched, count: min(LineScan.blockSize, end - searched))
      guard !more.isEmpty else { return nil }
      block += more
    }
  }

  /// The time of the line that was just returned.
  func time(of line: Range<Int>, _ timeOfLine: LineTime) -> Int? {
    block.span.time(
      of: line.lowerBound - blockStart..<line.upperBound - blockStart, timeOfLine)
  }

  /// Takes in what the line that was just returned says of those behind it.
  func learn(_ line: Range<Int>, _ knowledge: LineKnowledge, _ memory: inout SourceMemory) {
    let place = line.lowerBound - blockStart..<line.upperBound - blockStart
    _ = knowledge.learn(block.span.extracting(place), &memory)
  }

  /// The same where there is something to remember.
  func learn(_ line: Range<Int>, _ knowledge: LineKnowledge, _ memory: inout SourceMemory?) {
    guard var known = memory.take() else { return }
    learn(line, knowledge, &known)
    memory = known
  }

  /// Moves behind the next newline; `false` if there is none.
  private mutating func skipLine(from offset: Int) throws(SystemError) -> Bool {
    var start = offset
    while start < end {
      let bytes = try descriptor.bytes(at: start, count: min(LineScan.blockSize, end - start))
      guard !bytes.isEmpty else { return false }
      if let found = bytes.firstIndex(of: newline) {
        lineStart = start + found + 1
        blockStart = lineStart
        block = []
        return true
      }
      start += bytes.count
    }
    return false
  }
}
