/// Reads the lines of one format.
///
/// A caller that does not know the format pays one dynamic call for a block of lines; what is called
/// for a line is compiled for each reader, and inlined.
protocol LineReader: Sendable {
  /// Whether the reader knows all that it has to know to find a hit.
  var isReady: Bool { get }

  /// Whether the texts of some hits stand nowhere in their lines; see ``LineText``.
  var decodes: Bool { get }

  /// What was decoded since it was forgotten last.
  var decoded: [UInt8] { get }

  mutating func forgetDecoded()

  /// The fields that are counted of a line, or `nil` if it is no hit.
  ///
  /// `line` is a ``LineKind/text(_:)``, without its newline and a `\r` before that.
  mutating func fields(_ bytes: RawSpan, _ line: Range<Int>) -> LineFields?

  /// All that a line says, or `nil` if it is no hit; exactly where ``fields(_:_:)`` is.
  mutating func hit(_ bytes: RawSpan, _ line: Range<Int>) -> Hit?

  /// Returns `false` if the beginning of a line shows that it is no hit; may always return `true`.
  ///
  /// Called for lines of unknown format, before the reader is copied.
  func mayBeHit(_ bytes: RawSpan, _ line: Range<Int>) -> Bool

  /// What a line is that is no hit.
  func other(_ bytes: RawSpan, _ line: Range<Int>) -> OtherLine

  /// Where a line fails that is no hit, if that is known only with what is remembered of its source.
  func columnFault(_ bytes: RawSpan, _ line: Range<Int>) -> LineFault?

  /// What a line is in a format whose records stand in two lines.
  mutating func paired(_ bytes: RawSpan, _ line: Range<Int>) -> PairedLine

  /// Fills the record of a line that is laid out as nearly all are, as ``fields(_:_:)`` would have
  /// it filled, or returns `false`.
  ///
  /// - Precondition: `start` is in the bytes, and ``LineScanner/slack`` bytes stand behind `end`.
  mutating func fillUsual(
    _ record: inout LineRecord, _ bytes: RawSpan, from start: Int, to end: Int, _ names: NameHashes
  ) -> Bool

  // Not to be written for a format: here, so that it is compiled for each.
  mutating func scan(
    _ bytes: RawSpan, from start: Int, to end: Int, into records: inout [LineRecord],
    _ names: NameHashes, _ learning: SourceMemory.Learning
  ) -> ScannedBlock
  mutating func parse(_ bytes: RawSpan, _ range: Range<Int>) -> Line
  func instant(_ bytes: RawSpan, _ range: Range<Int>) -> Instant?
  mutating func isHit(_ bytes: RawSpan, _ range: Range<Int>) -> Bool
}

/// What a scan of a block of lines came to.
struct ScannedBlock {
  /// How many lines there were.
  var count = 0
  /// How many of them were not laid out as nearly all are.
  var unusualCount = 0
  /// Where the line behind them begins.
  var end: Int
  /// The last line, if it has to be learnt from before the next one is read.
  var lesson: Range<Int>?
}

extension LineReader {
  var isReady: Bool { true }
  var decodes: Bool { false }

  func mayBeHit(_ bytes: RawSpan, _ line: Range<Int>) -> Bool { true }

  func other(_ bytes: RawSpan, _ line: Range<Int>) -> OtherLine { .malformed }

  func columnFault(_ bytes: RawSpan, _ line: Range<Int>) -> LineFault? { nil }

  mutating func paired(_ bytes: RawSpan, _ line: Range<Int>) -> PairedLine { .none }

  var decoded: [UInt8] { [] }

  mutating func forgetDecoded() {}

  @inline(__always)
  mutating func fillUsual(
    _ record: inout LineRecord, _ bytes: RawSpan, from start: Int, to end: Int, _ names: NameHashes
  ) -> Bool { false }

  /// Fills the records of the lines that begin in `start..<end`, until there is no more space, or
  /// behind a line that has to be learnt from.
  ///
  /// - Complexity: O(bytes), without allocation.
  mutating func scan(
    _ bytes: RawSpan, from start: Int, to end: Int, into records: inout [LineRecord],
    _ names: NameHashes, _ learning: SourceMemory.Learning
  ) -> ScannedBlock {
    var ends = LineEnds()
    var slots = records.mutableSpan
    var count = 0
    var unusualCount = 0
    var lineStart = start
    // Each line is looked at that has to be learnt from.
    let usualEnd =
      learning.isOfEveryLine ? -1 : min(end, bytes.byteCount &- LineScanner.slack)
    while lineStart < end, count < slots.count {
      let found = ends.find(
        in: bytes, from: lineStart, to: end, atMost: slots.count &- count)
      for index in 0..<found {
        let newline = ends[index]
        var lineEnd = newline
        if lineEnd > lineStart, bytes[lineEnd &- 1] == UInt8(ascii: "\r") { lineEnd &-= 1 }
        // No `||`: what stands on its right is not inlined, which costs 15 instructions a line.
        var isFilled = false
        if lineEnd <= usualEnd {
          isFilled = fillUsual(
            &slots[count], bytes, from: lineStart, to: lineEnd, names)
        }
        if !isFilled {
          fill(&slots[count], bytes, lineStart..<lineEnd, names)
          unusualCount &+= 1
          if learning.isOf(slots[count], bytes, lineStart..<lineEnd) {
            return ScannedBlock(
              count: count &+ 1, unusualCount: unusualCount, end: min(newline &+ 1, end),
              lesson: lineStart..<lineEnd)
          }
        }
        count &+= 1
        lineStart = newline &+ 1
      }
    }
    return ScannedBlock(count: count, unusualCount: unusualCount, end: min(lineStart, end))
  }

  @inline(never)
  private mutating func fill(
    _ record: inout LineRecord, _ bytes: RawSpan, _ line: Range<Int>, _ names: NameHashes
  ) {
    record.isUsual = false
    record.start = UInt32(truncatingIfNeeded: line.lowerBound)
    switch LineKind(bytes, line) {
    case .text(let text):
      guard let fields = fields(bytes, text) else {
        record.status =
          switch other(bytes, text) {
          case .malformed: LineRecord.malformed
          case .comment: LineRecord.comment
          case .part: LineRecord.part
          case .continuation: LineRecord.continuation
          }
        return
      }
      record.second = fields.instant.seconds
      record.responseBytes = fields.responseBytes
      record.status = UInt16(truncatingIfNeeded: fields.status)
      record.duration = fields.duration
      guard fields.isDecoded else {
        record.clientHash = names.hash(ofClient: fields.client, bytes)
        names.fill(&record, bytes, fields.request.parts(bytes))
        return
      }
      let decoded = decoded
      let text = unsafe decoded.span.bytes
      record.clientHash = names.hash(ofClient: fields.client, text)
      names.fill(&record, text, fields.request.parts(text))
      // What is decoded is moved behind the lines; see ``LineText``.
      record.sectionStart &+= UInt32(truncatingIfNeeded: bytes.byteCount)
      record.methodStart &+= UInt32(truncatingIfNeeded: bytes.byteCount)
    case .malformed: record.status = LineRecord.malformed
    case .comment: record.status = LineRecord.comment
    case .empty: record.status = LineRecord.empty
    }
  }

  /// Says what the line at `range` is.
  mutating func parse(_ bytes: RawSpan, _ range: Range<Int>) -> Line {
    switch LineKind(bytes, range) {
    case .text(let line): hit(bytes, line).map { .hit($0) } ?? otherLine(bytes, line)
    case .malformed: .malformed
    case .comment: .comment
    case .empty: .empty
    }
  }

  private func otherLine(_ bytes: RawSpan, _ line: Range<Int>) -> Line {
    switch other(bytes, line) {
    case .malformed, .continuation: .malformed
    case .comment: .comment
    case .part: .empty
    }
  }

  /// Whether the line at `range` is a hit; what is decoded for it is forgotten.
  mutating func isHit(_ bytes: RawSpan, _ range: Range<Int>) -> Bool {
    guard case .text(let line) = LineKind(bytes, range) else { return false }
    let isHit = fields(bytes, line) != nil
    if decodes { forgetDecoded() }
    return isHit
  }

  /// The time of the hit at `range`, or `nil` if the line is not a hit.
  func instant(_ bytes: RawSpan, _ range: Range<Int>) -> Instant? {
    guard case .text(let line) = LineKind(bytes, range), mayBeHit(bytes, line) else { return nil }
    var reader = self
    return reader.fields(bytes, line)?.instant
  }
}
