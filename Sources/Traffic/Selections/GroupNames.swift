/// The names of the groups that selections tell apart, by their hashes.
///
/// Two names share a hash once in 10^12 such tables, and are taken for one then.
package struct GroupNames: Sendable {
  /// Beyond this many those are forgotten that no second has.
  private static let leastLimit = 1 << 15
  /// The budget for the names of all groups that have hits in a kept second, in bytes.
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

  /// Whether it is time to remove unused names.
  var areMany: Bool { names.count > limit }

  /// Removes the names that no series uses, except the latest, and returns the bytes of the used ones.
  ///
  /// - Complexity: O(names + cells of all series).
  @discardableResult
  mutating func keepThose(of series: [SelectionSeries]) -> Int {
    var used = HashPlaces()
    for series in series { series.forEachCell { used[$0.group] = 0 } }
    names.keep { used.contains($0) || latest.contains($0) }
    limit = max(GroupNames.leastLimit, 2 * names.count)
    return used.all.reduce(0) { $0 + names.byteCount(of: $1) }
  }
}
