private import AccessLog

/// Writes the lines of a profile, one after the other.
///
/// A value: a copy continues with the same lines. It reads no clock: to get the lines at their time,
/// wait between two calls.
package struct SyntheticTraffic: Sendable {
  let profile: TrafficProfile
  let site: Site
  let clients: Clients
  private let length: Int
  var random: SeededRandom
  var arrivals: Arrivals
  private let incidents: Incidents
  var time: TimeField
  /// How many lines have been written.
  package private(set) var lines = 0

  package init(_ profile: TrafficProfile) {
    self.profile = profile
    site = Site(
      sections: profile.sections, skew: profile.skew, sectionLength: profile.sectionLength)
    clients = Clients(count: profile.clients, skew: profile.skew)
    length = profile.duration?.wholeNanoseconds ?? .max
    random = SeededRandom(seed: profile.seed)
    incidents = Incidents(profile.incidents)
    arrivals = Arrivals(
      linesPerSecond: profile.linesPerSecond,
      surges: profile.surges + profile.incidents.map(\.surge))
    time = TimeField(
      start: profile.start.seconds, secondsEastOfUTC: profile.secondsEastOfUTC)
  }

  /// Appends the next line and its newline, and returns how long after the start it comes; appends
  /// nothing and returns `nil` at the end.
  ///
  /// The time in the line is that moment's second.
  ///
  /// - Complexity: O(length of the line), a fraction of a microsecond for an ordinary one, without
  ///   allocation while `bytes` has capacity; some microseconds in formats other than Common and
  ///   Combined.
  package mutating func appendNext(to bytes: inout [UInt8]) -> Duration? {
    guard lines < profile.lines ?? .max, let moment = arrivals.next(&random), moment < length,
      time.render(nanoseconds: moment)
    else { return nil }
    if lines == 0 { bytes += Array(profile.format.preamble.utf8) }
    lines += 1
    let start = bytes.count
    if let mark = incidents.mark(at: moment, &random) {
      appendRequest(mark, to: &bytes)
    } else if random.chance(profile.malformedShare) {
      appendMalformed(to: &bytes)
    } else if random.chance(profile.oddityShare) {
      appendOddity(to: &bytes)
    } else {
      appendRequest(to: &bytes)
    }
    if profile.format != .common, profile.format != .combined {
      translate(from: start, in: &bytes)
    }
    bytes.append(UInt8(ascii: "\n"))
    return .nanoseconds(moment)
  }
}
