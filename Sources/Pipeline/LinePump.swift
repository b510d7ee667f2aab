package import AccessLog
import Feed
package import Traffic

/// Feeds a sequence of lines to workers that tally them in parallel, and their tallies to an
/// aggregator.
///
/// Any asynchronous sequence will do: files that are followed, standard input, a topic of a
/// message broker. The pump takes the next element only while the aggregator admits more parts, so a
/// slow consumer slows the reader.
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
  package func run<Source: AsyncSequence>(_ source: Source) async throws
  where Source.Element == Intake {
    try await withThrowingDiscardingTaskGroup { group in
      var number = 0
      for try await item in source {
        // The rules, and what they add up, may have changed.
        var counting = counting
        let wishes = await aggregator.admit()
        counting.selections = wishes.selections
        counting.talliesRuns = !wishes.namesAreFull
        let (place, current) = (number, counting)
        number += 1
        group.addTask {
          switch item {
          case .lines(let bytes, let origin, let moment, let checkpoints, let spans):
            let tallies = ChunkTallier.tallies(
              bytes, parts: spans.map(LinePart.init), timing: timing, scanner: scanner,
              counting: current)
            await aggregator.add(
              .chunk(
                tallies, as: origin, readAt: moment, checkpoints: checkpoints,
                sources: spans.map(\.source)),
              number: place)
          case .contextEnds(let modified, let coveredSince, let moment, let checkpoints):
            await aggregator.add(
              .contextEnds(
                modified: modified, coveredSince: coveredSince, at: moment, checkpoints: checkpoints
              ),
              number: place)
          case .earlier(let bytes, let spans):
            let chunk = ChunkTallier.tally(
              bytes, parts: spans.map(LinePart.init), timing: timing, scanner: scanner,
              counting: current)
            await aggregator.add(.earlier(chunk), number: place)
          case .earlierEnds(let coveredSince, let isAll):
            await aggregator.add(
              .earlierEnds(coveredSince: coveredSince, isAll: isAll), number: place)
          case .tallies(let batch, let moment):
            await aggregator.add(
              .tallies(FleetBatch(batch, scanner: scanner, counting: current), readAt: moment),
              number: place)
          case .source(let event, let time):
            await aggregator.add(.source(event, at: time), number: place)
          }
        }
      }
    }
  }
}

extension LinePart {
  /// The lines of a span.
  fileprivate init(_ span: SourceSpan) {
    self.init(end: span.end, memory: span.memory)
  }
}
