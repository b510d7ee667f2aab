package import AccessLog

/// What the traffic is like; the profile alone decides which lines are written.
///
/// No value is refused: with one that makes no sense, such as a rate of 0, no line is written.
package struct TrafficProfile: Sendable, Hashable {
  /// The same seed and profile give the same bytes.
  package var seed: UInt64 = 1
  /// The log time that the first line comes after.
  package var start: Instant
  /// How far the clock of the log is ahead of UTC.
  package var secondsEastOfUTC = 0
  /// Lines a second of log time, on average, outside surges.
  ///
  /// They come as independent requests do (a Poisson process): around a mean of 100 a second, most
  /// seconds have between 80 and 120.
  package var linesPerSecond = 100.0
  /// When there is more traffic, or less.
  package var surges: [Surge] = []
  /// When there is more traffic that has something in common.
  package var incidents: [Incident] = []
  /// How many lines to write, without end if `nil`; comments and malformed ones count too.
  package var lines: Int?
  /// How much log time to write, without end if `nil`.
  package var duration: Duration?
  /// One of ``formats``; `common` leaves out referrer and user agent.
  ///
  /// Malformed lines are the same in all.
  package var format = LogFormat.combined
  /// The formats that can be written.
  package static let formats = LogFormat.all.filter(\.isWritten)
  /// The share of the lines that are malformed, from 0 to 1.
  package var malformedShare = 0.0
  /// The share of the other lines, from 0 to 1, that are rare but no fault: comments, absolute
  /// targets, the status 600, and bytes of TLS on a plain port.
  package var oddityShare = 0.004
  /// The number of sections; at least 1.
  package var sections = 40
  /// The number of client addresses, 1 to 16,777,216; about one in seven is of IPv6.
  package var clients = 5_000
  /// How uneven sections and clients are.
  ///
  /// The one of rank `k` has a share in proportion to `1 / k^skew`: 0 makes all alike, 1 is what is
  /// seen on the web.
  package var skew = 1.0
  /// The least length of a section's name, in bytes, to try what long targets cost.
  package var sectionLength = 0

  /// Creates the profile of an ordinary site, without end.
  package init(start: Instant) {
    self.start = start
  }

  /// A small site that is busy now and then: traffic that trips an alert above 10 hits a second
  /// over two minutes half a minute into each incident, in which one network sends most, and lets it recover before the next.
  package static func demo(start: Instant) -> TrafficProfile {
    var profile = TrafficProfile(start: start)
    profile.linesPerSecond = 6
    profile.incidents = [
      Incident(
        .network(203, 0, 113),
        surge: Surge(start: .seconds(45), length: .seconds(100), factor: 4, period: .seconds(360)))
    ]
    profile.malformedShare = 0.002
    profile.clients = 400
    profile.sections = 24
    return profile
  }
}
