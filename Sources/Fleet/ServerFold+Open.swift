package import AccessLog
package import Traffic

// A fold that is kept between two runs as the records of its open intervals.
extension ServerFold {
  /// Goes on with a fold whose clock showed `clock`, and of which these were the records of its open
  /// intervals, read with this fold's scanner and counting.
  package init(
    origin: [UInt8], server: [UInt8], timing: Timing, scanner: LineScanner, counting: Counting,
    clock: Int?, closedThrough: Int, revision: Int, open: [MetricsRecord]
  ) {
    self.init(
      origin: origin, server: server, timing: timing, scanner: scanner, counting: counting,
      clock: clock, closedThrough: closedThrough, revision: revision)
    for record in open where record.interval > closedThrough {
      drafts[record.interval] = Draft(
        hits: record.hits, lines: record.lines, late: record.late, firstTurn: turn)
      if let tally = record.tally { ledger.setInterval(record.interval, to: tally) }
      groupNames.add(record.groupNames)
      told.insert(record.interval)
    }
  }

  /// The records of all intervals that are open, the oldest first: with the clock and ``closedThrough`` all
  /// that a fold needs to go on, unless a hit is held.
  ///
  /// To be asked for once what has changed was taken.
  package var openRecords: [MetricsRecord] {
    guard let clock else { return [] }
    let open = Set(drafts.keys).union(told).union([timing.interval(of: clock)])
    return open.sorted().filter { $0 > closedThrough }.map {
      record(ofInterval: $0, clock: clock, wall: nil)
    }
  }

  /// Has the records of the intervals that are open taken again, with a greater revision.
  package mutating func repeatRecords() { changed.formUnion(told) }

  /// How many intervals have ended and are not taken.
  package var endedCount: Int {
    guard let clock else { return 0 }
    let firstOpen = timing.firstOpenInterval(at: clock)
    return changed.count { $0 < firstOpen }
  }
}
