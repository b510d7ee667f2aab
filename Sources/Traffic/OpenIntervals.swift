/// The intervals that have hits but have not been reported: those that a line within the lateness
/// can still belong to.
package struct OpenIntervals: Sendable {
  /// How many there may be at a time.
  let mostOpen: Int
  package private(set) var tallies: [(interval: Int, tally: IntervalTally)] = []

  package init(mostOpen: Int) {
    self.mostOpen = mostOpen
  }

  /// The first of them.
  package var first: Int? { tallies.isEmpty ? nil : tallies[0].interval }

  func contains(_ interval: Int) -> Bool { place(of: interval) != nil }

  /// What an interval adds up to so far.
  subscript(interval: Int) -> IntervalTally? {
    place(of: interval).map { tallies[$0].tally }
  }

  /// Puts the tally of an interval in its place; it must not have one there.
  package mutating func put(_ interval: Int, _ tally: IntervalTally) {
    var place = tallies.count
    while place > 0, tallies[place - 1].interval > interval { place -= 1 }
    tallies.insert((interval, tally), at: place)
    guard tallies.count > 2 else { return }
    // Few more hits will come for it, and there may be many such intervals.
    tallies[min(place, tallies.count - 2)].tally.compact()
  }

  /// Removes an interval and returns what it added up to.
  mutating func take(_ interval: Int) -> IntervalTally? {
    guard let place = place(of: interval) else { return nil }
    return tallies.remove(at: place).tally
  }

  /// A loop over the numbers: a closure would get a copy of each tally.
  private func place(of interval: Int) -> Int? {
    for index in tallies.indices where tallies[index].interval == interval { return index }
    return nil
  }
}

/// The hits of one interval: those that were read while following or replaying, and those that
/// backfill found; `nil` where there are none.
package struct IntervalTally: Sendable {
  package var live: Tally?
  package var context: Tally?
  /// Live hits that are reported with the interval and are not in the total yet: more of them may come,
  /// from a server that stopped sending within the interval.
  package var unsettled: Tally?

  package init(live: Tally? = nil, context: Tally? = nil, unsettled: Tally? = nil) {
    self.live = live
    self.context = context
    self.unsettled = unsettled
  }

  /// All hits.
  var all: Tally {
    guard var all = context else { return reported ?? Tally() }
    all.capacity = .whole
    if let reported { all.merge(reported) }
    return all
  }

  /// Whether all hits are reported, in one tally.
  var isReportedWhole: Bool { context == nil && unsettled == nil }

  /// All live hits.
  var reported: Tally? {
    guard let unsettled else { return live }
    guard var all = live else { return unsettled }
    all.capacity = .whole
    all.merge(unsettled)
    return all
  }

  /// Adds what other lines of the interval add up to.
  package mutating func merge(_ other: IntervalTally) {
    live = IntervalTally.sum(live, other.live)
    context = IntervalTally.sum(context, other.context)
    unsettled = IntervalTally.sum(unsettled, other.unsettled)
  }

  private static func sum(_ one: Tally?, _ other: Tally?) -> Tally? {
    guard var sum = one else { return other }
    guard let other else { return sum }
    sum.capacity = .whole
    sum.merge(other)
    return sum
  }

  /// Frees the buffers that only speed up adding many hits.
  mutating func compact() {
    live?.clients.compact()
    context?.clients.compact()
  }

  subscript(origin: Origin) -> Tally? {
    get { origin == .live ? live : context }
    set {
      switch origin {
      case .live: live = newValue
      case .context: context = newValue
      }
    }
  }
}

/// Why lines are read.
package enum Origin: Sendable {
  /// They were there before the start: they fill windows and history, but are in no total.
  case context
  case live
}
