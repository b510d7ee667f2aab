import AccessLog
import Query

/// A list of networks in which a client that has most of its network's hits is an entry of its own.
///
/// A scan of one address and the visitors of an office would otherwise look the same. A client with at
/// least 80 % of its network's hits stands as /32 or /128, and its network has the others.
struct NetworkFold {
  private let networks: NameCounter
  private let clients: NameCounter
  private let dimension: Dimension

  /// Folds the clients of all hits into the networks of all hits.
  init(networks: NameCounter, clients: NameCounter, _ dimension: Dimension) {
    self.networks = networks
    self.clients = clients
    self.dimension = dimension
  }

  /// The entries with the most hits.
  ///
  /// - Complexity: O(networks + clients).
  func top(_ count: Int) -> [GroupCount] {
    guard count > 0 else { return [] }
    var listed: [[UInt8]: HitSums] = [:]
    var rest = HitSums()
    for group in networks.top(.max) {
      let sums = HitSums(hits: group.hits, bytes: group.bytes, errors: group.errors)
      if group.name == NameCounter.otherName { rest = sums } else { listed[group.name] = sums }
    }
    var best = TopGroups(count, leastHits: 1)
    var folded: Set<[UInt8]> = []
    for client in clients.top(.max) where client.name != NameCounter.otherName {
      guard let (network, own) = dimension.networks(ofClient: client.name),
        !folded.contains(network), let sums = listed[network],
        Double(client.hits) >= 0.8 * Double(sums.hits),
        let others = sums.without(client)
      else { continue }
      best.offer(HitSums(hits: client.hits, bytes: client.bytes, errors: client.errors)) { own }
      listed[network] = others
      folded.insert(network)
    }
    for (name, sums) in listed { best.offer(sums) { name } }
    best.offer(rest) { NameCounter.otherName }
    return best.sorted
  }
}

extension HitSums {
  /// The sums without those of a group; `nil` if that is no part of them, which is so where one of the
  /// two is not known exactly.
  fileprivate func without(_ group: GroupCount) -> HitSums? {
    guard group.hits <= hits, group.bytes <= bytes, group.errors <= errors else { return nil }
    return HitSums(
      hits: hits - group.hits, bytes: bytes - group.bytes, errors: errors - group.errors)
  }
}
