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
  /// Of the networks that would be listed, each stays or gives way to a client with 80 % of its hits:
  /// no network with fewer than that can be listed, and no client with fewer than 80 % of that.
  ///
  /// - Complexity: O(networks + clients), and a few names.
  func top(_ count: Int) -> [GroupCount] {
    guard count > 0 else { return [] }
    let least = max(1, networks.leastListed(count) * 16 / 25)
    var listed: [[UInt8]: Entry] = [:]
    networks.forEachKnown(atLeast: least) { listed[$0] = Entry(sums: $1, network: $2) }
    var best = TopGroups(count, leastHits: 1)
    // Of several clients at most one has so many.
    var folded: Set<[UInt8]> = []
    // What is listed, for its percentile.
    var entries: [Entry] = []
    clients.forEachKnown(atLeast: least) { name, client, place in
      guard let (network, own) = dimension.networks(ofClient: name),
        !folded.contains(network), let entry = listed[network],
        Double(client.hits) >= 0.8 * Double(entry.sums.hits),
        let others = entry.sums.without(client)
      else { return }
      best.offer(client, place: entries.count) { own }
      entries.append(Entry(sums: client, client: place))
      listed[network] = Entry(sums: others, network: entry.network, client: place)
      folded.insert(network)
    }
    for (name, entry) in listed {
      best.offer(entry.sums, place: entries.count) { name }
      entries.append(entry)
    }
    best.offer(networks.unknown) { NameCounter.otherName }
    return best.sorted(durationsOf: networks.durations.groupLimit) { p90(of: entries[$0]) }
  }

  /// A network without a client, or a client.
  private struct Entry {
    var sums: HitSums
    /// Where the network is known, if it is a network.
    var network: Int?
    /// Where the client is known that is an entry of its own.
    var client: Int?
  }

  private func p90(of entry: Entry) -> LoggedDuration {
    guard let network = entry.network else {
      return entry.client.map { clients.durations.p90(of: $0) } ?? .none
    }
    return networks.durations.p90(
      of: network, without: entry.client.map { (clients.durations, $0) })
  }
}

extension HitSums {
  /// The sums without those of a group; `nil` if that is no part of them, which is so where one of the
  /// two is not known exactly.
  fileprivate func without(_ group: HitSums) -> HitSums? {
    guard group.hits <= hits, group.bytes <= bytes, group.errors <= errors else { return nil }
    return HitSums(
      hits: hits - group.hits, bytes: bytes - group.bytes, errors: errors - group.errors)
  }
}
