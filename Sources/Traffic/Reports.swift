import AccessLog

/// Lines that were read but are not, or not only, hits of their own second.
package struct LineCounts: Hashable, Sendable {
  /// Every line, also the empty ones.
  package var lines = 0
  /// Hits whose interval had been reported before they were read.
  package var late = 0
  /// Hits more than an hour ahead of the stream clock that the next hit did not confirm: they count
  /// in the second that the clock showed.
  package var skewed = 0
  package var malformed = 0
  /// Lines that begin with `#`.
  package var comments = 0
  /// Hits that a filter leaves out.
  package var excluded = 0

  package init() {}

  /// Adds other counts.
  package mutating func add(_ other: LineCounts) {
    lines += other.lines
    late += other.late
    skewed += other.skewed
    malformed += other.malformed
    comments += other.comments
    excluded += other.excluded
  }
}

/// What an interval added up to.
package struct IntervalReport: Hashable, Sendable {
  /// Inclusive.
  package var start: Instant
  /// Exclusive.
  package var end: Instant
  package var statistics: Statistics
  /// What was read since the report before.
  package var counts: LineCounts
  /// From which second on its lines count, where that is not `start`: the program was started within
  /// the interval.
  package var followedFrom: Instant?

  package init(
    start: Instant, end: Instant, statistics: Statistics, counts: LineCounts,
    followedFrom: Instant? = nil
  ) {
    self.start = start
    self.end = end
    self.statistics = statistics
    self.counts = counts
    self.followedFrom = followedFrom
  }

  /// Hits per second over the interval, or over the part of it that was followed.
  package var rate: Double {
    Double(statistics.hits) / Double(max(1, end - (followedFrom ?? start)))
  }
}

/// What everything read added up to.
package struct Summary: Hashable, Sendable {
  /// From the first second that had hits to the one after the last; `nil` without hits.
  package var span: Range<Instant>?
  package var statistics: Statistics
  package var counts: LineCounts

  package init(span: Range<Instant>?, statistics: Statistics, counts: LineCounts) {
    self.span = span
    self.statistics = statistics
    self.counts = counts
  }

  /// Hits per second over `span`.
  package var rate: Double? {
    span.map { Double(statistics.hits) / Double($0.upperBound - $0.lowerBound) }
  }
}
