import AccessLog
import Query

/// Which groups of a tally are networks, and which are the clients that say all of them.
///
/// The hits of a network are those of its clients. While all clients are known by name, and no line
/// states how long its hit took, networks need not be counted: they are found from the clients when
/// they are asked for. They come in the same order, since a network comes first with its first client.
///
/// A reference, since tallies and the names of a block are moved often, and mostly have none.
package final class NetworkColumns: Sendable {
  struct Column: Sendable {
    /// Its place among the groups.
    var index: Int
    var dimension: Dimension
  }

  /// How much longer than the name of a client that of its network can be, in bytes.
  static let longerBytes = 8

  /// The place of the clients among the groups.
  let clients: Int
  let columns: [Column]
  /// A bit for each group, set where it is networks.
  private let marks: UInt64
  private let hash: ByteHash

  /// The columns of what is counted; `nil` unless networks and clients are.
  convenience init?(_ counting: Counting, _ scanner: LineScanner) {
    let groups = counting.groups
    let columns = groups.enumerated().filter { $0.element.foldsClients }
      .map { Column(index: $0.offset, dimension: $0.element) }
    guard let clients = groups.firstIndex(of: .client), !columns.isEmpty,
      groups.count < UInt64.bitWidth
    else { return nil }
    self.init(clients: clients, columns, scanner.nameHash)
  }

  private init(clients: Int, _ columns: [Column], _ hash: ByteHash) {
    self.clients = clients
    self.columns = columns
    self.hash = hash
    marks = columns.reduce(0) { $0 | 1 << UInt64($1.index) }
  }

  /// Whether a group is networks.
  @inline(__always)
  func contains(_ group: Int) -> Bool { marks &>> UInt64(truncatingIfNeeded: group) & 1 != 0 }

  /// Whether another tally has the same columns.
  func isSame(as other: NetworkColumns) -> Bool {
    self === other
      || clients == other.clients && marks == other.marks
        && zip(columns, other.columns).allSatisfy { $0.dimension == $1.dimension }
  }

  /// Those among the first so many groups; `nil` if there are none.
  func limited(toFirst count: Int) -> NetworkColumns? {
    let first = columns.filter { $0.index < count }
    return first.isEmpty ? nil : NetworkColumns(clients: clients, first, hash)
  }

  /// Counts networks from all clients.
  ///
  /// - Complexity: O(clients).
  func networks(of clients: NameTable, by dimension: Dimension) -> NameCounter {
    var networks = NameCounter()
    let letters = unsafe clients.names.span.bytes
    var name: [UInt8] = []
    for client in clients.entries {
      let key = network(of: client.name, in: letters, by: dimension, into: &name)
      networks.add(key, unsafe name.span.bytes, client.sums, ofTotal: 0)
    }
    return networks
  }

  /// Puts the name of the network of a client into an array, with space behind it to be read at once.
  private func network(
    of client: Range<Int>, in bytes: RawSpan, by dimension: Dimension, into name: inout [UInt8]
  ) -> NameKey {
    name.removeAll(keepingCapacity: true)
    dimension.appendNetwork(ofClient: client, in: bytes, to: &name)
    let range = 0..<name.count
    for _ in 0..<16 { name.append(0) }
    return NameKey(hash: hash(unsafe name.span.bytes, range), range: range)
  }

  /// Fills in the networks of hits whose clients have names.
  func fill(_ names: inout HitNames, _ records: Span<LineRecord>, _ bytes: RawSpan) {
    let first = names.namesSections ? 1 : 0
    var name: [UInt8] = []
    // Behind the zeros that end what was made.
    for column in columns {
      for index in records.indices {
        let place = names.place(records[index], clients + first)
        let client =
          place.isMade
          ? Array(names.made[place.name.range]) : place.name.range.map { bytes[$0] }
        let key = network(
          of: 0..<client.count, in: unsafe client.span.bytes, by: column.dimension, into: &name)
        let start = names.made.count
        names.made += name
        names.places[
          HitNames.start(ofColumn: column.index + first) + Int(records[index].place)] = NamePlace(
            hash: key.hash, range: start..<start + key.range.count, isMade: true)
      }
    }
    names.networks = nil
  }
}

/// Two tallies may both be without networks to find.
func areSame(_ left: NetworkColumns?, _ right: NetworkColumns?) -> Bool {
  guard let left, let right else { return left == nil && right == nil }
  return left.isSame(as: right)
}
