package import Traffic

// What the intervals of all servers add up to.
extension FleetBook {
  /// The intervals that end when the clock shows a time, the oldest first, with what they add up to; each is
  /// given once.
  package mutating func takeEnded(by clock: Int) -> [(interval: Int, tally: IntervalTally)] {
    let last = timing.firstOpenInterval(at: clock) - 1
    guard last > endedThrough else { return [] }
    let ended = Set(voices.values.flatMap { $0.entries.keys }).filter {
      $0 > endedThrough && $0 <= last
    }
    endedThrough = last
    return ended.sorted().map { interval in
      var sum = IntervalTally()
      for name in names {
        guard let entry = voices[name]?.entries[interval] else { continue }
        var tally = entry.tally ?? IntervalTally()
        if !isEnding, !entry.record.isFinal, !entry.isContext {
          tally.unsettled = tally.live
          tally.live = nil
          voices[name]?.entries[interval]?.isUnsettled = true
        }
        sum.merge(tally)
      }
      return (interval, sum)
    }
  }

  /// Removes the records of intervals that have ended and get no more records; returns the tallies that are
  /// not in the total yet.
  package mutating func takeSettled() -> [Tally] {
    var settled: [Tally] = []
    for name in names {
      guard let voice = voices[name] else { continue }
      for interval in voice.entries.keys.sorted() where interval <= endedThrough {
        guard let entry = voices[name]?.entries[interval],
          isEnding || entry.record.isFinal, entry.nextClock == .max
        else { continue }
        bytes -= entry.size
        voices[name]?.entries[interval] = nil
        voices[name]?.closedThrough = max(voice.closedThrough, interval)
        guard !entry.isContext else { continue }
        if let late = entry.record.late { settled.append(late) }
        if entry.isUnsettled, let live = entry.record.tally?.live { settled.append(live) }
      }
    }
    return settled
  }

  /// At the end, the tallies that are not in the total yet, without those of ``openIntervals``.
  package mutating func takeRest() -> [Tally] {
    defer { for name in names { voices[name]?.entries = [:] } }
    return names.flatMap { name in
      (voices[name]?.entries ?? [:]).sorted { $0.key < $1.key }.flatMap { _, entry in
        entry.isContext
          ? []
          : [entry.record.late, entry.isUnsettled ? entry.record.tally?.live : nil].compactMap(
            \.self)
      }
    }
  }

  /// What each interval adds up to that has not ended.
  ///
  /// - Complexity: O(servers × their groups).
  package var openIntervals: [(interval: Int, tally: IntervalTally)] {
    var sums: [Int: IntervalTally] = [:]
    for name in names {
      for (interval, entry) in voices[name]?.entries ?? [:] where interval > endedThrough {
        guard let clock, timing.start(ofInterval: interval) <= clock else { continue }
        if let tally = entry.tally { sums[interval, default: IntervalTally()].merge(tally) }
      }
    }
    return sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
