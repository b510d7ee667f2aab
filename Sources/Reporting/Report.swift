package import Alerting
package import Feed
package import Traffic

/// Says what happened: values in, bytes out.
///
/// Every entry consists of whole lines, each with its newline, so that the output can be read at
/// any time. Bytes of the log are escaped: none reaches a terminal as it is.
package protocol Report: Sendable {
  /// Appends an interval that was reported.
  func append(_ interval: IntervalReport, to bytes: inout [UInt8])
  /// Appends a rule that was breached, or that recovered.
  func append(_ transition: AlertTransition, to bytes: inout [UInt8])
  /// Appends what everything read added up to.
  func append(_ summary: Summary, to bytes: inout [UInt8])
  /// Appends what became of a source of lines, at a time of the wall clock: a source has no place in
  /// log time.
  func append(_ event: SourceEvent, at time: Instant, to bytes: inout [UInt8])
}
