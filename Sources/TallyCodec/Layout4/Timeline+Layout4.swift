import AccessLog
import Traffic

extension SecondRing {
  /// Reads the seconds of a ring that ends with the same one; those before the oldest are left out.
  mutating func fill(layout4 reader: inout RecordReader) throws(RecordError) {
    // In layout 3 both rings are equally long.
    var second = oldest
    if reader.layout >= 4 { second = newest - (try reader.count(upTo: 1 << 30)) }
    var total = 0
    while true {
      second += try reader.count(upTo: newest - second + 1)
      guard second <= newest else { return }
      let sums = try HitSums(layout4: &reader)
      total += sums.hits
      try require(
        sums.hits > 0 && total <= RecordReader.largestCount,
        or: "a second has no hits or too many")
      add(sums, to: second)
      second += 1
    }
  }
}

extension OpenIntervals {
  init(
    layout4 reader: inout RecordReader, mostOpen: Int, scanner: LineScanner
  ) throws(RecordError) {
    self.init(mostOpen: mostOpen)
    var last = Int.min
    for _ in 0..<(try reader.count()) {
      let interval = try reader.instant().seconds
      try require(interval > last, or: "intervals are out of order")
      last = interval
      var tally = IntervalTally()
      if try reader.flag() { tally.live = try Tally(layout4: &reader, scanner: scanner) }
      if try reader.flag() { tally.context = try Tally(layout4: &reader, scanner: scanner) }
      put(interval, tally)
    }
  }
}

extension Timeline {
  /// Reads what a timeline of the same spans held into one that is empty.
  mutating func fill(
    layout4 reader: inout RecordReader, scanner: LineScanner
  ) throws(RecordError) {
    if try reader.flag() {
      advance(to: try reader.instant())
      firstInterval = try reader.instant().seconds
      try seconds.fill(layout4: &reader)
    }
    if try reader.flag() {
      oldestHit = try reader.instant().seconds
      newestHit = try reader.instant().seconds
    }
    if reader.layout >= 4, try reader.flag() { coveredSince = try reader.instant() }
    intervals = try OpenIntervals(
      layout4: &reader, mostOpen: timing.mostOpenIntervals, scanner: scanner)
    try check()
  }
}
