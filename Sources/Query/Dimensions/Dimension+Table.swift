extension Dimension {
  /// All dimensions that hits can be grouped by, in the order in which they are listed.
  package static let all: [Dimension] = [
    section, path, client, network, method, status, statusClass, agent, referrer, virtualHost, user,
    requestProtocol, server, rawAgent,
  ]

  /// The dimension of a name, `network/16` among them; `nil` if there is none.
  package static func named(_ name: String) -> Dimension? {
    all.first { $0.name == name } ?? network(named: name)
  }

  /// The dimensions of names with commas between them; `nil` if one is unknown or there twice.
  package static func list(_ text: String) -> [Dimension]? {
    var dimensions: [Dimension] = []
    for name in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let dimension = named(String(name)), !dimensions.contains(dimension) else { return nil }
      dimensions.append(dimension)
    }
    return dimensions
  }

  /// What names a dimension, in words.
  package static let acceptedNames =
    all.map(\.name).joined(separator: ", ") + " or network/8 to network/32"
}
