package import AccessLog

/// The instant of `AccessLog`, for modules above that know no log lines.
package typealias Instant = AccessLog.Instant

extension Instant {
  /// How many seconds this is after another instant.
  package func seconds(since earlier: Instant) -> Int { self - earlier }
}
