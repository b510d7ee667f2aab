import AccessLog

/// The digests of the last intervals, to compare a span of time with the one before.
///
/// At most about 12 MB: with more groups than that the oldest intervals are forgotten.
package struct GroupTrail: Sendable {
  private static let maximumGroups = 120_000
  /// A window of more than half as many intervals is not explained.
  static let mostIntervals = 1_000

  /// Oldest first.
  private var kept: [(interval: Int, digest: GroupDigest)] = []
  private var groupCount = 0
  /// How many intervals are kept.
  private var span: Int
  /// The first interval of which all is known.
  private(set) var knownFrom: Int

  /// Begins with an interval: of those before nothing is known.
  package init(span: Int, from interval: Int = .min) {
    self.span = span
    knownFrom = interval
  }

  /// Adds an interval that has ended.
  mutating func add(_ digest: GroupDigest, of interval: Int) {
    kept.append((interval, digest))
    groupCount += digest.count
    while let oldest = kept.first,
      oldest.interval <= interval - span || groupCount > GroupTrail.maximumGroups && kept.count > 1
    {
      groupCount -= oldest.digest.count
      forget(before: oldest.interval + 1)
      kept.removeFirst()
    }
  }

  /// Keeps at least so many intervals from now on.
  mutating func widen(to span: Int) { self.span = max(self.span, span) }

  /// Takes intervals before this one for unknown.
  package mutating func forget(before interval: Int) {
    knownFrom = max(knownFrom, interval)
  }

  subscript(interval: Int) -> GroupDigest? {
    kept.last { $0.interval == interval }?.digest
  }
}

extension Ledger {
  /// Whether digests are kept.
  package var keepsDigests: Bool { trail != nil }

  /// Keeps the digest of an interval that has ended, if digests are kept.
  ///
  /// Returns the interval with its clients folded into networks, which its report lists too.
  package mutating func keepDigest(of interval: EndedInterval) -> EndedInterval {
    guard keepsDigests else { return interval }
    var interval = interval
    let tally = interval.tally.all
    let folds = tally.clientFolds
    if interval.tally.isReportedWhole { interval.folds = folds }
    let digest = tally.digest(by: counting, folds)
    trail?.add(digest, of: timeline.timing.interval(of: interval.start.seconds))
    return interval
  }

  /// What was read so far of the intervals with the seconds of a window, and of as many before them;
  /// `nil` if the log was not read from the first of these on.
  ///
  /// - Complexity: O(groups of these intervals).
  package func digests(
    ofWindow seconds: Int, endingAt second: Instant
  ) -> (before: [GroupDigest], now: [GroupDigest])? {
    let timing = timeline.timing
    let end = timing.interval(of: second.seconds) + 1
    let start = timing.interval(of: second.seconds - seconds + 1)
    let first = start - (end - start)
    // Of the interval that reading began in, what was before the first hit is not known.
    guard let trail, first >= trail.knownFrom, first >= timeline.firstInterval,
      timeline.firstHit.map({ timing.start(ofInterval: first) >= $0.seconds }) ?? true
    else { return nil }
    func digests(_ intervals: Range<Int>) -> [GroupDigest] {
      intervals.map { interval in
        trail[interval] ?? timeline.intervals[interval]?.all.digest(by: counting) ?? GroupDigest()
      }
    }
    return (digests(first..<start), digests(start..<end))
  }

  /// For how long a trigger that is told later, as one before the start is, can still be explained.
  private static let hindsightSeconds = 600

  /// Begins to keep the digests that a window of so many seconds needs.
  ///
  /// Those of intervals that have closed are not known.
  package mutating func beginDigests(forWindow seconds: Int) {
    let open = timeline.lastClosed.map { timeline.timing.interval(of: $0.seconds + 1) }
    trail = GroupTrail(span: digestSpan(forWindow: seconds), from: open ?? .min)
  }

  /// Keeps the digests that a longer window needs too, from now on.
  package mutating func widenDigests(forWindow seconds: Int) {
    let span = digestSpan(forWindow: seconds)
    trail?.widen(to: span)
  }

  /// How many intervals are kept for a window of so many seconds.
  private func digestSpan(forWindow seconds: Int) -> Int {
    func intervals(_ seconds: Int) -> Int {
      (seconds + timeline.timing.intervalSeconds - 1) / timeline.timing.intervalSeconds + 1
    }
    return min(
      GroupTrail.mostIntervals, 2 * intervals(seconds) + intervals(Ledger.hindsightSeconds))
  }

  /// Takes intervals that begin before an instant for unknown: not all of their lines were read.
  package mutating func forgetDigests(before instant: Instant) {
    let timing = timeline.timing
    trail?.forget(before: timing.interval(of: instant.seconds - 1) + 1)
  }
}
