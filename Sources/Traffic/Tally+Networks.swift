// Networks that are found from clients.
extension Tally {
  /// By each dimension that is counted beside sections, in the order of ``Counting``; empty before the
  /// first hit, and if there is none.
  ///
  /// - Complexity: O(clients) if networks have to be counted.
  package var groups: [NameCounter] {
    get { networks == nil ? counters : countingNetworks().counters }
    set {
      counters = newValue
      networks = nil
    }
  }

  /// The clients folded into networks, by the places of these among the groups; `nil` if networks are
  /// counted.
  ///
  /// - Complexity: O(clients).
  var clientFolds: [Int: ClientFold]? {
    guard let networks, networks.clients < counters.count else { return nil }
    let clients = counters[networks.clients].exact
    return Dictionary(
      uniqueKeysWithValues: networks.columns.map {
        ($0.index, ClientFold(clients, $0.dimension))
      })
  }

  /// The same with all networks counted.
  func countingNetworks() -> Tally {
    var tally = self
    tally.countNetworks()
    return tally
  }

  /// Counts networks from the clients, from now on as any other group.
  mutating func countNetworks() {
    guard let networks else { return }
    self.networks = nil
    guard networks.clients < counters.count else { return }
    let clients = counters[networks.clients].exact
    for column in networks.columns {
      counters[column.index] = networks.networks(of: clients, by: column.dimension)
    }
  }
}
