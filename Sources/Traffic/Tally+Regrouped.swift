extension Tally {
  /// The same with the groups of other dimensions: for each the place of its groups here, or `nil` where
  /// they are not known, so that all hits are of other groups.
  package func grouped(as places: [Int?]) -> Tally {
    var tally = self
    let groups = self.groups
    tally.groups = places.map { place in
      if let place, groups.indices.contains(place) { return groups[place] }
      return NameCounter(others: HitSums(hits: hits, bytes: bytes, errors: errors))
    }
    return tally
  }
}

extension NameCounter {
  /// Creates a counter of hits whose names are not known.
  init(others: HitSums) {
    self.init()
    guard others.hits > 0 else { return }
    var heavy = HeavyHitters()
    heavy.addOther(others)
    self.heavy = heavy
  }
}
