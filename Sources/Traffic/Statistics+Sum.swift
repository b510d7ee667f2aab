package import Query

extension Statistics {
  /// What several intervals add up to, with as many groups of each of some dimensions.
  ///
  /// A group counts with the hits of the intervals that list it; ``countedAtLeast`` has the groups that may
  /// have more. A client stands alone among networks if it does in all of the intervals. Distinct clients,
  /// percentiles and all else that cannot be added up are left out.
  ///
  /// - Complexity: O(groups of these dimensions in all intervals).
  package static func sum(
    _ parts: [Statistics], top count: Int, by dimensions: [Dimension]
  ) -> Statistics {
    guard parts.count != 1 else { return parts[0] }
    var sum = Statistics()
    var statuses: [Int: Int] = [:]
    var methods: [[UInt8]: Int] = [:]
    var groups = dimensions.map { GroupSums(dimension: $0) }
    var most = 0
    for part in parts {
      sum.hits += part.hits
      sum.bytes = sum.bytes.saturatingAdding(part.bytes)
      sum.errors += part.errors
      for status in part.statuses { statuses[status.status, default: 0] += status.hits }
      for method in part.methods { methods[method.name, default: 0] += method.hits }
      for place in groups.indices { groups[place].add(part) }
      for (bucket, hits) in part.responseBytes.histogram.enumerated()
      where bucket < sum.responseBytes.histogram.count {
        sum.responseBytes.histogram[bucket] += hits
      }
      most = max(most, part.responseBytes.max ?? 0)
    }
    sum.statuses = statuses.sorted { $0.key < $1.key }.map {
      StatusCount(status: $0.key, hits: $0.value)
    }
    sum.methods = methods.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
      MethodCount(name: $0.key, hits: $0.value)
    }
    for sums in groups {
      let (counts, atLeast) = sums.greatest(count)
      guard !counts.isEmpty else { continue }
      sum.countedAtLeast[sums.dimension] = atLeast
      if sums.dimension == .section {
        sum.sections = counts
      } else {
        sum.groups.append(Groups(dimension: sums.dimension, counts: counts))
      }
    }
    if sum.hits > 0 {
      sum.responseBytes.mean = Double(sum.bytes) / Double(sum.hits)
      sum.responseBytes.max = most
    }
    return sum
  }
}

/// What the groups of one dimension add up to.
private struct GroupSums {
  private struct Sum {
    var count: GroupCount
    /// How many lists have it, and how many of those do not have all groups.
    var lists = 0
    var cutLists = 0

    init(_ name: [UInt8]) { count = GroupCount(name: name, hits: 0, bytes: 0, errors: 0) }

    mutating func add(_ other: GroupCount, isCut: Bool) {
      count.add(other)
      lists += 1
      if isCut { cutLists += 1 }
    }
  }

  let dimension: Dimension
  private var sums: [[UInt8]: Sum] = [:]
  /// The clients that stand for themselves in a list of networks.
  private var clients: [[UInt8]: Sum] = [:]
  /// How many of the lists do not have all groups.
  private var cutLists = 0

  init(dimension: Dimension) { self.dimension = dimension }

  /// Adds the list of an interval.
  mutating func add(_ part: Statistics) {
    let list =
      dimension == .section
      ? Groups(dimension: dimension, counts: part.sections)
      : part.groups.first { $0.dimension == dimension } ?? Groups(dimension: dimension, counts: [])
    let isCut =
      list.counts.reduce(0) { $0 + $1.hits } < part.hits
      || list.counts.contains { $0.name == NameCounter.otherName }
    if isCut { cutLists += 1 }
    for count in list.unfolded.counts {
      sums[count.name, default: Sum(count.name)].add(count, isCut: isCut)
    }
    for count in list.counts where list.network(of: count.name) != count.name {
      clients[count.name, default: Sum(count.name)].add(count, isCut: isCut)
    }
  }

  /// The `count` groups with the most hits, most first, and those among them that may have more hits,
  /// because some list is cut and does not have them.
  func greatest(_ count: Int) -> (counts: [GroupCount], atLeast: Set<[UInt8]>) {
    var all = sums
    let list = Groups(dimension: dimension, counts: [])
    for (name, client) in clients {
      let network = list.network(of: name)
      // In another list it is among the others of its network.
      guard var rest = all[network], rest.lists == client.lists else { continue }
      rest.count.subtract(client.count)
      all[network] = rest.count.hits > 0 ? rest : nil
      all[name] = client
    }
    let counts = all.values.lazy.map(\.count).sorted {
      $0.hits != $1.hits ? $0.hits > $1.hits : $0.name.lexicographicallyPrecedes($1.name)
    }.prefix(count)
    let atLeast = counts.lazy.map(\.name).filter { all[$0]?.cutLists != cutLists }
    return (Array(counts), Set(atLeast))
  }
}
