/// How the beginning of a log reads, and why.
package struct FileExplanation: Sendable {
  /// How many lines are tried in every format.
  private static let triedLines = 300
  /// How many hits are shown field by field.
  private static let shownHits = 3
  /// How many kinds of malformed lines are told apart.
  private static let maximumFaults = 20

  /// How many of the lines that were tried are hits in a format.
  package struct Score: Sendable {
    package var format: LogFormat
    package var hits: Int
  }

  /// A line with its hit.
  package struct Shown: Sendable {
    package var number: Int
    /// The line, and behind it what was decoded of it.
    package var text: [UInt8]
    package var lineEnd: Int
    package var hit: Hit
  }

  /// Malformed lines that fail for the same reason.
  package struct Fault: Sendable {
    package var expected: String
    package var lines: Int
    /// The number of the first of them, from 1, the line, and the place where it fails.
    package var number: Int
    package var example: [UInt8]
    package var place: Int
  }

  /// The format that was asked for, if one was.
  package private(set) var asked: LogFormat?
  /// The format of the last line; `nil` if none was found.
  package private(set) var format: LogFormat?
  /// What it was found by, unless it was named.
  package private(set) var finding: FormatFinding?
  /// The formats that read any of the lines that were tried, most first.
  package private(set) var scores: [Score] = []
  /// How many lines were tried in every format.
  package private(set) var tried = 0
  package private(set) var lines = 0
  package private(set) var hits = 0
  package private(set) var malformed = 0
  package private(set) var comments = 0
  /// How many hits are without a request since the lines that say it are not among those that were read.
  package private(set) var lostPairs = 0
  /// How many hits of Common or Combined end with a whole number, of which nothing tells the unit.
  package private(set) var bareNumbers = 0
  package private(set) var shown: [Shown] = []
  /// In the order of their first lines.
  package private(set) var faults: [Fault] = []
  /// What can be said of a log that no format reads.
  package private(set) var advice: String?

  /// Reads whole lines, the first of a log.
  ///
  /// - Complexity: O(bytes), times the formats for the first lines.
  package init(_ log: [UInt8], _ choice: FormatChoice) {
    let bytes = unsafe log.span.bytes
    if case .named(let format) = choice { asked = format }
    var memory = SourceMemory(choice)
    var reader = LineReaderCache()
    var parser = LineParser(memory)
    var counts: [LogFormat: Int] = [:]
    var failed: [(number: Int, line: Range<Int>, memory: SourceMemory)] = []
    // How many of them stand before the last hit.
    var settled = 0
    var start = 0
    while start < log.count {
      let newline = bytes.firstOffset(of: UInt8(ascii: "\n"), from: start, to: log.count)
      var end = newline
      if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
      lines += 1
      let line = start..<end
      let next = min(newline + 1, log.count)
      let (before, wasPairing) = (memory.frozen, memory.isPairing)
      let suffix = memory.learn(bytes, line, length: next - start, with: &reader)
      if suffix.isHit {
        // Read as it is once its first line is joined to it, also where it told the format.
        if !wasPairing { parser = LineParser(memory) }
        var joined = Array(log[line])
        suffix.append(to: &joined)
        var text = LineText(joined)
        if case .hit(let hit) = parser.parse(&text, 0..<text.lineEnd) {
          hits += 1
          if shown.count < FileExplanation.shownHits {
            shown.append(
              Shown(
                number: lines, text: text.bytes, lineEnd: line.count, hit: hit))
          }
        }
        if tried < FileExplanation.triedLines {
          tried += 1
          counts[memory.format, default: 0] += 1
        }
        start = next
        continue
      }
      var isHit = false
      // What is decoded stands behind the line.
      var text = LineText(Array(log[line]))
      switch parser.parse(&text, 0..<line.count) {
      case .hit(let hit):
        hits += 1
        isHit = true
        if hit.details.duration == nil, unsafe text.bytes.span.bytes.endsWithNumber(hit.rest) {
          bareNumbers += 1
        }
        if shown.count < FileExplanation.shownHits {
          shown.append(Shown(number: lines, text: text.bytes, lineEnd: text.lineEnd, hit: hit))
        }
      case .malformed:
        malformed += 1
        failed.append((lines, line, before))
      case .comment: comments += 1
      case .empty: break
      }
      if tried < FileExplanation.triedLines, case .text = LineKind(bytes, line) {
        tried += 1
        let candidates = FormatSearch.formats
        for (format, reader) in zip(candidates.formats, candidates.readers)
        where reader.instant(bytes, line) != nil {
          counts[format, default: 0] += 1
        }
        // What stands in envelopes is read in the one that was found.
        if isHit, memory.isFound, !memory.format.envelopes.isEmpty {
          counts[memory.format, default: 0] += 1
        }
      }
      if isHit { settled = failed.count }
      if !memory.reads(like: before) { parser = LineParser(memory) }
      if memory.isChanged(from: before) {
        // As a reader of the log does; see ``SourceMemory/longestReread``.
        let rest = failed[settled...].filter { _, line, _ in
          guard line.lowerBound >= next - SourceMemory.longestReread else { return true }
          var text = LineText(Array(log[line]))
          guard case .hit = parser.parse(&text, 0..<line.count) else { return true }
          return false
        }
        hits += failed.count - settled - rest.count
        malformed -= failed.count - settled - rest.count
        failed.replaceSubrange(settled..., with: rest)
      }
      start = next
    }
    lostPairs = memory.lostPairs
    format = memory.isFound ? memory.format : nil
    finding = memory.finding
    // The table goes from the general to the particular.
    let order = FormatSearch.formats.formats
    let within = counts.keys.filter { !$0.envelopes.isEmpty }.sorted { $0.name < $1.name }
    scores = (order + within).compactMap { format in
      counts[format].map { Score(format: format, hits: $0) }
    }
    scores.sort { $0.hits > $1.hits }
    for (number, line, memory) in failed { addFault(number, line, bytes, memory) }
    if hits == 0, WideText.isUTF16(log) { advice = "expected \(WideText.expected)" }
    for (_, line, _) in failed where hits == 0 && advice == nil {
      advice = KnownLogger(bytes, line)?.advice
    }
  }

  private mutating func addFault(
    _ number: Int, _ line: Range<Int>, _ bytes: RawSpan, _ memory: SourceMemory
  ) {
    let fault =
      // What its directives said counts, not what later ones say.
      memory.isFound
      ? LineFault(bytes, line, readWith: memory)
      : (format ?? asked).map { LineFault(bytes, line, in: $0) }
        ?? LineFault(place: line.lowerBound, expected: "a line of any format")
    if let index = faults.firstIndex(where: { $0.expected == fault.expected }) {
      faults[index].lines += 1
    } else if faults.count < FileExplanation.maximumFaults {
      var example: [UInt8] = []
      bytes.append(line, to: &example)
      faults.append(
        Fault(
          expected: fault.expected, lines: 1, number: number, example: example,
          place: fault.place - line.lowerBound))
    }
  }
}

extension RawSpan {
  /// Whether the last word of a range is a whole number.
  fileprivate func endsWithNumber(_ range: Range<Int>) -> Bool {
    var start = range.upperBound
    while start > range.lowerBound, self[start - 1].isDigit { start -= 1 }
    return start < range.upperBound && (start == range.lowerBound || self[start - 1] == space)
  }
}
