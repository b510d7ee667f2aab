/// How far the clock of the logs' zone is ahead of UTC, asked once for each quarter of an hour of log.
struct LocalOffsets: Sendable {
  private let zone: Zone?
  private var quarter = Int.min
  private var offset = 0

  /// Creates the offsets of a zone, or of that of the logs (``Zone/ofLogs``).
  init(_ zone: Zone? = nil) { self.zone = zone }

  /// The seconds since the epoch at which a clock of the zone showed that time, given as seconds since
  /// the epoch on that clock.
  ///
  /// Of an hour that comes twice the first is meant, of one that is left out the time behind it.
  mutating func seconds(local: Int) -> Int {
    let quarter = local.flooredQuotient(by: 900)
    if quarter != self.quarter {
      self.quarter = quarter
      offset = LocalOffsets.offset(in: zone ?? .ofLogs, local: local)
    }
    return local - offset
  }

  private static func offset(in zone: Zone, local: Int) -> Int {
    func east(_ second: Int) -> Int { zone.civilTime(Instant(second)).secondsEastOfUTC }
    // The offsets of half a day before and behind, which differ only around a change.
    let before = east(local - 86_400 / 2 - east(local))
    let behind = east(local + 86_400 / 2 - east(local))
    guard before != behind, east(local - before) != before else { return before }
    return east(local - behind) == behind ? behind : before
  }
}
