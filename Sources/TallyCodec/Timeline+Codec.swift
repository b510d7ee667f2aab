import AccessLog
import Traffic

extension SecondRing {
  /// Writes how many seconds there are besides the newest, and the seconds from the oldest to the
  /// newest; of those without hits only how many follow one another.
  func write(to writer: inout StateWriter) {
    writer.count(newest - oldest)
    var quiet = 0
    for second in oldest...newest {
      let sums = self[second]
      guard sums.hits > 0 else {
        quiet += 1
        continue
      }
      writer.count(quiet)
      sums.write(to: &writer)
      quiet = 0
    }
    writer.count(quiet)
  }

  /// The newest second with hits.
  fileprivate var newestHit: Int? { (oldest...newest).last { self[$0].hits > 0 } }

  /// Reads the seconds of a ring that ends with the same one; those before the oldest are left out.
  mutating func fill(from reader: inout StateReader) throws(StateError) {
    // In layout 3 both rings are equally long.
    var second = oldest
    if reader.layout >= 4 { second = newest - (try reader.count(upTo: 1 << 30)) }
    var total = 0
    while true {
      second += try reader.count(upTo: newest - second + 1)
      guard second <= newest else { return }
      let sums = try HitSums(from: &reader)
      total += sums.hits
      try require(
        sums.hits > 0 && total <= StateReader.largestCount,
        or: "a second has no hits or too many")
      add(sums, to: second)
      second += 1
    }
  }
}

extension OpenIntervals {
  func write(to writer: inout StateWriter) {
    writer.count(tallies.count)
    for (interval, tally) in tallies {
      writer.number(interval)
      for part in [tally.live, tally.context] {
        writer.flag(part != nil)
        part?.write(to: &writer)
      }
    }
  }

  init(
    from reader: inout StateReader, mostOpen: Int, scanner: LineScanner
  ) throws(StateError) {
    self.init(mostOpen: mostOpen)
    var last = Int.min
    for _ in 0..<(try reader.count()) {
      let interval = try reader.instant().seconds
      try require(interval > last, or: "intervals are out of order")
      last = interval
      var tally = IntervalTally()
      if try reader.flag() { tally.live = try Tally(from: &reader, scanner: scanner) }
      if try reader.flag() { tally.context = try Tally(from: &reader, scanner: scanner) }
      put(interval, tally)
    }
  }

  /// Hits that were read while following.
  var liveHits: Int { tallies.reduce(0) { $0.saturatingAdding($1.tally.live?.hits ?? 0) } }
}

extension Timeline {
  /// Writes a timeline of which all that is due has settled, and that is not finishing.
  ///
  /// Then what has settled and what the ring holds follows from the stream clock.
  func write(to writer: inout StateWriter) {
    writer.flag(clock != nil)
    if let clock {
      writer.instant(clock)
      writer.number(firstInterval)
      seconds.write(to: &writer)
    }
    writer.flag(oldestHit != nil)
    if let oldestHit {
      writer.number(oldestHit)
      writer.number(newestHit)
    }
    writer.flag(coveredSince != nil)
    if let coveredSince { writer.instant(coveredSince) }
    intervals.write(to: &writer)
  }

  /// Reads what a timeline of the same spans held into one that is empty.
  mutating func fill(
    from reader: inout StateReader, scanner: LineScanner
  ) throws(StateError) {
    if try reader.flag() {
      advance(to: try reader.instant())
      firstInterval = try reader.instant().seconds
      try seconds.fill(from: &reader)
    }
    if try reader.flag() {
      oldestHit = try reader.instant().seconds
      newestHit = try reader.instant().seconds
    }
    if reader.layout >= 4, try reader.flag() { coveredSince = try reader.instant() }
    intervals = try OpenIntervals(
      from: &reader, mostOpen: timing.mostOpenIntervals, scanner: scanner)
    try require(
      oldestHit == nil
        || clock != nil && newestHit <= seconds.newest && (oldestHit ?? .min) <= newestHit,
      or: "there are hits that the stream clock has not reached")
    // Rules are not judged where no hit is near the last one.
    let newest = seconds.newestHit
    try require(
      newest == nil ? newestHit < seconds.oldest : newest == newestHit,
      or: "the newest hit is not where the seconds have it")
    if let first = intervals.first {
      try require(!hasEnded(first), or: "an interval is open that has ended")
    }
  }
}
