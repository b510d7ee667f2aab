import AccessLog
import Query

/// The list of networks that clients add up to, in which a client that has most of its network's hits
/// is an entry of its own.
///
/// The same as a ``NetworkFold`` where networks need not be counted, since all clients are known.
struct ClientFold {
  private struct Sums {
    var start: Address
    var sums: HitSums
    /// The place of the client with the most hits.
    var greatest: Int
  }

  /// An entry of the list: a network, or a client of it.
  private struct Listed {
    var sums: HitSums
    var address: Address
    var bits: Int
  }

  /// Chosen at random in every process, so that no client can choose networks that collide; odd.
  private static let spread = (
    UInt64.random(in: .min ... .max) | 1, UInt64.random(in: .min ... .max) | 1
  )

  private let clients: NameTable
  private let dimension: Dimension
  /// In the order in which they first came.
  private let networks: [Sums]
  /// The places of the clients that are no addresses.
  private let named: [Int]

  /// Folds clients into their networks.
  ///
  /// - Complexity: O(clients).
  init(_ clients: NameTable, _ dimension: Dimension) {
    self.clients = clients
    self.dimension = dimension
    (networks, named) = ClientFold.fold(clients, dimension)
  }

  /// The entries with the most hits, ties by name in byte order.
  ///
  /// - Complexity: O(networks), and a few names.
  func top(_ count: Int) -> [GroupCount] {
    guard count > 0 else { return [] }
    let known = clients.entries
    let entries = known.span
    let letters = unsafe clients.names.span.bytes
    // Of each of the greatest networks an entry is listed that has this share of its hits at least.
    let greatest = TopGroups.leastListed(count, of: networks.count) { networks[$0].sums.hits }
    let fewest = HitSums.shareOfClient * Double(greatest)
    var listed: [Listed] = []
    for network in networks where Double(network.sums.hits) >= fewest {
      let bits = dimension.network(of: network.start).bits
      let client = entries[network.greatest]
      guard let others = network.sums.rest(besides: client.sums),
        let address = Address(client: client.name, in: letters)
      else {
        listed.append(Listed(sums: network.sums, address: network.start, bits: bits))
        continue
      }
      listed.append(Listed(sums: client.sums, address: address, bits: address.bitCount))
      // Nothing is left of a network of one client.
      if others.hits > 0 {
        listed.append(Listed(sums: others, address: network.start, bits: bits))
      }
    }
    let least = TopGroups.leastListed(count, of: listed.count) { listed[$0].sums.hits }
    var best = TopGroups(count, leastHits: least, names: clients.names)
    var text: [UInt8] = []
    for entry in listed where best.mayList(entry.sums) {
      text.removeAll(keepingCapacity: true)
      text.append(Network(entry.address, bits: entry.bits))
      best.offer(entry.sums, made: text)
    }
    for index in named { best.offer(entries[index].sums, name: entries[index].name) }
    return best.sorted()
  }

  /// The networks with the most hits, ties by name in byte order, in any order.
  ///
  /// No client stands for its network. `nil` if a client is no address: its name may be that of a
  /// network.
  ///
  /// - Complexity: O(networks), and the names of the greatest.
  func greatestNetworks(_ count: Int) -> NamedSums? {
    guard named.isEmpty else { return nil }
    let least = TopGroups.leastListed(count, of: networks.count) { networks[$0].sums.hits }
    var greatest = NamedSums(entries: [], bytes: [])
    for network in networks where network.sums.hits >= least {
      let start = greatest.bytes.count
      greatest.bytes.append(dimension.network(of: network.start))
      greatest.entries.append(
        NameTable.Entry(
          hash: 0, sums: network.sums, nameStart: UInt32(start),
          nameLength: UInt32(greatest.bytes.count - start)))
    }
    guard greatest.entries.count > count else { return greatest }
    return NamedSums(greatest: count, of: greatest.entries[...], named: greatest.bytes)
  }

  private static func fold(
    _ clients: NameTable, _ dimension: Dimension
  ) -> (networks: [Sums], named: [Int]) {
    let known = clients.entries
    let entries = known.span
    let letters = unsafe clients.names.span.bytes
    var networks: [Sums] = []
    var named: [Int] = []
    networks.reserveCapacity(entries.count)
    var bits = 6
    while 1 << bits < 2 * entries.count { bits += 1 }
    // Asked once: all addresses of a kind are in networks of as many bits.
    let bitsOfIPv4 = dimension.network(of: Address(ipv4: 0)).bits
    let bitsOfIPv6 = dimension.network(of: Address(high: 1 << 63, low: 0)).bits
    // The index of a network plus 1; 0 is an empty slot.
    var slots = Array(repeating: UInt32(0), count: 1 << bits)
    for index in entries.indices {
      let sums = entries[index].sums
      guard let address = Address(client: entries[index].name, in: letters) else {
        named.append(index)
        continue
      }
      let start = address.prefix(address.isIPv4 ? bitsOfIPv4 : bitsOfIPv6)
      let mixed = start.high &* ClientFold.spread.0 ^ start.low &* ClientFold.spread.1
      var slot = Int(truncatingIfNeeded: mixed &>> UInt64(64 - bits))
      while slots[slot] != 0, networks[Int(slots[slot]) - 1].start != start {
        slot = (slot + 1) & (slots.count - 1)
      }
      guard slots[slot] != 0 else {
        networks.append(Sums(start: start, sums: sums, greatest: index))
        slots[slot] = UInt32(networks.count)
        continue
      }
      let place = Int(slots[slot]) - 1
      networks[place].sums.merge(sums)
      if sums.hits > entries[networks[place].greatest].sums.hits {
        networks[place].greatest = index
      }
    }
    return (networks, named)
  }
}
