import AccessLog

/// A candidate to be forgotten when there are too many groups.
package struct WeighedGroup: Sendable {
  /// Of its name.
  package var hash: UInt64
  package var hits: Int
  /// What it takes to keep it.
  package var weight: Int

  package init(hash: UInt64, hits: Int, weight: Int = 1) {
    self.hash = hash
    self.hits = hits
    self.weight = weight
  }
}

extension Array where Element == WeighedGroup {
  /// The groups to forget, so that the others weigh `limit` at most: those with the fewest hits, of those
  /// with as many the last by name.
  ///
  /// - Complexity: O(n) on average.
  package func smallest(beyond limit: Int, _ names: GroupNames) -> HashPlaces {
    // Names are compared only of the groups that tie with the last one forgotten.
    var weights: [Int: Int] = [:]
    for group in self { weights[group.hits, default: 0] += group.weight }
    var left = weights.values.reduce(0, +)
    var forgotten = HashPlaces()
    guard left > limit else { return forgotten }
    var last = 0
    for (hits, weight) in weights.sorted(by: { $0.key < $1.key }) {
      last = hits
      guard left - weight > limit else { break }
      left -= weight
    }
    var ties: [Tie] = []
    var letters: [UInt8] = []
    for group in self where group.hits <= last {
      guard group.hits == last else {
        forgotten[group.hash] = 0
        continue
      }
      let start = letters.count
      names.names.append(group.hash, to: &letters)
      ties.append(Tie(group: group, name: start..<letters.count))
    }
    let text = unsafe letters.span.bytes
    // By name, since their hashes are others in each run. Half by half, which is faster than to sort all:
    // those of the first half are forgotten, or all of the second are kept.
    while !ties.isEmpty, left > limit {
      let half = (ties.count + 1) / 2
      ties.moveFirst(half) { text.precedes($1.name, text, $0.name) }
      let weight = ties[..<half].reduce(0) { $0 + $1.group.weight }
      if half == 1 || left - weight >= limit {
        for tie in ties[..<half] { forgotten[tie.group.hash] = 0 }
        left -= weight
        ties.removeFirst(half)
      } else {
        ties.removeLast(ties.count - half)
      }
    }
    return forgotten
  }
}

/// A group that has as many hits as others.
private struct Tie {
  var group: WeighedGroup
  /// The range of its name in a buffer of all names: separate arrays would be retained at each move.
  var name: Range<Int>
}
