package import Alerting
package import Traffic

/// What a pipeline takes in, in the order of the log.
package enum Intake: Sendable {
  /// Whole lines; only the last one of all may lack its newline.
  case lines([UInt8], as: Origin, readAt: Moment)
  /// All context has been given; the newest file was last written at `modified`.
  case contextEnds(modified: Instant?, at: Moment)
}

/// What is to be told as it happens.
package enum TrafficEvent: Sendable, Equatable {
  case alert(AlertTransition)
  case interval(IntervalReport)
  case summary(Summary)
}
