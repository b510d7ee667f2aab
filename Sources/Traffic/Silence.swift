import AccessLog

/// Intervals in a row in which nothing was read.
///
/// One value, however long it is: a day of seconds would take 120 MiB as reports.
package struct Silence: Hashable, Sendable {
  /// Inclusive; an interval begins here.
  package var start: Instant
  /// Exclusive; an interval ends here.
  package var end: Instant
  package var intervalSeconds: Int

  package init(start: Instant, end: Instant, intervalSeconds: Int) {
    self.start = start
    self.end = end
    self.intervalSeconds = intervalSeconds
  }

  /// A report for each interval, made on demand.
  package var reports: some Sequence<IntervalReport> & Sendable {
    let seconds = intervalSeconds
    return stride(from: start.seconds, to: end.seconds, by: seconds).lazy.map { start in
      IntervalReport(
        start: Instant(start), end: Instant(start + seconds), statistics: Statistics(),
        counts: LineCounts())
    }
  }
}

extension IntervalReport {
  /// Whether nothing at all was read in the whole of it: no hit, and no other line.
  package var isSilent: Bool {
    statistics.hits == 0 && counts == LineCounts() && followedFrom == nil
  }
}
