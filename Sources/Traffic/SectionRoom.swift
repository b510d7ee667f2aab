/// How many sections, and how many bytes of their names, a tally may keep.
struct SectionRoom: Sendable {
  var count: Int
  var nameBytes: Int
  /// The same for the names of those that come too often to be lost once the exact table is full.
  var frequentNameBytes: Int

  /// What a tally may keep that shares with none.
  static let whole = SectionRoom(
    count: SectionCounter.maximumCount, nameBytes: SectionCounter.maximumNameBytes,
    frequentNameBytes: .max)
}

extension OpenIntervals {
  /// How many may each keep as much as a tally may; where there may be more, all share the half of
  /// that, since each of them has more than its sections.
  static let wholeCount = 2

  /// What a tally of one interval may keep beside `rest`, which is all else of that interval.
  ///
  /// It changes only from line to line, so that the pieces that a log is read in change nothing.
  func room(beside rest: IntervalTally) -> SectionRoom {
    var room = SectionRoom.whole
    guard mostOpen > OpenIntervals.wholeCount else { return room }
    room.count /= 2
    room.nameBytes /= 2
    for tally in tallies.lazy.map(\.tally) + CollectionOfOne(rest) {
      for part in [tally.live, tally.context] {
        room.count -= part?.sections.exact.count ?? 0
        room.nameBytes -= part?.sections.nameBytes ?? 0
      }
    }
    room.count = max(0, room.count)
    room.nameBytes = max(0, room.nameBytes)
    room.frequentNameBytes = room.nameBytes
    return room
  }
}
