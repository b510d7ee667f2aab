package import Query
import Traffic

extension Dimension {
  /// The dimensions that can be listed, in the order in which they are offered.
  package static let listed: [Dimension] = [
    .section, .network, .client, .path, .status, .statusClass, .method, .agent, .referrer,
    .virtualHost, .user, .requestProtocol, .server,
  ]

  /// What stands beside a list where there is room, the most telling first.
  static let companions: [Dimension] = [.section, .network, .path, .agent]

  /// Whether both ends of a name tell, as those of an address do.
  private var tellsAtBothEnds: Bool { name == Dimension.client.name || foldsClients }

  /// A name in at most `width` cells, cut where it tells least.
  func shown(_ name: [UInt8], width: Int) -> String {
    let text = shown(name)
    let count = text.utf8.count
    guard tellsAtBothEnds, count > width, width >= 8 else { return text }
    let tail = (width - 1) / 2
    return "\(text.prefix(width - 1 - tail))\u{2026}\(text.suffix(tail))"
  }
}

extension Statistics {
  /// The groups of a dimension that are kept, most hits first; empty if hits are not counted by it.
  func groups(of dimension: Dimension) -> [GroupCount] {
    dimension == .section ? sections : groups.first { $0.dimension == dimension }?.counts ?? []
  }
}
