/// All that a screen shows of the traffic at one moment: an immutable value.
package struct Snapshot: Sendable, Equatable {
  /// The stream clock; `nil` before the first line.
  package var clock: Instant?
  /// The last second that was judged.
  package var settled: Instant?
  /// The span of an interval, in seconds.
  package var intervalSeconds: Int
  /// The span of the average, in seconds.
  package var windowSeconds: Int
  /// Hits of the window that ends with `settled`.
  package var windowHits = 0
  /// The last complete interval.
  package var lastInterval: IntervalReport?
  /// The interval under way: all of it that has been read.
  package var currentInterval: IntervalReport?
  /// Hits of each second up to and including `clock`, oldest first, at most an hour of them.
  package var hitsPerSecond: [Int] = []
  /// Hits since the program started; what backfill read is not among them.
  package var totalHits = 0
  /// Lines since the program started; what backfill read is not among them.
  package var totalCounts = LineCounts()
  /// Wall time minus log time, in seconds.
  package var skewSeconds = 0
  /// The most recent malformed line, cut after 200 bytes.
  package var malformedExample: [UInt8]?

  package init(intervalSeconds: Int, windowSeconds: Int) {
    self.intervalSeconds = intervalSeconds
    self.windowSeconds = windowSeconds
  }

  /// Hits per second over the window.
  package var windowAverage: Double { Double(windowHits) / Double(windowSeconds) }
}
