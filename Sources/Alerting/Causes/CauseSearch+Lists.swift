import Query
package import Traffic

extension CauseSearch {
  /// What went away where the sums fell, as the causes of the rise that the other way round would be;
  /// each has fewer hits than before.
  ///
  /// - Complexity: O(groups).
  package func fallen(of rule: AlertRule) -> [Cause] {
    CauseSearch(before: now, now: before).causes(of: rule).map { cause in
      Cause(
        dimension: cause.dimension, group: cause.group, hits: cause.before, before: cause.hits,
        share: cause.share)
    }
  }
}

extension GroupDigest {
  /// What is known of an interval by its lists: its greatest groups, in which clients stand for
  /// networks.
  package init(of statistics: Statistics) {
    self.init(
      HitSums(hits: statistics.hits, bytes: statistics.bytes, errors: statistics.errors),
      [Groups(dimension: .section, counts: statistics.sections)]
        + statistics.groups.map { $0.dimension.foldsClients ? GroupDigest.unfolded($0) : $0 })
  }

  /// The networks as they were counted, with the clients that stand for themselves.
  private static func unfolded(_ list: Groups) -> Groups {
    var sums: [[UInt8]: GroupCount] = [:]
    for count in list.counts {
      var name = count.name
      let bits = name.split(separator: UInt8(ascii: "/")).last.map {
        String(decoding: $0, as: UTF8.self)
      }
      if bits == "32" || bits == "128", let slash = name.lastIndex(of: UInt8(ascii: "/")),
        let network = list.dimension.networks(ofClient: Array(name[..<slash]))?.network
      {
        name = network
      }
      var sum = sums[name] ?? GroupCount(name: name, hits: 0, bytes: 0, errors: 0)
      sum.hits += count.hits
      sum.bytes = sum.bytes.saturatingAdding(count.bytes)
      sum.errors += count.errors
      sums[name] = sum
    }
    return Groups(dimension: list.dimension, counts: Array(sums.values))
  }
}
