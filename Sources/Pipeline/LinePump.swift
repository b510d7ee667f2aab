package import AccessLog
import Feed
package import Traffic

/// Feeds a sequence of lines to workers that tally them in parallel, and their tallies to an
/// aggregator.
///
/// Any asynchronous sequence will do: files that are followed, standard input, a topic of a
/// message broker. There are as many workers as parts that the aggregator admits, and one takes the next
/// element only while it admits more, so a slow consumer slows the reader.
package struct LinePump: Sendable {
  private let aggregator: Aggregator
  private let timing: Timing
  private let scanner: LineScanner
  private let counting: Counting

  /// Creates a pump; what is added up for rules is that of the aggregator's watch.
  package init(
    into aggregator: Aggregator, timing: Timing, scanner: LineScanner,
    counting: Counting = Counting()
  ) {
    self.aggregator = aggregator
    self.timing = timing
    self.scanner = scanner
    self.counting = counting
  }

  /// Takes in the whole sequence; returns when its last line has been added.
  ///
  /// - Throws: The error of the sequence, once all elements before it have been added.
  package func run<Source: AsyncSequence & Sendable>(_ source: Source) async throws
  where Source.Element == Intake {
    let turns = SourceTurns(source, for: aggregator)
    try await withThrowingDiscardingTaskGroup { group in
      for _ in 0..<aggregator.limit {
        group.addTask {
          var cache = WorkerCache()
          while let turn = try await turns.next() {
            // The rules, and what they add up, may have changed.
            var counting = counting
            counting.selections = turn.wishes.selections
            counting.talliesRuns = !turn.wishes.namesAreFull
            await aggregator.add(part(of: turn.item, counting, &cache), number: turn.number)
          }
        }
      }
    }
  }

  /// What an element adds up to.
  private func part(
    of item: Intake, _ counting: Counting, _ cache: inout WorkerCache
  ) -> Aggregator.Part {
    switch item {
    case .lines(let bytes, let origin, let moment, let checkpoints, let spans):
      let tallies = ChunkTallier.tallies(
        bytes, parts: spans.map(LinePart.init), timing: timing, scanner: scanner,
        counting: counting, cache: &cache)
      return .chunk(
        tallies, as: origin, readAt: moment, checkpoints: checkpoints,
        sources: spans.map(\.source))
    case .contextEnds(let modified, let coveredSince, let moment, let checkpoints):
      return .contextEnds(
        modified: modified, coveredSince: coveredSince, at: moment, checkpoints: checkpoints)
    case .earlier(let bytes, let spans):
      return .earlier(
        ChunkTallier.tally(
          bytes, parts: spans.map(LinePart.init), timing: timing, scanner: scanner,
          counting: counting))
    case .earlierEnds(let coveredSince, let isAll):
      return .earlierEnds(coveredSince: coveredSince, isAll: isAll)
    case .tallies(let batch, let moment):
      return .tallies(FleetBatch(batch, scanner: scanner, counting: counting), readAt: moment)
    case .source(let event, let time):
      return .source(event, at: time)
    }
  }
}

extension LinePart {
  /// The lines of a span.
  fileprivate init(_ span: SourceSpan) {
    self.init(end: span.end, memory: span.memory)
  }
}
