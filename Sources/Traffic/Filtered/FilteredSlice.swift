package import AccessLog
import Query

/// What the hits of a span of the past add up to that match a filter, second by second and interval by
/// interval.
///
/// Lines may be added in any order.
package struct FilteredSlice: Sendable {
  /// The seconds whose hits count; it begins and ends with an interval.
  package private(set) var span: Range<Int>
  private(set) var seconds: [Int: HitSums] = [:]
  private(set) var tallies: [Int: Tally] = [:]
  /// What the intervals add up to that are not needed as tallies.
  private(set) var statistics: [Int: Statistics] = [:]
  /// How many hits each interval has, those that the filter excludes too.
  private(set) var read: [Int: Int] = [:]
  private let settings: FilteredSettings
  private var merger: RunMerger

  /// Creates the slice of a span without hits.
  package init(span: Range<Int>, _ settings: FilteredSettings) {
    self.span = span
    var settings = settings
    settings.counting.talliesExcluded = true
    self.settings = settings
    merger = RunMerger(scanner: settings.scanner, counting: settings.counting)
  }

  /// Adds the hits of whole lines of one source, and returns what has to be known to read on.
  ///
  /// - Complexity: O(bytes).
  package mutating func add(_ lines: [UInt8], _ memory: SourceMemory) -> SourceMemory {
    var memory = memory
    for chunk in settings.tallies(lines, memory) {
      add(chunk)
      memory = chunk.parseRuns.last?.memory ?? memory
      guard let change = chunk.change else { continue }
      // The lines before the one that showed another format are of that, too.
      let tail = chunk.parseRuns.last?.tail ?? []
      add(SourceLines(tail.flatMap { chunk.bytes[$0.line] }, memory: change.memory))
    }
    return memory
  }

  mutating func add(_ lines: SourceLines) { add(settings.tally(lines)) }

  private mutating func add(_ chunk: ChunkTally) {
    let timing = settings.timing
    chunk.forEachSecond { second, sums in
      guard span.contains(second) else { return }
      seconds[second, default: HitSums()].merge(sums)
      read[timing.interval(of: second), default: 0] += sums.hits
    }
    for (second, hits) in chunk.excludedSeconds ?? [:] where span.contains(second) {
      read[timing.interval(of: second), default: 0] += hits
    }
    let first = timing.interval(of: span.lowerBound)
    let end = timing.interval(of: span.upperBound - 1) + 1
    chunk.forEachRun(timing) { run, interval, _ in
      guard interval >= first, interval < end else { return }
      // Taken out and put back, so that it is changed in place and never copied.
      var tally = tallies.removeValue(forKey: interval) ?? Tally()
      merger.merge(run, of: chunk, into: &tally)
      tallies[interval] = tally
    }
  }

  /// Forgets what lies outside of a part of the span, which begins and ends with an interval.
  package mutating func narrow(to part: Range<Int>) {
    span = part.clamped(to: span)
    let (timing, span) = (settings.timing, span)
    seconds = seconds.filter { span.contains($0.key) }
    tallies = tallies.filter { span.contains(timing.start(ofInterval: $0.key)) }
    statistics = statistics.filter { span.contains(timing.start(ofInterval: $0.key)) }
    read = read.filter { span.contains(timing.start(ofInterval: $0.key)) }
  }

  /// Lists the greatest groups of the intervals before a number, and forgets the others.
  package mutating func settle(before interval: Int) {
    for (number, tally) in tallies where number < interval {
      statistics[number] = settings.statistics(of: tally)
      tallies[number] = nil
    }
  }
}

/// How hits that match a filter are counted.
package struct FilteredSettings: Sendable {
  package var counting: Counting
  package var timing: Timing
  package var scanner: LineScanner
  /// How many groups of each dimension are listed.
  package var top: Int

  package init(counting: Counting, timing: Timing, scanner: LineScanner, top: Int) {
    self.counting = counting.withoutSelections
    self.timing = timing
    self.scanner = scanner
    self.top = top
  }

  /// The tallies of whole lines of one source, of which each but the first begins with another format.
  func tallies(_ lines: [UInt8], _ memory: SourceMemory) -> [ChunkTally] {
    var cache = WorkerCache()
    return ChunkTallier.tallies(
      lines, parts: [LinePart(end: lines.count, memory: memory)], timing: timing, scanner: scanner,
      counting: counting, cache: &cache)
  }

  func tally(_ lines: SourceLines) -> ChunkTally {
    ChunkTallier.tally(
      lines.bytes,
      parts: lines.parts(in: 0..<lines.bytes.count).map {
        LinePart(end: $0.range.upperBound, memory: $0.memory)
      }, timing: timing, scanner: scanner, counting: counting)
  }

  func statistics(of tally: Tally) -> Statistics {
    tally.statistics(top: top, by: counting, listed: counting.listed)
  }
}

extension ChunkTally {
  /// Calls a function with the sums of each second, which may come several times.
  func forEachSecond(_ body: (Int, HitSums) -> Void) {
    for second in seconds { body(second.second, second.sums.all) }
    for step in steps {
      guard let second = step.firstHit, let sums = step.jump else { continue }
      body(second, sums.all)
    }
  }

  /// Calls a function with the index of each run, its interval, and the greatest second that the chunk
  /// confirms where it begins.
  func forEachRun(_ timing: Timing, _ body: (Int, Int, Int) -> Void) {
    var first = 0
    for step in steps {
      if let second = step.firstHit, let sums = step.jump, sums.all.hits > 0 {
        body(first, timing.interval(of: second), step.second ?? .min)
        first += 1
      }
      let end = max(first, step.runsEnd)
      for run in first..<end {
        if let interval = runs[run].interval { body(run, interval, step.second ?? .min) }
      }
      first = end
    }
  }
}
