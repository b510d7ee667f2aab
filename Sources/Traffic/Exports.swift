package import AccessLog

/// The instant of `AccessLog`, for modules above that know no log lines.
package typealias Instant = AccessLog.Instant
