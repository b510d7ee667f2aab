import AccessLog
package import Fleet
import Traffic

// A watch over what the servers of a fleet have added up, in place of lines.
extension Watch {
  /// Does what a book says comes next, and returns the events to report.
  ///
  /// - Complexity: O(servers × seconds that are over).
  package mutating func settle(_ book: inout FleetBook, at moment: Moment) -> [TrafficEvent] {
    let clock = ledger.timeline.clock
    var events: [TrafficEvent] = []
    while let move = book.nextMove() {
      endIntervals(of: &book, by: move.clock)
      ledger.timeline.advance(to: Instant(move.clock))
      closeSeconds(&events)
      for tally in book.takeSettled() { ledger.addToTotal(tally) }
      ledger.countFolded(move.lines)
      // With their hits, which may have waited for other servers: unused names are forgotten.
      ledger.timeline.addNames(move.groupNames)
      for hits in move.hits {
        ledger.addFolded(hits.sums, to: hits.second, as: hits.origin)
      }
      correctWindows()
    }
    if !book.missing.isEmpty {
      ledger.timeline.forget(
        selectionsBut: settings.counting.selections.filter { !book.missing.contains($0) })
    }
    if let advanced = ledger.timeline.clock, clock.map({ advanced > $0 }) ?? true {
      carried.start(advanced, at: moment.uptime)
      noteSkew(of: advanced, at: moment)
      for (interval, tally) in book.openIntervals { ledger.setInterval(interval, to: tally) }
    }
    return events
  }

  private mutating func endIntervals(of book: inout FleetBook, by clock: Int) {
    for (interval, tally) in book.takeEnded(by: clock) { ledger.setInterval(interval, to: tally) }
  }

  /// Has everything counted that the servers have sent; ``finish()`` follows.
  package mutating func settleAll(_ book: inout FleetBook, at moment: Moment) -> [TrafficEvent] {
    book.end()
    let events = settle(&book, at: moment)
    for (interval, tally) in book.openIntervals { ledger.setInterval(interval, to: tally) }
    for tally in book.takeRest() { ledger.addToTotal(tally) }
    return events
  }
}
