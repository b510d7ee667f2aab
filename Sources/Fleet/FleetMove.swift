package import Query
package import Traffic

/// What is to be done next to the books of the fleet: the clock is moved, and then this is added.
package struct FleetMove: Sendable {
  /// What the clock of the fleet shows, in seconds since the epoch.
  package var clock: Int
  package var hits: [FoldedHits] = []
  /// The names of the groups of selections that these hits have, by their hashes.
  package var groupNames = HashedNames()
  package var lines = LineCounts()
}

/// How a server of the fleet stands.
package struct FleetServer: Hashable, Sendable {
  package enum State: Hashable, Sendable {
    case sending
    /// It sent nothing for the idle time-out. The fleet does not wait for it, and its next records may be late.
    case idle
    /// It will send no more.
    case gone
  }

  package var server: [UInt8]
  package var state: State
  /// Its stream clock, of its origins the one that is furthest behind; `nil` before its first hit.
  package var clock: Int?
  /// How far its machine's clock is ahead of this one's, in seconds; `nil` where it does not tell.
  package var skew: Int?
  /// When it last sent something, by this machine's uptime.
  package var lastSeen: Duration
  /// What the reader's rules need and it does not send.
  package var missing: [Selection] = []
  /// By what the reader groups hits and it does not.
  package var missingDimensions: [Dimension] = []
}

/// What a book did not take in, so that it can be said.
package struct FleetRefusals: Hashable, Sendable {
  /// Records of later versions, the latest of these, and one of the servers that sent them.
  package var newer = 0
  package var newestVersion = 0
  /// Records that are damaged, and why the last one is.
  package var damaged = 0
  package var damage: String?
  /// Where the last record stands that was damaged or of a later version, if that is known.
  package var place: String?
  /// Records with intervals or a lateness other than the reader's.
  package var otherTiming = 0
  package var lastTiming: Timing?
  /// Records of more servers, or of more intervals, than are kept.
  package var tooMany = 0
  /// Records of intervals that were closed for good.
  package var stale = 0

  package init() {}

  /// How many records were not taken in, but for those that say nothing new.
  package var count: Int { newer + damaged + otherTiming + tooMany }
}
