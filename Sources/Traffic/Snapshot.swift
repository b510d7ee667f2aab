package import AccessLog

/// All that a screen shows of the traffic at one moment: an immutable value.
package struct Snapshot: Sendable, Equatable {
  /// The stream clock; `nil` before the first line.
  package var clock: Instant?
  /// The last second that was judged.
  package var lastClosed: Instant?
  /// The span of an interval, in seconds.
  package var intervalSeconds: Int
  /// The intervals that were reported, oldest first, at most an hour of them.
  package var history: [IntervalReport] = []
  /// The intervals that have ended since, oldest first: all of them that has been read.
  ///
  /// They are not reported yet, since lines within the lateness can still belong to them.
  package var openIntervals: [IntervalReport] = []
  /// The interval under way: all of it that has been read; `nil` before the first line and after
  /// the last interval was reported.
  package var currentInterval: IntervalReport?
  /// The seconds up to and including `clock`, at most an hour and the longest window of them.
  package var seconds = SecondSeries()
  /// The first second of which all lines were read; `nil` if nothing before was left out.
  package var coveredSince: Instant?
  /// Hits since the program started; what backfill read is not among them.
  package var totalHits = 0
  /// Lines since the program started; what backfill read is not among them.
  package var totalCounts = LineCounts()
  /// Wall time minus log time, in seconds.
  package var skewSeconds = 0
  /// The most recent malformed line, cut after 200 bytes.
  package var malformedExample: [UInt8]?
  /// Why lines were malformed since the program started, also those that backfill read.
  package var faults = FaultTally()

  package init(intervalSeconds: Int) {
    self.intervalSeconds = intervalSeconds
  }

  /// The last interval that was reported.
  package var lastInterval: IntervalReport? { history.last }

  /// The intervals that have ended, reported or not, oldest first.
  package var endedIntervals: [IntervalReport] {
    openIntervals.isEmpty ? history : history + openIntervals
  }
}
