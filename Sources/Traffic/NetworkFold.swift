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
    var entries: [Entry] = []
    // Networks and clients are brought together by their addresses, in one order.
    var places: [Member] = []
    networks.forEachKnown(atLeast: least) { bytes, name, sums, place in
      if let network = dimension.network(named: name, in: bytes) {
        places.append(Member(network: network.start.bits, index: entries.count))
      }
      var entry = Entry(sums: sums, name: name, network: place)
      if place == nil { bytes.append(name, to: &entry.text) }
      entries.append(entry)
    }
    let networkCount = entries.count
    var members: [Member] = []
    clients.forEachKnown(atLeast: least) { bytes, name, sums, place in
      guard let address = Address(client: name, in: bytes) else { return }
      members.append(
        Member(network: dimension.network(of: address).start.bits, index: entries.count))
      entries.append(Entry(sums: sums, address: address, client: place))
    }
    places.sort(by: Member.comesFirst)
    members.sort(by: Member.comesFirst)
    var isListed = Array(repeating: false, count: entries.count - networkCount)
    var next = 0
    for place in places {
      while next < members.count, members[next].network < place.network { next += 1 }
      while next < members.count, members[next].network == place.network {
        let client = members[next].index
        next += 1
        // Of several clients at most one has so many.
        guard let others = entries[place.index].sums.rest(besides: entries[client].sums) else {
          continue
        }
        isListed[client - networkCount] = true
        entries[place.index].sums = others
        entries[place.index].client = entries[client].client
        while next < members.count, members[next].network == place.network { next += 1 }
      }
    }
    var best = TopGroups(count, leastHits: 1, names: networks.exact.names)
    var text: [UInt8] = []
    for (index, entry) in entries.enumerated() {
      if let address = entry.address {
        guard isListed[index - networkCount] else { continue }
        text.removeAll(keepingCapacity: true)
        text.append(Network(address, bits: address.bitCount))
        best.offer(entry.sums, made: text, place: index)
      } else if entry.text.isEmpty {
        best.offer(entry.sums, name: entry.name, place: index)
      } else {
        best.offer(entry.sums, made: entry.text, place: index)
      }
    }
    best.offer(networks.unknown, made: NameCounter.otherName)
    return best.sorted(
      durationsOf: networks.durations.isEmpty ? 0 : networks.durations.groupLimit
    ) { p90(of: entries[$0]) }
  }

  /// A network, or a client of it.
  private struct Member {
    /// The bits of the network's first address.
    var network: UInt128
    var index: Int

    static func comesFirst(_ left: Member, _ right: Member) -> Bool {
      left.network != right.network ? left.network < right.network : left.index < right.index
    }
  }

  /// A network without a client, or a client.
  private struct Entry {
    var sums: HitSums
    /// Where the name of a network stands in their table.
    var name = 0..<0
    /// The name of a network that is not in the table.
    var text: [UInt8] = []
    /// The client, if it is one.
    var address: Address?
    /// Where the network is known exactly, if it is a network.
    var network: Int?
    /// Where the client is known exactly that is an entry of its own.
    var client: Int?
  }

  private func p90(of entry: Entry) -> LoggedDuration {
    guard entry.address == nil else {
      return entry.client.map { clients.durations.p90(of: $0) } ?? .none
    }
    guard let network = entry.network else { return .none }
    return networks.durations.p90(
      of: network, without: entry.client.map { (clients.durations, $0) })
  }
}

extension HitSums {
  /// A client with this part of its network's hits is listed apart from it.
  static let shareOfClient = 0.8

  /// The sums of a network without those of a client that is listed apart.
  ///
  /// `nil` if it has too few of the hits, or is no part of the network, as where one of the two is not
  /// known exactly.
  func rest(besides client: HitSums) -> HitSums? {
    guard Double(client.hits) >= HitSums.shareOfClient * Double(hits), client.hits <= hits,
      client.bytes <= bytes, client.errors <= errors
    else { return nil }
    return HitSums(
      hits: hits - client.hits, bytes: bytes - client.bytes, errors: errors - client.errors)
  }
}
