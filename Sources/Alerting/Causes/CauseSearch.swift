import AccessLog
import Query
package import Traffic

/// Looks for what made a rule trigger, by comparing the intervals of its window with as many before.
package struct CauseSearch {
  /// A group is a cause from this part of the rise on, if its part of all is so many times what it
  /// was.
  private static let leastShare = 0.2
  private static let leastGrowth = 1.5
  private static let mostOfDimension = 2
  private static let most = 6
  /// A client with this part of its network's hits stands for itself.
  private static let foldedShare = 0.8

  /// The sums of a group in both spans.
  private struct Sums {
    var before = HitSums()
    var now = HitSums()
  }

  let before: [GroupDigest]
  let now: [GroupDigest]

  package init(before: [GroupDigest], now: [GroupDigest]) {
    self.before = before
    self.now = now
  }

  /// The causes of a trigger of a rule, greatest share first; none where nothing fits.
  ///
  /// - Complexity: O(groups).
  package func causes(of rule: AlertRule) -> [Cause] {
    guard rule.side == .above, let weight = CauseWeight(rule) else { return [] }
    return risen(by: weight)
  }

  /// The groups that grew faster than the whole, greatest share of the rise first.
  ///
  /// - Complexity: O(groups).
  package func risen(by weight: CauseWeight) -> [Cause] {
    let all = (
      before: before.reduce(0) { $0 + weight.of($1.sums) },
      now: now.reduce(0) { $0 + weight.of($1.sums) }
    )
    guard all.now > all.before else { return [] }
    var found: [Cause] = []
    for dimension in Cause.dimensions {
      let causes = groups(of: dimension).compactMap { name, sums -> Cause? in
        let (before, now) = (weight.of(sums.before), weight.of(sums.now))
        guard now > before else { return nil }
        let share = min(1, Double(now - before) / Double(all.now - all.before))
        // In whole numbers: a part of now and a part of before, each over its total.
        let grew =
          before == 0
          || Double(now) * Double(all.before)
            >= CauseSearch.leastGrowth * Double(before) * Double(all.now)
        guard share >= CauseSearch.leastShare, grew else { return nil }
        return Cause(dimension: dimension, group: name, hits: now, before: before, share: share)
      }
      found += causes.sorted(by: CauseSearch.comesFirst).prefix(CauseSearch.mostOfDimension)
    }
    // The order of the dimensions decides between equals.
    let places = found.indices.sorted {
      found[$0].share != found[$1].share
        ? found[$0].share > found[$1].share : $0 < $1
    }
    return places.prefix(CauseSearch.most).map { found[$0] }
  }

  private static func comesFirst(_ left: Cause, _ right: Cause) -> Bool {
    left.share != right.share
      ? left.share > right.share : left.group.lexicographicallyPrecedes(right.group)
  }

  private func groups(of dimension: Dimension) -> [[UInt8]: Sums] {
    var groups = counted(by: dimension)
    guard dimension.foldsClients else { return groups }
    for (name, client) in counted(by: .client) {
      guard let (network, own) = dimension.networks(ofClient: name), let all = groups[network],
        Double(client.now.hits) >= CauseSearch.foldedShare * Double(all.now.hits)
      else { continue }
      // At most one client has so many.
      groups[own] = client
      groups[network] = Sums(
        before: all.before.without(client.before), now: all.now.without(client.now))
    }
    return groups
  }

  private func counted(by dimension: Dimension) -> [[UInt8]: Sums] {
    var groups: [[UInt8]: Sums] = [:]
    for digest in before {
      digest.forEachGroup(of: dimension) { bytes, name, sums in
        groups[bytes.copy(of: name), default: Sums()].before.merge(sums)
      }
    }
    for digest in now {
      digest.forEachGroup(of: dimension) { bytes, name, sums in
        groups[bytes.copy(of: name), default: Sums()].now.merge(sums)
      }
    }
    return groups
  }
}

extension HitSums {
  /// The sums without those of a part, of which not all may be known here.
  fileprivate func without(_ part: HitSums) -> HitSums {
    HitSums(
      hits: max(0, hits - part.hits), bytes: max(0, bytes - part.bytes),
      errors: max(0, errors - part.errors))
  }
}

extension RawSpan {
  fileprivate func copy(of range: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    append(range, to: &bytes)
    return bytes
  }
}
