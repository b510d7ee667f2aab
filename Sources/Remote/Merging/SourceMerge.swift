import Feed
package import LogTail

/// Several sources as one: of what was there at the start the lines in the order of their times, and then
/// what comes as it comes.
///
/// A value; ``MergedSource`` owns one. What a source gives waits in its slot until its turn has come, and
/// nothing more is asked of it meanwhile.
package struct SourceMerge {
  private enum Slot {
    case empty
    case item(TailItem)
    case lines(BackfillRun)
  }

  private struct Source {
    var slot = Slot.empty
    var hasCaughtUp = false
    var isOver = false
    /// Whether it gives tallies, which nothing else has to wait for.
    var isFolded = false
    /// When the last line of its backfill was due.
    var lastTime = Int.min

    var hasLines: Bool { if case .lines = slot { true } else { false } }
  }

  /// How much is given at a time, in bytes: not more than this and what one source has in a row.
  private static let batchSize = 1 << 19

  private let knowledge: LineKnowledge
  private var sources: [Source]
  private var hasCaughtUp = false
  private var modified: Int?
  private var coveredSince: Int?
  private var positions: [FilePosition] = []
  /// Whether it has yet to be said that no earlier lines come.
  private var endsEarlier = false
  /// The source that was given last.
  private var last = 0

  package init(count: Int, _ knowledge: LineKnowledge) {
    self.knowledge = knowledge
    sources = Array(repeating: Source(), count: count)
  }

  /// Whether a source may give more.
  package func isFree(_ index: Int) -> Bool {
    if case .empty = sources[index].slot { true } else { false }
  }

  /// Whether all sources are through, and all was taken.
  package var isOver: Bool {
    hasCaughtUp && !endsEarlier && sources.indices.allSatisfy { sources[$0].isOver && isFree($0) }
  }

  /// Takes what a source gives whose slot is free.
  package mutating func put(_ item: TailItem, from index: Int) {
    switch item {
    case .caughtUp(let modified, let coveredSince, let positions):
      sources[index].hasCaughtUp = true
      self.modified = [self.modified, modified].compactMap(\.self).max()
      self.coveredSince = [self.coveredSince, coveredSince].compactMap(\.self).max()
      self.positions += positions
    // Of some sources alone they would make history out of a part of the traffic.
    case .earlier, .earlierEnds: break
    // From the start of a log, or since an earlier run, they count: in the order of their times too.
    case .lines(let batch) where !sources[index].hasCaughtUp:
      sources[index].slot = .lines(
        BackfillRun(batch, after: sources[index].lastTime, knowledge))
    case .tallies:
      sources[index].isFolded = true
      sources[index].slot = .item(item)
    case .lines, .source: sources[index].slot = .item(item)
    }
  }

  /// Records that a source gives no more.
  package mutating func end(_ index: Int) {
    sources[index].isOver = true
    sources[index].hasCaughtUp = true
  }

  /// Whether ``next()`` would give something, or all is over.
  var hasNext: Bool {
    var copy = self
    return copy.next() != nil || copy.isOver
  }

  /// What comes next; `nil` if that is not known yet.
  package mutating func next() -> TailItem? {
    // What becomes of sources is said at once.
    for index in sources.indices {
      guard case .item(let item) = sources[index].slot else { continue }
      switch item {
      case .source, .tallies:
        sources[index].slot = .empty
        return item
      default: break
      }
    }
    guard hasCaughtUp else { return nextOfBackfill() }
    if endsEarlier {
      endsEarlier = false
      return .earlierEnds(coveredSince: coveredSince, isAll: true)
    }
    for step in 1...sources.count {
      let index = (last + step) % sources.count
      guard case .item(let item) = sources[index].slot else { continue }
      sources[index].slot = .empty
      last = index
      return item
    }
    return nil
  }

  /// The next lines of backfill, of as many sources as their times make take turns.
  private mutating func nextOfBackfill() -> TailItem? {
    var lines: LineBatch?
    while lines?.bytes.count ?? 0 < SourceMerge.batchSize, let turn = nextTurn {
      if case .lines(let run) = sources[turn.index].slot, let lines, run.origin != lines.origin {
        break
      }
      let piece = take(turn)
      if lines == nil { lines = piece } else { lines?.append(piece) }
    }
    if let lines { return .lines(lines) }
    guard sources.allSatisfy(\.hasCaughtUp), !sources.contains(where: \.hasLines) else {
      return nil
    }
    hasCaughtUp = true
    endsEarlier = coveredSince != nil
    return .caughtUp(modified: modified, coveredSince: coveredSince, positions: positions)
  }

  private struct Turn {
    var index: Int
    /// The latest time that comes before the lines of all others.
    var bound: Int
  }

  /// Whose turn it is; `nil` where that is not known yet, or no lines are left.
  private var nextTurn: Turn? {
    var first: (index: Int, time: Int)?
    for index in sources.indices {
      guard case .lines(let run) = sources[index].slot else {
        // Its next line may be the earliest.
        if !sources[index].hasCaughtUp, !sources[index].isFolded { return nil }
        continue
      }
      // Of equal times that of the source that was named first comes first.
      if run.headTime < first?.time ?? .max { first = (index, run.headTime) }
    }
    guard let first else { return nil }
    var bound = Int.max
    for index in sources.indices where index != first.index {
      guard case .lines(let run) = sources[index].slot else { continue }
      bound = min(bound, index > first.index ? run.headTime : run.headTime - 1)
    }
    return Turn(index: first.index, bound: bound)
  }

  private mutating func take(_ turn: Turn) -> LineBatch {
    guard case .lines(var run) = sources[turn.index].slot else {
      preconditionFailure("a turn is of a source with lines")
    }
    // What is held once is changed in place.
    sources[turn.index].slot = .empty
    let lines = run.take(through: turn.bound)
    sources[turn.index].lastTime = run.headTime
    if !run.isEmpty { sources[turn.index].slot = .lines(run) }
    return lines
  }
}

extension LineBatch {
  /// Appends lines that come next, and are of the same origin.
  fileprivate mutating func append(_ other: LineBatch) {
    for span in other.spans {
      let end = bytes.count + span.end
      if spans.last?.source == span.source {
        spans[spans.count - 1].end = end
      } else {
        spans.append(SourceSpan(source: span.source, end: end, memory: span.memory))
      }
    }
    bytes += other.bytes
    positions += other.positions
  }
}
