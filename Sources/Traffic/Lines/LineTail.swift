package import AccessLog
package import Query

/// The newest lines that match a filter: at most ``mostLines`` of them, and 1 MiB.
package struct LineTail: Sendable {
  /// A line, and what has to be known to read it.
  package struct Entry: Sendable {
    /// Counted from the first line that matched, so that one can be told from the next.
    package var number: Int
    package var second: Int
    /// Without its end.
    package var line: [UInt8]
    package var memory: SourceMemory

    package init(number: Int, second: Int, line: [UInt8], memory: SourceMemory) {
      self.number = number
      self.second = second
      self.line = line
      self.memory = memory
    }
  }

  package static let mostLines = 1_000
  private static let maximumBytes = 1 << 20

  /// Oldest first.
  package private(set) var entries: [Entry] = []
  /// How many lines have matched.
  package private(set) var count = 0
  private var byteCount = 0
  /// The seconds whose lines are kept; `nil` for all.
  private let span: Range<Int>?
  private let counting: Counting
  private let scanner: LineScanner

  /// Begins without lines; of hits that `counting` leaves out, and outside of `span`, none are kept.
  package init(_ counting: Counting, scanner: LineScanner, span: Range<Int>? = nil) {
    var chosen = Counting(filter: counting.filter)
    chosen.clients = counting.clients
    self.counting = chosen
    self.scanner = scanner
    self.span = span
  }

  /// Adds the hits among whole lines of one source, and returns what has to be known to read on.
  package mutating func add(_ lines: [UInt8], _ memory: SourceMemory) -> SourceMemory {
    var learnt = memory
    _ = unsafe learnt.learn(lines.span.bytes)
    guard learnt.isPairing else {
      var reader = HitScanner(scanner, counting)
      reader.scanner.memory = memory
      var text = LineText(lines)
      add(lines, 0..<lines.count, &text, &reader)
      return reader.scanner.memory
    }
    // A hit is of two lines.
    let joined = unsafe PairedLines(lines.span.bytes, 0..<lines.count, memory)
    for part in joined.parts {
      add(SourceLines(Array(joined.bytes[part.range]), memory: part.memory))
    }
    return joined.memory
  }

  /// Adds the hits among whole lines that match.
  ///
  /// - Complexity: O(bytes).
  package mutating func add(_ lines: SourceLines) {
    var reader = HitScanner(scanner, counting)
    var text = LineText(lines.bytes)
    for part in lines.parts(in: 0..<lines.bytes.count) {
      reader.scanner.memory = part.memory
      add(lines.bytes, part.range, &text, &reader)
    }
  }

  /// Adds the hits of a chunk that match.
  package mutating func add(_ chunk: ChunkTally) { add(chunk.lines) }

  private mutating func add(
    _ bytes: [UInt8], _ range: Range<Int>, _ text: inout LineText, _ reader: inout HitScanner
  ) {
    var block = Array(repeating: LineRecord(), count: LineScanner.blockCount)
    var offset = range.lowerBound
    while offset < range.upperBound {
      let memory = reader.scanner.memory
      let found = reader.scan(&text, from: &offset, to: range.upperBound, into: &block)
      for index in 0..<found where block[index].isHit {
        if let span, !span.contains(block[index].second) { continue }
        let end = index + 1 < found ? Int(block[index + 1].start) : offset
        append(
          bytes[Int(block[index].start)..<min(end, bytes.count)], block[index].second, memory)
      }
    }
  }

  private mutating func append(_ line: ArraySlice<UInt8>, _ second: Int, _ memory: SourceMemory) {
    var line = line
    while let last = line.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") {
      line.removeLast()
    }
    entries.append(
      Entry(number: count, second: second, line: Array(line), memory: memory.frozen))
    count += 1
    byteCount += line.count
    // Many at a time, since removing the first moves all others.
    if entries.count > 2 * LineTail.mostLines || byteCount > 2 * LineTail.maximumBytes { shorten() }
  }

  /// Forgets the oldest lines beyond the bounds.
  private mutating func shorten() {
    var bytes = 0
    var kept = 0
    for entry in entries.reversed() {
      bytes += entry.line.count
      guard kept < LineTail.mostLines, kept == 0 || bytes <= LineTail.maximumBytes else { break }
      kept += 1
    }
    entries.removeFirst(entries.count - kept)
    byteCount = entries.reduce(0) { $0 + $1.line.count }
  }

  /// Sorts lines of several files by time, and numbers them again.
  package mutating func sort() {
    entries = entries.enumerated().sorted {
      ($0.element.second, $0.offset) < ($1.element.second, $1.offset)
    }.map(\.element)
    let first = count - entries.count
    for index in entries.indices { entries[index].number = first + index }
  }
}

extension RecentLines {
  /// Adds all of them to the lines that match.
  package func add(to tail: inout LineTail) {
    for piece in pieces { tail.add(piece) }
  }
}

/// Which lines are looked at.
package struct LineChoice: Sendable, Hashable {
  /// Those of hits that match; `nil` for all.
  package var filter: Filter?
  /// Those of these seconds, read again from the log; `nil` for the newest, as they come.
  package var span: Range<Int>?

  package init(filter: Filter? = nil, span: Range<Int>? = nil) {
    self.filter = filter
    self.span = span
  }
}

/// The lines that are looked at.
package struct LineView: Sendable, Equatable {
  package var choice: LineChoice
  /// Oldest first.
  package var entries: [LineTail.Entry]
  /// How many have matched.
  package var count: Int
  /// Whether they are still being read.
  package var isReading: Bool
  /// Why they cannot be read, if they cannot.
  package var failure: String?

  package init(
    choice: LineChoice, entries: [LineTail.Entry], count: Int, isReading: Bool = false,
    failure: String? = nil
  ) {
    self.choice = choice
    self.entries = entries
    self.count = count
    self.isReading = isReading
    self.failure = failure
  }

  package static func == (left: LineView, right: LineView) -> Bool {
    left.choice == right.choice && left.count == right.count && left.isReading == right.isReading
      && left.failure == right.failure && left.entries.count == right.entries.count
  }
}
