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
    self.init()
    sums = HitSums(
      hits: statistics.hits, bytes: statistics.bytes, errors: statistics.errors)
    groups[.section] = statistics.sections
    for list in statistics.groups {
      groups[list.dimension] =
        list.dimension.foldsClients ? GroupDigest.unfolded(list) : list.counts
    }
  }

  /// The networks as they were counted, with the clients that stand for themselves.
  private static func unfolded(_ list: Groups) -> [GroupCount] {
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
    return Array(sums.values)
  }
}
