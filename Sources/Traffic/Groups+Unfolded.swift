import Query

extension Groups {
  /// The same with all networks as they were counted: those with the clients that stand for themselves.
  ///
  /// The order is any.
  package var unfolded: Groups {
    guard dimension.foldsClients else { return self }
    var sums: [[UInt8]: GroupCount] = [:]
    for count in counts {
      let name = network(of: count.name)
      sums[name, default: GroupCount(name: name, hits: 0, bytes: 0, errors: 0)].add(count)
    }
    return Groups(dimension: dimension, counts: Array(sums.values))
  }

  /// The network of an entry, which may be one client; of other dimensions the entry itself.
  func network(of name: [UInt8]) -> [UInt8] {
    guard dimension.foldsClients else { return name }
    let client = GroupChoice(dimension, name).counted
    guard client.dimension == .client else { return name }
    return dimension.networks(ofClient: client.name)?.network ?? name
  }
}

extension GroupCount {
  mutating func add(_ other: GroupCount) {
    hits += other.hits
    bytes = bytes.saturatingAdding(other.bytes)
    errors += other.errors
  }

  mutating func subtract(_ part: GroupCount) {
    hits -= part.hits
    bytes -= part.bytes
    errors -= part.errors
  }
}
