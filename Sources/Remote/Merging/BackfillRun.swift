import Feed
import LogTail

/// Lines that a source gave of what was there at the start, and that are taken by their times.
struct BackfillRun {
  private let knowledge: LineKnowledge
  private var batch: LineBatch
  /// Where the next line begins.
  private var place = 0
  /// When the next line is due: at its time, or with the line before it where it has none.
  private(set) var headTime: Int

  /// Begins with a batch; `after` is when the last line of the one before was due.
  init(_ batch: LineBatch, after: Int, _ knowledge: LineKnowledge) {
    self.batch = batch
    self.knowledge = knowledge
    headTime = after
    headTime = time(at: 0) ?? after
  }

  /// Whether the lines count.
  var origin: LineBatch.Origin { batch.origin }

  var isEmpty: Bool { place == batch.bytes.count }

  /// Takes the lines up to the first that is due later; never none.
  ///
  /// - Complexity: O(bytes that are taken).
  mutating func take(through bound: Int) -> LineBatch {
    let start = place
    if bound == .max {
      // Where no other source has lines, only the last one's time has to be known.
      place = batch.bytes.count
      let last = batch.bytes.dropLast().lastIndex(of: newline).map { max(start, $0 + 1) } ?? start
      headTime = time(at: last) ?? headTime
    } else {
      repeat {
        place = endOfLine(at: place)
        guard !isEmpty else { break }
        headTime = time(at: place) ?? headTime
      } while headTime <= bound
    }
    var taken = LineBatch(bytes: [], origin: batch.origin, positions: [], spans: [])
    taken.bytes = Array(batch.bytes[start..<place])
    var kept: [SourceSpan] = []
    var spanStart = start
    for var span in batch.spans where span.end > start {
      guard spanStart < place else {
        kept.append(span)
        continue
      }
      let end = min(span.end, place)
      taken.spans.append(SourceSpan(source: span.source, end: end - start, memory: span.memory))
      if span.end > place {
        let lines = Array(batch.bytes[spanStart..<place])
        // Bytes are without padding.
        _ = unsafe knowledge.learn(lines.span.bytes, &span.memory)
        kept.append(span)
      }
      spanStart = end
    }
    batch.spans = kept
    if isEmpty { taken.positions = batch.positions }
    return taken
  }

  private func endOfLine(at start: Int) -> Int {
    var end = start
    while end < batch.bytes.count, batch.bytes[end] != newline { end += 1 }
    return min(end + 1, batch.bytes.count)
  }

  /// The time of the line at a place; `nil` where it has none.
  private func time(at start: Int) -> Int? {
    guard start < batch.bytes.count, let span = batch.spans.first(where: { $0.end > start }) else {
      return nil
    }
    var end = endOfLine(at: start)
    if end > start, batch.bytes[end - 1] == newline { end -= 1 }
    if end > start, batch.bytes[end - 1] == 13 { end -= 1 }
    let line = batch.bytes.span.extracting(start..<end)
    // Bytes are without padding.
    return unsafe knowledge.time(line.bytes, span.memory)
  }
}
