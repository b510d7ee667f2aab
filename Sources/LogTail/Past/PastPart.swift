package import Feed
package import System

/// A part of a log, from the beginning of a line to the end of one.
package struct PastPart: Sendable {
  package let path: String
  private let descriptor: Descriptor
  private let compression: Compression?
  /// Of a compressed file it is all that it decodes to.
  private let range: Range<Int>
  private let knowledge: LineKnowledge

  init(path: String, descriptor: Descriptor, range: Range<Int>, _ knowledge: LineKnowledge) {
    self.path = path
    self.descriptor = descriptor
    self.range = range
    self.knowledge = knowledge
    compression = nil
  }

  init(
    path: String, descriptor: Descriptor, _ compression: Compression, _ knowledge: LineKnowledge
  ) {
    self.path = path
    self.descriptor = descriptor
    self.compression = compression
    self.knowledge = knowledge
    range = 0..<0
  }

  /// Pieces of about that many bytes that can be read side by side; `nil` if it has to be read from
  /// front to back.
  package func pieces(of size: Int) throws(SystemError) -> [PastPiece]? {
    guard compression == nil else { return nil }
    let scan = LineScan(descriptor: descriptor)
    var pieces: [PastPiece] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let end =
        range.upperBound - start <= size
        ? range.upperBound : try scan.startOfLine(from: start + size, to: range.upperBound)
      pieces.append(PastPiece(descriptor: descriptor, range: start..<end, knowledge: knowledge))
      start = end
    }
    return pieces
  }

  /// Decodes whole lines, from front to back; of a compressed part.
  package func decode(_ take: ([UInt8]) -> Void) throws(ReadError) {
    guard let compression else { return }
    let reader = CompressedReader(descriptor, compression)
    var cutter = LineCutter()
    while true {
      let (lines, count) = try unsafe cutter.lines(reading: 1 << 20) {
        (buffer) throws(ReadError) in try unsafe reader.read(into: buffer)
      }
      if !lines.isEmpty { take(lines) }
      guard count > 0 else { break }
    }
    let rest = cutter.flush()
    if !rest.isEmpty { take(rest) }
  }
}

/// Some lines of a file.
package struct PastPiece: Sendable {
  let descriptor: Descriptor
  let range: Range<Int>
  let knowledge: LineKnowledge

  /// Whether records stand in two lines, of which the second may be in another piece.
  package func isPaired() throws(SystemError) -> Bool {
    var memory = try knowledge.memory(of: descriptor, before: range.lowerBound)
    let head = try descriptor.bytes(at: range.lowerBound, count: min(range.count, 1 << 16))
    _ = knowledge.learn(head.span, &memory)
    return knowledge.isPairing(memory)
  }

  /// Reads the lines, and what has to be known to read them.
  package func read() throws(SystemError) -> (lines: [UInt8], memory: SourceMemory) {
    (
      try descriptor.bytes(at: range.lowerBound, count: range.count),
      try knowledge.memory(of: descriptor, before: range.lowerBound)
    )
  }
}

/// The lines that standard input gives.
package enum PastInput {
  /// Reads whole lines to the end of input.
  package static func read(_ take: ([UInt8]) -> Void) throws(ReadError) {
    let input: Descriptor
    do throws(SystemError) {
      input = try Descriptor.duplicating(0)
    } catch {
      throw .system(error)
    }
    var cutter = LineCutter()
    while true {
      let (lines, count) = try unsafe cutter.lines(reading: 1 << 20) {
        (buffer) throws(ReadError) in
        do throws(SystemError) {
          return try unsafe input.read(into: buffer)
        } catch {
          throw .system(error)
        }
      }
      if !lines.isEmpty { take(lines) }
      guard count > 0 else { break }
    }
    let rest = cutter.flush()
    if !rest.isEmpty { take(rest) }
  }
}
