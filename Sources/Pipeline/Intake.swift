package import Alerting
package import Feed
package import Traffic

/// What a pipeline takes in, in the order of the log.
package enum Intake: Sendable {
  /// Whole lines; only the last one of all may lack its newline.
  ///
  /// The checkpoints say how far the sources are read once these lines are added, and the spans which lines
  /// come from which source.
  case lines(
    [UInt8], as: Origin, readAt: Moment, checkpoints: [SourceCheckpoint] = [],
    spans: [SourceSpan] = [])
  /// All context has been given; the newest file was last written at `modified`.
  ///
  /// The checkpoints say how far each source was read by then, also those that gave nothing.
  ///
  /// All lines since `coveredSince` were among it, or all there are if it is `nil`; otherwise
  /// stretches of earlier lines follow, between those that count.
  case contextEnds(
    modified: Instant?, coveredSince: Instant? = nil, at: Moment,
    checkpoints: [SourceCheckpoint] = [])
  /// Whole lines of a stretch that comes before all that was given; they are in no total.
  case earlier([UInt8], spans: [SourceSpan] = [])
  /// The stretch is over; `isAll` if no other may follow.
  case earlierEnds(coveredSince: Instant?, isAll: Bool)
  /// What servers have added up, in place of their lines.
  case tallies(TallyBatch, readAt: Moment)
  /// What became of a source, at a time of the wall clock.
  case source(SourceEvent, at: Instant)
}

/// An event to report.
package enum TrafficEvent: Sendable, Equatable {
  case alert(AlertTransition)
  case interval(IntervalReport)
  /// Intervals in which nothing was read.
  case silence(Silence)
  case summary(Summary)
  /// What became of a source, at a time of the wall clock.
  case source(SourceEvent, at: Instant)
  /// All that was there at the start has been judged.
  case caughtUp
  /// These rules are judged no more, or in another way: an alert of theirs that was under way has no
  /// recovery.
  case rulesEnded([RuleName])
  /// Alerts that an earlier run reported and that are still under way.
  case resumed([AlertTransition])
  /// Alerts of a rule that are under way are not told again for so many seconds; 0 ends that.
  case silenced(RuleName, seconds: Int)
  /// An alert that was reported and held back when it happened is to be told now.
  case released(AlertTransition)
  /// Alerts that are under way at the end of a replay, with the worst that was measured of each.
  case underWay([AlertTransition])
  /// How the rules stand behind the events before it, for the sink that keeps it.
  case judged(SavedAlerts)
}
