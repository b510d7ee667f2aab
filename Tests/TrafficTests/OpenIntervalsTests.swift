import Testing

@testable import Traffic

/// What intervals that are open together may keep.
struct OpenIntervalsTests {
  @Test(arguments: [(10, 0, 1), (10, 2, 2), (10, 10, 2), (10, 11, 3), (1, 2, 3), (120, 3_600, 31)])
  func theLatenessKeepsThatManyOpen(interval: Int, lateness: Int, count: Int) {
    let timing = Timing(intervalSeconds: interval, latenessSeconds: lateness)
    #expect(timing.mostOpenIntervals == count)
  }

  /// An interval of that many sections.
  private func interval(_ sections: Int) -> IntervalTally {
    var hits = NamedHits()
    hits.appendNoise(0..<sections)
    var tally = Tally()
    hits.add(to: &tally.sections, after: 0)
    return IntervalTally(live: tally)
  }

  @Test func twoKeepAllThatATallyMay() {
    var intervals = OpenIntervals(mostOpen: 2)
    intervals.put(1, interval(1_000))
    let capacity = intervals.capacity(beside: interval(1_000))
    #expect(capacity.count == NameCounter.maximumCount)
    #expect(capacity.nameBytes == NameCounter.maximumNameBytes)
    #expect(capacity.heavyNameBytes == .max)
  }

  @Test func moreShareHalfTheRoomOfOne() {
    var intervals = OpenIntervals(mostOpen: 3)
    intervals.put(1, interval(1_000))
    intervals.put(2, interval(500))
    let names = 2 * interval(500).nameBytes + interval(1_000).nameBytes
    let capacity = intervals.capacity(beside: interval(500))
    #expect(capacity.count == NameCounter.maximumCount / 2 - 2_000)
    #expect(capacity.nameBytes == NameCounter.maximumNameBytes / 2 - names)
    #expect(capacity.heavyNameBytes == capacity.nameBytes)
  }

  @Test func whatIsFullCountsUnderOther() {
    var counter = NameCounter()
    counter.capacity = NameCapacity(count: 10, nameBytes: 1_000, heavyNameBytes: 8)
    var hits = NamedHits()
    hits.appendNoise(0..<10)
    hits.append("/often", count: 500)
    hits.append("/toolong", count: 500)
    hits.add(to: &counter, after: 0)
    #expect(counter.exact.count == 10)
    #expect(counter.hits(of: "/often") == 500)
    #expect(counter.hits(of: "/toolong") == nil)
    #expect(counter.listedHits == 1_010)
  }
}

extension IntervalTally {
  fileprivate var nameBytes: Int { live?.sections.nameBytes ?? 0 }
}
