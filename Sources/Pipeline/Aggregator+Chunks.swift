import AccessLog
import Feed
import Traffic

// Chunks of lines, in the order of the log.
extension Aggregator {
  /// Adds a chunk, whose first part is one of these sources.
  func take(
    _ chunk: ChunkTally, as origin: Origin, of sources: [SourceName], at moment: Moment
  ) {
    let sources = sources.dropFirst(chunk.firstPart).prefix(chunk.parseRuns.count)
    for (index, (run, source)) in zip(chunk.parseRuns, sources).enumerated() {
      let isChanged = chunk.change != nil && index == chunk.parseRuns.count - 1
      note(isChanged ? chunk.change?.former.finding : run.finding, of: source, at: moment)
    }
    publish(add(chunk, as: origin, of: Array(sources), at: moment), at: moment)
    beside.add(chunk, clock: watch.clock)
    for (run, source) in zip(chunk.parseRuns, sources) {
      note(parsing.note(ParseRun(run, in: chunk), of: source, at: moment.uptime), at: moment)
      tails.note(run, of: source.bytes, in: chunk, as: origin)
    }
    if let change = chunk.change, let source = sources.last {
      note(change.memory.finding, of: source, at: moment)
      reread(source, change, at: moment)
    }
  }

  /// Reads the last malformed lines of a source again, which has another format now.
  private func reread(
    _ source: SourceName, _ change: ChunkTally.FormatChange, at moment: Moment
  ) {
    // Tallies that others may have been sent by now are not taken back.
    guard fleet.book == nil else { return }
    let settings = watch.settings
    for tail in tails.take(source.bytes) {
      watch.takeBack(tail, readWith: change.former)
      let chunk = ChunkTallier.tally(
        tail.bytes, parts: [LinePart(end: tail.bytes.count, memory: change.memory)],
        timing: settings.timing, scanner: settings.scanner, counting: settings.counting)
      take(chunk, as: tail.origin, of: [source], at: moment)
    }
  }
}
