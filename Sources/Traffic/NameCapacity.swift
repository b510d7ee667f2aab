/// How many names, and how many bytes of them, a counter keeps.
struct NameCapacity: Sendable {
  var count: Int
  var nameBytes: Int
  /// How many bytes of heavy hitters' names are kept once the exact table is full.
  var heavyNameBytes: Int
  /// How many names, and bytes of them, each of several counters keeps that share this capacity,
  /// whatever the others do.
  var leastCount = 1_024
  var leastBytes = 1 << 16

  /// Of a counter that shares its capacity with no other.
  static let whole = NameCapacity(
    count: NameCounter.maximumCount, nameBytes: NameCounter.maximumNameBytes,
    heavyNameBytes: .max)

  /// Of a table that takes no new names.
  static let nothing = NameCapacity(count: 0, nameBytes: 0, heavyNameBytes: 0)
}

extension OpenIntervals {
  /// Up to this many open intervals keep ``NameCapacity/whole`` each; more of them share half of it,
  /// since each interval has more than its names.
  static let wholeCount = 2

  /// The capacity of a tally of one interval beside `rest`, which is all else of that interval.
  ///
  /// It depends on the lines alone, not on the pieces that the log is read in.
  func capacity(beside rest: IntervalTally) -> NameCapacity {
    var capacity = NameCapacity.whole
    guard mostOpen > OpenIntervals.wholeCount else { return capacity }
    capacity.count /= 2
    capacity.nameBytes /= 2
    for tally in tallies.lazy.map(\.tally) + CollectionOfOne(rest) {
      for part in [tally.live, tally.context] {
        capacity.count -= part?.exactCount ?? 0
        capacity.nameBytes -= part?.nameBytes ?? 0
      }
    }
    capacity.count = max(0, capacity.count)
    capacity.nameBytes = max(0, capacity.nameBytes)
    capacity.heavyNameBytes = capacity.nameBytes
    // There may be sixty of them.
    capacity.leastCount /= 16
    capacity.leastBytes /= 16
    return capacity
  }
}
