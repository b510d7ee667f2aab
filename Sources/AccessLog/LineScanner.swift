/// Turns bytes into records, many lines at a time.
///
/// The loop over the bytes of a line stays in this module, where the compiler can inline it; a
/// caller in another module pays one call for a block of lines.
package struct LineScanner: Sendable {
  /// What a caller's buffer of records is best sized to: 32 KiB.
  package static let blockCount = 128

  package let format: LogFormat
  var parser: LineParser
  /// How many lines the parser has looked at: those that did not take the fast path.
  package private(set) var parsedLines = 0
  let sectionHash: ByteHash
  private let unknownHash: UInt64
  /// One key for all machines and runs: the estimate of distinct clients depends on it, and the
  /// same log gives the same numbers.
  let clientHash = ByteHash(key: 0x6869_6768_7469_6465)

  /// Creates a scanner whose section hashes are keyed with `key`; secret, so that nobody can
  /// choose names that collide.
  package init(format: LogFormat = .auto, nameKey key: UInt64) {
    self.format = format
    parser = LineParser(format: format)
    sectionHash = ByteHash(key: key)
    let unknown = Section.unknown
    unknownHash = sectionHash(unsafe unknown.span.bytes, 0..<unknown.count)
  }

  /// Scans the lines that begin in `start..<end` until `records` is full, moves `start` behind the
  /// last of them, and returns how many there were.
  ///
  /// A line ends before its newline, and before a `\r` in front of that, or at `end`.
  ///
  /// - Complexity: O(bytes), without allocation.
  package mutating func scan(
    _ bytes: RawSpan, from start: inout Int, to end: Int, into records: inout [LineRecord]
  ) -> Int {
    var slots = records.mutableSpan
    var ends = LineEnds()
    var count = 0
    var lineStart = start
    let usualEnd = min(end, bytes.byteCount &- LineScanner.slack)
    while lineStart < end, count < slots.count {
      let found = ends.find(in: bytes, from: lineStart, to: end, atMost: slots.count &- count)
      for index in 0..<found {
        let newline = ends[index]
        var lineEnd = newline
        if lineEnd > lineStart, bytes[lineEnd &- 1] == UInt8(ascii: "\r") { lineEnd &-= 1 }
        // No `||`: what stands on its right is not inlined, which costs 15 instructions a line.
        var isFilled = false
        if lineEnd <= usualEnd {
          isFilled = fillUsual(&slots[count], bytes, from: lineStart, to: lineEnd)
        }
        if !isFilled { fill(&slots[count], bytes, lineStart..<lineEnd) }
        count &+= 1
        lineStart = newline &+ 1
      }
    }
    start = min(lineStart, end)
    return count
  }

  /// Tells scanners of different keys apart without giving the key away.
  package var keyMark: UInt64 { unknownHash }

  /// The hash that a record with a section of that name has.
  package func hash(ofName name: [UInt8]) -> UInt64 {
    sectionHash(unsafe name.span.bytes, 0..<name.count)
  }

  /// The key that a record of a method of that name has; see ``LineRecord/methodKey``.
  package func key(ofMethod name: [UInt8]) -> UInt64 {
    let bytes = unsafe name.span.bytes
    return name.count < 8
      ? bytes.word(at: 0, count: name.count) : sectionHash(bytes, 0..<name.count) | 1 << 63
  }

  @inline(never)
  func hasCombinedFields(_ bytes: RawSpan, from sizeEnd: Int, to end: Int) -> Bool {
    let rest = bytes.endOfSeparators(from: sizeEnd, to: end)
    return CombinedFields(rest: rest..<end, in: bytes) != nil
  }

  @inline(never)
  private mutating func fill(_ record: inout LineRecord, _ bytes: RawSpan, _ line: Range<Int>) {
    parsedLines &+= 1
    record.start = UInt32(truncatingIfNeeded: line.lowerBound)
    switch parser.kind(bytes, line) {
    case .hit(let fields):
      record.second = fields.instant.seconds
      record.responseBytes = fields.responseBytes
      record.status = UInt16(truncatingIfNeeded: fields.status)
      record.clientHash = clientHash(bytes, fields.client)
      LineScanner.setNames(
        &record, bytes, fields.request, hash: sectionHash, unknownHash: unknownHash)
    case .malformed: record.status = LineRecord.malformed
    case .comment: record.status = LineRecord.comment
    case .empty: record.status = LineRecord.empty
    }
  }

  @inline(__always)
  private static func setNames(
    _ record: inout LineRecord, _ bytes: RawSpan, _ range: Range<Int>?, hash: ByteHash,
    unknownHash: UInt64
  ) {
    guard let range, let request = RequestParser.request(bytes, range) else {
      record.sectionStart = 0
      record.sectionLength = 0
      record.sectionNeedsSlash = false
      record.sectionHash = unknownHash
      record.methodKey = UInt64(UInt8(ascii: "-"))
      record.methodStart = 0
      record.methodLength = 0
      return
    }
    let section = Section(of: request.target, in: bytes)
    record.sectionStart = UInt32(truncatingIfNeeded: section.range.lowerBound)
    record.sectionLength = UInt32(truncatingIfNeeded: section.range.count)
    record.sectionNeedsSlash = section.needsSlash
    record.sectionHash =
      if section.needsSlash {
        hash.appendingSlash(bytes, section.range)
      } else if section.range.isEmpty {
        unknownHash
      } else {
        hash(bytes, section.range)
      }
    let method = request.method
    record.methodStart = UInt32(truncatingIfNeeded: method.lowerBound)
    record.methodLength = UInt16(truncatingIfNeeded: method.count)
    record.methodKey =
      method.count < 8
      ? bytes.word(at: method.lowerBound, count: method.count)
      : hash(bytes, method) | 1 << 63
  }
}
