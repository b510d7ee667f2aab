package import Alerting
package import Feed
package import Traffic

/// Says what happened: values in, bytes out.
///
/// Every entry consists of whole lines, each with its newline, so that the output can be read at
/// any time. Bytes of the log are escaped: none reaches a terminal as it is.
///
/// An entry that names groups may be long: names of 11 MiB in all take six times as much once they
/// are escaped. It is therefore made in pieces: whenever there are ``ReportPiece/byteCount`` bytes,
/// `takePiece` is called with all so far, and is to take them out.
package protocol Report: Sendable {
  /// Appends an interval that was reported.
  func append(_ interval: IntervalReport, to bytes: inout [UInt8], takePiece: TakePiece)
  /// Appends a rule that was breached, or that recovered.
  func append(_ transition: AlertTransition, to bytes: inout [UInt8])
  /// Appends what everything read added up to.
  func append(_ summary: Summary, to bytes: inout [UInt8], takePiece: TakePiece)
  /// Appends what became of a source of lines, at a time of the wall clock: a source has no place in
  /// log time.
  func append(_ event: SourceEvent, at time: Instant, to bytes: inout [UInt8])
  /// Takes in the alerts that are under way before the summary, with the worst that was measured of each.
  func note(underWay: [AlertTransition])
}

extension Report {
  /// Does nothing: what triggered has been reported.
  package func note(underWay: [AlertTransition]) {}

  /// Appends the whole of an interval.
  package func append(_ interval: IntervalReport, to bytes: inout [UInt8]) {
    append(interval, to: &bytes) { _ in }
  }

  /// Appends the whole of a summary.
  package func append(_ summary: Summary, to bytes: inout [UInt8]) {
    append(summary, to: &bytes) { _ in }
  }
}
