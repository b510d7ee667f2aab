/// What the hits of one section add up to since it was opened.
package struct DrillDownReport: Sendable, Equatable {
  /// The bytes of the section's name as logged.
  package var name: [UInt8]
  /// The first second that is counted.
  package var since: Instant
  /// Of the section's hits; `sections` are the paths one level down, most hits first.
  package var statistics: Statistics
  /// The clients with the most hits, most first.
  package var clients: [ClientCount]

  package init(name: [UInt8], since: Instant, statistics: Statistics, clients: [ClientCount]) {
    self.name = name
    self.since = since
    self.statistics = statistics
    self.clients = clients
  }
}

/// A client and its hits.
package struct ClientCount: Hashable, Sendable {
  /// The bytes of its address as logged.
  package var name: [UInt8]
  package var hits: Int

  package init(name: [UInt8], hits: Int) {
    self.name = name
    self.hits = hits
  }
}
