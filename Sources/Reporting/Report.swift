package import Alerting
package import Traffic

/// Says what happened: values in, bytes out.
///
/// Every entry is whole lines, each with its newline, so that what was written so far can be read
/// at any time. Nothing out of a log reaches a terminal raw.
package protocol Report: Sendable {
  /// Appends an interval that was reported.
  func append(_ interval: IntervalReport, to bytes: inout [UInt8])
  /// Appends a rule that was breached, or that recovered.
  func append(_ transition: AlertTransition, to bytes: inout [UInt8])
  /// Appends what everything read added up to.
  func append(_ summary: Summary, to bytes: inout [UInt8])
  /// Appends what happened to a source of lines.
  func append(_ notice: SourceNotice, to bytes: inout [UInt8])
}
