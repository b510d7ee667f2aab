package import Query

/// A group that grew when a rule triggered, faster than the traffic as a whole; or that fell faster
/// when it recovered.
package struct Cause: Hashable, Sendable {
  package var dimension: Dimension
  /// The bytes of its name as logged.
  package var group: [UInt8]
  /// Its hits in the intervals of the window; its bytes or its errors where the rule is about them.
  package var hits: Int
  /// The same in as many intervals before.
  package var before: Int
  /// Its part of all that was added, or that went away, 0 to 1.
  package var share: Double

  package init(dimension: Dimension, group: [UInt8], hits: Int, before: Int, share: Double) {
    self.dimension = dimension
    self.group = group
    self.hits = hits
    self.before = before
    self.share = share
  }

  /// The dimensions in which causes are looked for; of equal shares the first counts.
  package static let dimensions: [Dimension] = [
    .network, .path, .section, .status, .agent, .referrer, .virtualHost, .server, .method,
  ]
}

extension [Cause] {
  /// Longer names are cut.
  private static var nameLength: Int { 60 }

  /// All causes in one sentence of printable characters; `nil` if there is none.
  package var sentence: String? {
    guard let first else { return nil }
    // What went away has fewer hits than before.
    let isFall = first.hits < first.before
    let parts = enumerated().map { place, cause in
      let share = Int((cause.share * 100).rounded())
      let name = cause.dimension.shown(cause.group)
      let cut =
        name.utf8.count > Self.nameLength ? name.prefix(Self.nameLength - 3) + "..." : name[...]
      let what = cause.dimension == .network ? "" : cause.dimension.name + " "
      return "\(what)\(cut) \(share) %"
        + (place == 0 ? isFall ? " of the fall" : " of the rise" : "")
    }
    return (isFall ? "gone: " : "why: ") + parts.joined(separator: ", ")
  }
}
