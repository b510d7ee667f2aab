import Query
import Traffic

/// What a book knows of one server at one origin.
struct FleetVoice: Sendable {
  /// A record, and how much of it has been given to the books.
  struct Entry: Sendable {
    var record: MetricsRecord
    /// The bytes it takes, about.
    var size: Int
    /// What was given of each second; more of it is given only where a later revision has more.
    var given: [Place: SecondSums] = [:]
    var givenLines = LineCounts()
    /// Up to which clock, itself not included.
    private(set) var givenBelow = Int.min
    /// The first clock at which there is something to be given; `.max` if there is nothing.
    ///
    /// Kept, since each second of the fleet asks all entries.
    private(set) var nextClock = Int.max
    /// Whether its interval was reported without it being final.
    var isUnsettled = false
    /// Whether all of it was there before the start.
    var isContext = false

    init(record: MetricsRecord, size: Int) {
      self.record = record
      self.size = size
      findNext()
    }

    fileprivate mutating func findNext() {
      nextClock = min(
        record.hits.first { $0.clock >= givenBelow }?.clock ?? .max,
        record.lines.first { $0.clock >= givenBelow }?.clock ?? .max)
    }

    fileprivate mutating func noteGiven(below bound: Int) {
      givenBelow = bound
      findNext()
    }

    /// What it adds up to, context apart.
    var tally: IntervalTally? {
      guard isContext, var tally = record.tally else { return record.tally }
      let live = tally.live
      tally.live = nil
      if let live { tally.merge(IntervalTally(context: live)) }
      return tally
    }

    struct Place: Hashable {
      var second: Int
      var isContext: Bool
    }
  }

  let server: [UInt8]
  /// Whose clock ``lastSeen`` is of.
  let channel: Int
  var entries: [Int: Entry] = [:]
  /// The greatest of any of its records.
  var clock = Int.min
  /// The last interval that is closed for good.
  var closedThrough = Int.min
  var lastSeen: Duration
  var isIdle = false
  var isGone = false
  var skew: Int?
  /// What the reader asked for and it does not send.
  var missing: [Selection] = []
  var missingDimensions: [Dimension] = []

  init(server: [UInt8], channel: Int, lastSeen: Duration) {
    self.server = server
    self.channel = channel
    self.lastSeen = lastSeen
  }

  /// Whether the fleet waits for it.
  var holdsUp: Bool { !isIdle && !isGone }

  /// Notes what a record says of the server itself.
  mutating func note(_ record: MetricsRecord, at time: Duration, wall: Int?) {
    // A fold ends the intervals of a server that it hears nothing of: that is no sign of the server.
    if record.timing.interval(of: record.clock) == record.interval {
      lastSeen = max(lastSeen, time)
      isIdle = false
      isGone = false
    }
    if let wall, let there = record.wall { skew = there - wall }
    guard record.clock >= clock else { return }
    missing = record.missing
    missingDimensions = record.missingDimensions
  }

  /// Has what was there before the start and lies behind an interval count.
  mutating func count(after interval: Int) {
    for number in entries.keys where number > interval { entries[number]?.isContext = false }
  }

  /// Gives what was read while the clock was below a bound and has not been given.
  mutating func give(below bound: Int, to move: inout FleetMove) {
    for interval in entries.keys.sorted() { entries[interval]?.give(below: bound, to: &move) }
  }

  /// Numbers all by another list of selections; those that are new are missing until a record has them.
  mutating func number(
    by selections: [Selection], before: [Selection], _ change: SelectionChange
  ) {
    missing = selections.filter { !before.contains($0) || missing.contains($0) }
    for interval in entries.keys {
      entries[interval]?.record.number(by: selections)
      for place in entries[interval]?.given.keys.map(\.self) ?? [] {
        guard var sums = entries[interval]?.given[place] else { continue }
        change.apply(to: &sums)
        entries[interval]?.given[place] = sums
      }
    }
  }

  /// The first clock below a bound at which there is something to be given.
  func nextClock(below bound: Int) -> Int? {
    var first = Int.max
    for entry in entries.values { first = min(first, entry.nextClock) }
    return first < bound ? first : nil
  }
}

extension FleetVoice.Entry {
  /// Gives what was read while the clock was below a bound and has not been given.
  mutating func give(below bound: Int, to move: inout FleetMove) {
    guard bound > givenBelow else { return }
    var sums: [Place: SecondSums] = [:]
    for hits in record.hits where hits.clock >= givenBelow && hits.clock < bound {
      let place = place(of: hits)
      sums[place, default: SecondSums()].merge(hits.sums)
    }
    give(sums, to: &move)
    var lines = LineCounts()
    for entry in record.lines where entry.clock >= givenBelow && entry.clock < bound {
      lines.add(entry.counts)
    }
    givenLines.add(lines)
    // Lines of before the start are not counted.
    if !isContext { move.lines.add(lines) }
    noteGiven(below: bound)
  }

  private func place(of hits: FoldedHits) -> Place {
    Place(second: hits.second, isContext: isContext || hits.origin == .context)
  }

  private mutating func give(_ sums: [Place: SecondSums], to move: inout FleetMove) {
    for (place, sums) in sums.sorted(by: { $0.key.second < $1.key.second })
    where !sums.isNothing {
      given[place, default: SecondSums()].merge(sums)
      for hits in sums.selected where hits.cell.group != 0 {
        move.groupNames.add(hits.cell.group, of: record.groupNames)
      }
      move.hits.append(
        FoldedHits(
          clock: move.clock, second: place.second, sums: sums,
          origin: place.isContext ? .context : .live))
    }
  }

  /// Takes a later revision; what it has more of the past than was given is owed.
  ///
  /// Usually it has nothing more: only a fold that began again may have read some lines at another time of
  /// its clock.
  mutating func replace(by later: MetricsRecord, size: Int) -> FleetMove? {
    let before = record
    record = later
    self.size = size
    if later.tally == nil {
      record.tally = before.tally
      record.late = later.late ?? before.late
    }
    findNext()
    guard givenBelow > .min, before.past(below: givenBelow) != later.past(below: givenBelow)
    else { return nil }
    var owed: [Place: SecondSums] = [:]
    for hits in later.hits where hits.clock < givenBelow {
      let place = place(of: hits)
      owed[place, default: SecondSums()].merge(hits.sums)
    }
    for (place, sums) in given { owed[place]?.subtract(sums) }
    var move = FleetMove(clock: .min)
    give(owed, to: &move)
    var lines = LineCounts()
    for entry in later.lines where entry.clock < givenBelow { lines.add(entry.counts) }
    let more = lines.without(givenLines)
    givenLines.add(more)
    if !isContext { move.lines = more }
    return move
  }
}

extension MetricsRecord {
  /// What was read while the clock was below a bound.
  fileprivate func past(below bound: Int) -> [FoldedHits] {
    Array(hits.prefix { $0.clock < bound })
  }
}

extension SecondSums {
  fileprivate var isNothing: Bool {
    all.hits == 0 && selected.allSatisfy { $0.cell.hits == 0 && $0.cell.extra == 0 }
  }

  /// Takes away what other sums have, as far as there is as much.
  fileprivate mutating func subtract(_ other: SecondSums) {
    all.hits = max(0, all.hits - other.all.hits)
    all.bytes = max(0, all.bytes - other.all.bytes)
    all.errors = max(0, all.errors - other.all.errors)
    for hits in other.selected {
      for index in selected.indices
      where selected[index].selection == hits.selection
        && selected[index].cell.group == hits.cell.group
        && selected[index].cell.key == hits.cell.key
      {
        let taken = min(selected[index].cell.hits, hits.cell.hits)
        selected[index].cell.hits -= taken
        selected[index].cell.extra = max(0, selected[index].cell.extra - hits.cell.extra)
        break
      }
    }
  }
}

extension LineCounts {
  /// What it has more than others.
  fileprivate func without(_ other: LineCounts) -> LineCounts {
    var more = LineCounts()
    more.lines = max(0, lines - other.lines)
    more.skewed = max(0, skewed - other.skewed)
    more.malformed = max(0, malformed - other.malformed)
    more.comments = max(0, comments - other.comments)
    more.excluded = max(0, excluded - other.excluded)
    return more
  }
}
