/// The names of the groups that selections tell apart, by their hashes.
///
/// Two names share a hash once in 10^12 such tables, and are taken for one then.
package struct GroupNames: Sendable {
  /// Beyond this many those are forgotten that no second has.
  private static let leastLimit = 1 << 15
  /// How many bytes the names of all groups that seconds have may have.
  static let mostBytes = 1 << 22

  package private(set) var names = HashedNames()
  /// What was added last: of a chunk whose hits are not all among the seconds yet.
  private var latest = HashedNames()
  /// How many names there may be before the unused ones are sought again.
  private var limit = leastLimit

  package init() {}

  /// The name of a group; nothing for one that is unknown.
  package subscript(hash: UInt64) -> [UInt8] { names[hash] ?? [] }

  /// Adds names.
  package mutating func add(_ other: HashedNames) {
    guard !other.isEmpty else { return }
    latest = other
    names.add(other)
  }

  /// Whether there are so many that the unused ones are to be sought.
  var areMany: Bool { names.count > limit }

  /// Forgets the names that are in none of the series nor among the latest, and says how many bytes those
  /// have that are in one.
  @discardableResult
  mutating func keepThose(of series: [SelectionSeries]) -> Int {
    var used = HashPlaces()
    for series in series { series.forEachCell { used[$0.group] = 0 } }
    names.keep { used.contains($0) || latest.contains($0) }
    limit = max(GroupNames.leastLimit, 2 * names.count)
    return used.all.reduce(0) { $0 + names.byteCount(of: $1) }
  }
}
