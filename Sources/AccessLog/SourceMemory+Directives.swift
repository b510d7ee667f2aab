extension SourceMemory {
  /// Takes in the directives among whole lines, and nothing else that these say.
  ///
  /// - Complexity: O(bytes), and much less than to learn all that they say.
  public mutating func learnDirectives(_ lines: RawSpan) {
    var start = 0
    while let line = nextComment(lines, from: start, to: lines.byteCount) {
      learn(directive: lines, line.lowerBound..<lines.endOfLine(line))
      start = min(line.upperBound + 1, lines.byteCount)
    }
  }

  /// Takes in the directives among lines that were scanned, if they may announce another format; the line
  /// behind all records begins at `next`.
  mutating func learnDirectives(
    _ records: Span<LineRecord>, _ lines: Range<Int>, _ bytes: RawSpan, next: Int
  ) {
    guard state.mayBeAnnounced else { return }
    for index in lines where records[index].status == LineRecord.comment {
      let end = LineScanner.lineEnd(records, index, count: records.count, next: next, bytes)
      if case .comment(let line) = LineKind(bytes, Int(records[index].start)..<end) {
        learn(directive: bytes, line)
      }
    }
  }

  /// Takes in a comment, which may be a directive.
  mutating func learn(directive bytes: RawSpan, _ line: Range<Int>) {
    guard !state.isSeeking else { return }
    let isAnnounced = state.mayBeAnnounced && !watch.isFrozen
    let wanted = isFound && !isAnnounced ? format.directives : LogFormat.allDirectives
    guard let name = wanted.first(where: { bytes.begins(line, with: $0) }) else { return }
    var kept: [UInt8] = []
    let known = isAnnounced ? announced : header
    for other in known.split(separator: UInt8(ascii: "\n")) where !other.starts(with: name) {
      kept += other + [UInt8(ascii: "\n")]
    }
    kept += name
    if line.count <= SourceMemory.longestDirective {
      bytes.append(line.lowerBound + name.count..<line.upperBound, to: &kept)
    }
    kept.append(UInt8(ascii: "\n"))
    guard kept != known else { return }
    if isAnnounced {
      announced = kept
    } else if isFound {
      state = State(format, state.origin, header: kept, rival: state.rival)
    } else if let told = LogFormat.told(by: kept)?.format {
      find(FormatFinding(told, lines: Int(watch.seen), read: 0), header: kept)
    } else {
      state = State(format, .unknown, header: kept, parts: state.parts, reader: reader)
    }
  }

  /// The first comment of the lines in `start..<end`, without its newline.
  func nextComment(_ lines: RawSpan, from start: Int, to end: Int) -> Range<Int>? {
    let newline = UInt8(ascii: "\n")
    var place = start
    while true {
      let mark = lines.firstOffset(of: UInt8(ascii: "#"), from: place, to: end)
      guard mark < end else { return nil }
      var lineStart = mark
      while lineStart > start, lines[lineStart - 1] != newline,
        LineStart.mayBelongToPadding(lines[lineStart - 1])
      {
        lineStart -= 1
      }
      if lineStart == start || lines[lineStart - 1] == newline,
        LineStart.endOfPadding(lines, lineStart..<mark) == mark
      {
        return lineStart..<lines.firstOffset(of: newline, from: mark, to: end)
      }
      place = mark + 1
    }
  }
}

extension SourceMemory: Equatable {
  public static func == (left: SourceMemory, right: SourceMemory) -> Bool {
    left.watch == right.watch && left.reads(like: right) && left.pairs == right.pairs
      && left.announced == right.announced
  }
}

extension SourceMemory: Hashable {
  public func hash(into hasher: inout Hasher) {
    hasher.combine(format)
    hasher.combine(header)
  }
}

extension RawSpan {
  /// Where the line at a range ends without a `\r` at its end.
  func endOfLine(_ line: Range<Int>) -> Int {
    !line.isEmpty && self[line.upperBound - 1] == UInt8(ascii: "\r")
      ? line.upperBound - 1 : line.upperBound
  }

  func begins(_ range: Range<Int>, with text: [UInt8]) -> Bool {
    range.count >= text.count && text.indices.allSatisfy { self[range.lowerBound + $0] == text[$0] }
  }
}

extension Span<LineRecord> {
  /// The first index from `start` on at which it holds, and then at all behind it.
  func firstIndex(from start: Int, where holds: (LineRecord) -> Bool) -> Int {
    var low = start
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
