/// A span of log time with more traffic than usual, or less.
///
/// On the command line it is `START+LENGTHxFACTOR`, or `START+LENGTHxFACTOR/PERIOD` if it
/// repeats: `60s+90sx5` is five times the rate from second 60 to second 150, `1m+90sx5/10m` the same
/// every ten minutes, `2m+30sx0` half a minute of silence.
package struct Surge: Sendable, Hashable {
  /// From the start of the log.
  package var start: Duration
  package var length: Duration
  /// What the rate is multiplied by; surges that overlap multiply each other.
  package var factor: Double
  /// From one start to the next, if the surge comes back.
  package var period: Duration?

  package init(start: Duration, length: Duration, factor: Double, period: Duration? = nil) {
    self.start = start
    self.length = length
    self.factor = factor
    self.period = period
  }
}
