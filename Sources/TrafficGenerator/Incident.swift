/// More traffic than usual for a while, with something in common.
///
/// On the command line it is `KIND:VALUE,xFACTOR,START+LENGTH`: with
/// `network:203.0.113.0/24,x8,60s+120s` there is eight times the traffic from second 60 to 180, and
/// seven eighths of it come from that network.
package struct Incident: Sendable, Hashable {
  /// What the lines have in common.
  package enum Mark: Sendable, Hashable {
    /// The first three numbers of an IPv4 network of 256 addresses.
    case network(UInt8, UInt8, UInt8)
    /// The bytes of a target.
    case path([UInt8])
    /// The bytes of a user agent.
    case agent([UInt8])
    case status(Int)
  }

  package var mark: Mark
  /// When, and by how much there is more; its factor is above 1.
  package var surge: Surge

  package init(_ mark: Mark, surge: Surge) {
    self.mark = mark
    self.surge = surge
  }
}

/// The incidents of a profile, by which each line is marked.
struct Incidents {
  private let all: [(mark: Incident.Mark, span: SurgeSpan)]

  init(_ incidents: [Incident]) {
    all = incidents.map { ($0.mark, SurgeSpan($0.surge)) }
  }

  /// The mark of a line at a time: that of the first incident under way of whose lines it is one.
  func mark(at time: Int, _ random: inout SeededRandom) -> Incident.Mark? {
    for (mark, span) in all {
      let factor = span.state(at: time).factor
      // Of so many times the lines all but one part are the incident's.
      if factor > 1, random.chance(1 - 1 / factor) { return mark }
    }
    return nil
  }
}
