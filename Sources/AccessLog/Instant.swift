/// A second of log time, counted from 1970-01-01T00:00:00Z without leap seconds.
public struct Instant: Hashable, Comparable, Sendable {
  /// Seconds since the epoch; negative before it.
  public var seconds: Int

  /// Creates the instant that many seconds after the epoch.
  public init(_ seconds: Int) {
    self.seconds = seconds
  }

  /// Whether `left` comes before `right`.
  public static func < (left: Instant, right: Instant) -> Bool {
    left.seconds < right.seconds
  }

  /// The instant that many seconds later.
  public static func + (instant: Instant, seconds: Int) -> Instant {
    Instant(instant.seconds + seconds)
  }

  /// The instant that many seconds earlier.
  public static func - (instant: Instant, seconds: Int) -> Instant {
    Instant(instant.seconds - seconds)
  }

  /// The seconds from `right` to `left`.
  public static func - (left: Instant, right: Instant) -> Int {
    left.seconds - right.seconds
  }
}
