package import AccessLog
package import Alerting
package import Traffic

/// How traffic is watched.
package struct WatchSettings: Sendable {
  /// Who the numbers are for.
  package enum Audience: Sendable {
    /// Whoever reads reports: intervals are listed with that many sections.
    case reports(top: Int)
    /// Whoever looks at a screen: an hour of intervals is kept with that many sections.
    case screen(top: Int)
  }

  /// How much of a silence is kept or told, in seconds.
  var longestSilence: Int {
    // The last interval is on the screen, however long it is.
    if case .screen = audience { return Timeline.historySeconds + timing.intervalSeconds }
    return Timeline.daySeconds
  }

  package var timing: Timing
  /// In the order in which they are judged.
  package var rules: [AlertRule]
  package var audience: Audience
  /// Whether the log goes on: then the clock runs while it is quiet, and silence is reported.
  package var isFollowing: Bool
  package var scanner: LineScanner

  package init(
    timing: Timing, rules: [AlertRule], audience: Audience, isFollowing: Bool, scanner: LineScanner
  ) {
    self.timing = timing
    self.rules = rules
    self.audience = audience
    self.isFollowing = isFollowing
    self.scanner = scanner
  }
}
