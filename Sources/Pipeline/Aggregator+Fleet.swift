import AccessLog
import Feed
import Fleet
import Traffic

// Servers that send tallies in place of lines.
extension Aggregator {
  /// Adds a chunk of lines, as those of a server among others if there are any.
  func add(
    _ chunk: ChunkTally, as origin: Origin, of sources: [SourceName], at moment: Moment
  ) -> [TrafficEvent] {
    fleet.release(sources)
    guard fleet.book != nil else { return watch.add(chunk, as: origin, readAt: moment) }
    watch.keepLines(of: chunk)
    fleet.add(chunk, as: origin, at: moment)
    return settleFleet(at: moment)
  }

  /// Takes in what servers have added up.
  func add(_ batch: FleetBatch, at moment: Moment) -> [TrafficEvent] {
    fleet.begin(watch.settings, clock: watch.clock)
    watch.followsFleet = true
    var events: [TrafficEvent] = []
    if let arrival = batch.arrival {
      events += addInOrder(batch, arrival, at: moment)
    } else {
      for entry in batch.entries {
        fleet.book?.take(
          entry.record, size: entry.size, at: moment.uptime, wall: moment.wallClock.seconds)
      }
      if batch.isLive, let origin = batch.contextOrigin { fleet.book?.leave(origin: origin) }
    }
    for (error, place) in batch.errors { fleet.book?.refuse(error, at: place?.description) }
    fleet.news.source = batch.source
    fleet.release([batch.source])
    events += settleFleet(at: moment)
    if let last = batch.arrival?.times.last { noteArrival(last) }
    return events
  }

  /// Takes in records in the order in which they arrived.
  ///
  /// A reader that comes later, and reads in pieces of any size, finds the same: which servers are idle, and what is
  /// late of one that is new, is decided by the arrivals.
  private func addInOrder(
    _ batch: FleetBatch, _ arrival: TallyBatch.Arrival, at moment: Moment
  ) -> [TrafficEvent] {
    var events: [TrafficEvent] = []
    let channel = fleet.channel(of: batch.source)
    let isFirst = fleet.book?.isEmpty ?? true
    var lastSecond = Int.min
    for entry in batch.entries {
      guard let time = entry.arrival else { continue }
      let (second, since) = (time / 1_000, Duration.milliseconds(time - arrival.paused))
      let isNews =
        second > lastSecond && fleet.book?.note(time: since, of: channel) ?? false
      lastSecond = second
      let isKnown = fleet.book?.knows(entry.record) ?? true
      if !isFirst, isNews || !isKnown { events += settleFleet(at: moment) }
      fleet.book?.take(
        entry.record, size: entry.size, at: since, of: channel,
        wall: second, isContext: batch.isContext)
    }
    fleet.book?.note(time: .milliseconds(arrival.through - arrival.paused), of: channel)
    return events
  }

  /// Carries the fleet on by the time that has passed.
  func tickFleet(at moment: Moment) -> [TrafficEvent] {
    guard fleet.book != nil else { return [] }
    fleet.tick(at: moment, isInDoubt: watch.isInDoubt)
    return settleFleet(at: moment)
  }

  /// What is to be said of servers and of what they send, if there is anything new.
  func fleetNews(at moment: Moment) -> [SourceEvent] {
    guard let book = fleet.book else { return [] }
    return fleet.news.take(
      book, rules: watch.settings.rules, listed: watch.settings.counting.dimensions,
      at: moment.uptime)
  }

  /// Has all counted that the servers have sent.
  func finishFleet() -> [TrafficEvent] {
    guard var book = fleet.book.take() else { return [] }
    defer { fleet.book = book }
    return watch.settleAll(&book, at: Moment(wallClock: watch.clock ?? Instant(0), uptime: .zero))
  }

  private func settleFleet(at moment: Moment) -> [TrafficEvent] {
    guard var book = fleet.book.take() else { return [] }
    defer { fleet.book = book }
    return watch.settle(&book, at: moment)
  }
}
