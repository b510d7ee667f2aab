import AccessLog
import Traffic

extension SecondRing {
  private enum Field: Int {
    /// How many seconds are kept before the newest.
    case length = 1
    /// The seconds that have hits, ascending: how many seconds lie between each and the one before.
    case gaps
    case sums
  }

  fileprivate func write(to writer: inout RecordWriter) {
    var gaps: [Int] = []
    var sums = SumLists()
    var next = oldest
    for second in oldest...newest where self[second].hits > 0 {
      gaps.append(second - next)
      sums.append(self[second])
      next = second + 1
    }
    writer.field(Field.length, count: newest - oldest)
    writer.field(Field.gaps, counts: gaps)
    writer.field(Field.sums) { sums.write(to: &$0) }
  }

  /// The newest second with hits.
  var newestHit: Int? { (oldest...newest).last { self[$0].hits > 0 } }

  /// Reads the seconds of a ring that ends with the same one; those before the oldest are left out.
  fileprivate mutating func fill(_ read: WrittenSeconds) throws(RecordError) {
    var second = newest - read.length
    var total = 0
    for (index, gap) in read.gaps.enumerated() {
      let sums = read.sums[index]
      try require(gap <= newest - second, or: "a second is newer than the newest")
      second += gap
      total += sums.hits
      try require(
        sums.hits > 0 && total <= RecordReader.largestCount,
        or: "a second has no hits or too many")
      add(sums, to: second)
      second += 1
    }
  }

  /// What is read of a ring before it is known where it ends.
  fileprivate struct WrittenSeconds {
    var length = 0
    var gaps: [Int] = []
    var sums = SumLists()

    init() {}

    init(from reader: inout RecordReader) throws(RecordError) {
      while let field = try reader.next(Field.self) {
        switch field {
        case .length: length = try reader.count(upTo: 1 << 30)
        case .gaps: gaps = try reader.counts(upTo: 1 << 30)
        case .sums: sums = try SumLists(from: &reader)
        }
      }
      try require(gaps.count == sums.count, or: "the sums of seconds do not belong to them")
    }
  }
}

extension IntervalTally {
  private enum Field: Int {
    case interval = 1
    /// Hits that were read while following or replaying.
    case live
    /// Hits that were there before the start.
    case context
  }

  fileprivate func write(_ interval: Int, to writer: inout RecordWriter) {
    writer.field(Field.interval, number: interval)
    if let live { writer.field(Field.live) { live.write(to: &$0) } }
    if let context { writer.field(Field.context) { context.write(to: &$0) } }
  }

  fileprivate static func read(
    from reader: inout RecordReader, scanner: LineScanner
  ) throws(RecordError) -> (interval: Int, tally: IntervalTally) {
    var interval = 0
    var tally = IntervalTally()
    while let field = try reader.next(Field.self) {
      switch field {
      case .interval: interval = try reader.instant().seconds
      case .live: tally.live = try Tally(from: &reader, scanner: scanner)
      case .context: tally.context = try Tally(from: &reader, scanner: scanner)
      }
    }
    return (interval, tally)
  }
}

extension OpenIntervals {
  /// Hits that were read while following.
  var liveHits: Int { tallies.reduce(0) { $0.saturatingAdding($1.tally.live?.hits ?? 0) } }
}

extension Timeline {
  private enum Field: Int {
    /// The stream clock; missing before the first hit, and so are the next two.
    case clock = 1
    case firstInterval
    case seconds
    /// Missing as long as there is no hit.
    case oldestHit
    case newestHit
    /// Missing if nothing was left out.
    case coveredSince
    /// An interval that has not ended; one field for each, the oldest first.
    case openInterval
    /// The second of the first hit of all; missing before it.
    case firstHit
    /// What a selection added up to; one field for each.
    case series
    /// The names of the groups of selections.
    case groupNames
  }

  /// Writes a timeline of which all that is due has closed, and that is not finishing.
  ///
  /// Then what has closed and what the ring holds follows from the stream clock.
  func write(to writer: inout RecordWriter) {
    writer.field(Field.clock, instant: clock)
    if clock != nil {
      writer.field(Field.firstInterval, number: firstInterval)
      writer.field(Field.seconds) { seconds.write(to: &$0) }
    }
    writer.field(Field.oldestHit, number: oldestHit)
    if oldestHit != nil { writer.field(Field.newestHit, number: newestHit) }
    writer.field(Field.coveredSince, instant: coveredSince)
    for (interval, tally) in intervals.tallies {
      writer.field(Field.openInterval) { tally.write(interval, to: &$0) }
    }
    writer.field(Field.firstHit, instant: firstHit)
    for series in selections { writer.field(Field.series) { series.write(to: &$0) } }
    writer.field(Field.groupNames) { groupNames.write(to: &$0) }
  }

  /// Reads what a timeline of the same spans held into one that is empty.
  mutating func fill(
    from reader: inout RecordReader, scanner: LineScanner
  ) throws(RecordError) {
    var (clock, first): (Instant?, Int?)
    var ring = SecondRing.WrittenSeconds()
    var newest: Int?
    var read: [WrittenSeries] = []
    while let field = try reader.next(Field.self) {
      switch field {
      case .clock: clock = try reader.instant()
      case .firstInterval: first = try reader.instant().seconds
      case .seconds: ring = try SecondRing.WrittenSeconds(from: &reader)
      case .oldestHit: oldestHit = try reader.instant().seconds
      case .newestHit: newest = try reader.instant().seconds
      case .coveredSince: coveredSince = try reader.instant()
      case .openInterval:
        let (interval, tally) = try IntervalTally.read(from: &reader, scanner: scanner)
        try require(
          intervals.tallies.last.map { $0.interval < interval } ?? true,
          or: "intervals are out of order")
        intervals.put(interval, tally)
      case .firstHit: firstHit = try reader.instant()
      case .series: read.append(try WrittenSeries(from: &reader))
      case .groupNames: groupNames = try GroupNames(from: &reader)
      }
    }
    try require((newest == nil) == (oldestHit == nil), or: "there is one hit that has no second")
    if let newest { newestHit = newest }
    if let clock {
      advance(to: clock)
      if let first { firstInterval = first }
      try seconds.fill(ring)
      fill(read, wholeSince: ring.length)
    }
    try check()
  }

  /// Checks that what was read belongs together.
  func check() throws(RecordError) {
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
