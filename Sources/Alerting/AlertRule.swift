/// When traffic is too high: hits per second, averaged over a window, against a threshold.
package struct AlertRule: Hashable, Sendable {
  /// How the rule is called in reports, such as `high-traffic`.
  package var name: String
  /// Hits per second above which the rule is breached; finite and not negative.
  package var threshold: Double
  /// The span of the average; at least 1.
  package var windowSeconds: Int

  package init(name: String = "high-traffic", threshold: Double = 10, windowSeconds: Int = 120) {
    self.name = name
    self.threshold = threshold
    self.windowSeconds = windowSeconds
  }
}
