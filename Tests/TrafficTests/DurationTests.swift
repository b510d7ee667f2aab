import AccessLog
import Query
import TestSupport
import Testing

@testable import Traffic

/// How long hits took, against the durations themselves.
@Suite struct DurationTests {
  private static func records(_ durations: [Int?]) -> [LineRecord] {
    durations.map {
      var record = LineRecord()
      record.status = 200
      record.duration = LoggedDuration(nanoseconds: $0 ?? -1)
      return record
    }
  }

  private static func histogram(_ durations: [Int?]) -> DurationHistogram {
    var histogram = DurationHistogram()
    histogram.add(records(durations).span)
    return histogram
  }

  /// From microseconds to minutes, and some that are not stated.
  private static func durations(_ count: Int, seed: UInt64) -> [Int?] {
    var random = SeededRandom(seed: seed)
    return (0..<count).map { _ in
      let magnitude = Int(pow10: random.below(9))
      return random.below(7) == 0 ? nil : (1 + random.below(999)) * magnitude
    }
  }

  private static func nearestRank(_ percent: Int, of durations: [Int]) -> Int {
    durations.sorted()[(percent * durations.count + 99) / 100 - 1]
  }

  @Test(arguments: [1, 2, 10, 99, 1_000], 1...3 as ClosedRange<UInt64>)
  func percentilesAreWithinTwoPercentAndAllElseIsExact(count: Int, seed: UInt64) throws {
    let all = DurationTests.durations(count, seed: seed)
    let stated = all.compactMap { $0.map { LoggedDuration(nanoseconds: $0).nanoseconds ?? -1 } }
    guard let found = DurationTests.histogram(all).statistics() else {
      #expect(stated.isEmpty)
      return
    }
    #expect(found.count == stated.count)
    #expect(found.sum == stated.reduce(0, +))
    #expect(found.max == stated.max())
    for (percent, value) in [(50, found.p50), (90, found.p90), (99, found.p99)] {
      let exact = Double(DurationTests.nearestRank(percent, of: stated))
      #expect(abs(Double(value) - exact) <= 0.02 * exact, "p\(percent)")
    }
    var buckets = Array(repeating: 0, count: 12)
    for duration in stated { buckets[Durations.bounds.firstIndex { duration < $0 } ?? 11] += 1 }
    #expect(found.histogram == buckets)
    #expect(found.mean == Double(stated.reduce(0, +)) / Double(stated.count) / 1e9)
  }

  @Test func aHitFallsInTheFirstBucketWhoseBoundIsAboveIt() {
    #expect(
      Durations.bounds.map { Double($0) / 1e9 }
        == [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10])
    for (index, bound) in Durations.bounds.enumerated() {
      var expected = Array(repeating: 0, count: 12)
      expected[index] = 1
      expected[index + 1] = 1
      #expect(DurationTests.histogram([bound - 1_000, bound]).buckets == expected)
    }
  }

  @Test func mergingIsAddingInAnyOrder() {
    let (first, second) = (
      DurationTests.durations(300, seed: 1), DurationTests.durations(200, seed: 2)
    )
    var merged = DurationTests.histogram(first)
    merged.merge(DurationTests.histogram(second))
    merged.merge(DurationHistogram())
    #expect(merged == DurationTests.histogram(second + first))
    var empty = DurationHistogram()
    empty.merge(merged)
    #expect(empty == merged)
  }

  @Test func linesWithoutADurationHaveNone() {
    #expect(DurationTests.histogram([nil, nil]).statistics() == nil)
    #expect(DurationTests.histogram([nil, nil]).sizes.counts.isEmpty)
  }

  @Test func theMiddleOfABucketIsWithinTenPercent() {
    #expect(GroupDurations.bucket(of: 0) == 0 && GroupDurations.middle(ofBucket: 0) == 0)
    #expect(GroupDurations.bucket(of: 1_073_741_822 * 1_000_000_000) < 256)
    var last = 0
    for power in 10..<60 {
      for part in 0..<200 {
        let duration = 1 << power + (1 << power) / 200 * part
        let bucket = GroupDurations.bucket(of: duration)
        #expect(bucket == last || bucket == last + 1)
        last = bucket
        let middle = Double(GroupDurations.middle(ofBucket: bucket))
        #expect(abs(middle - Double(duration)) <= 0.1 * Double(duration))
      }
    }
  }

  /// Hits of so many names, the first of them most often.
  private struct NamedDurations {
    var names: [String] = []
    var durations: [Int?] = []

    init(_ count: Int, names distinct: Int, seed: UInt64) {
      var random = SeededRandom(seed: seed)
      durations = DurationTests.durations(count, seed: seed)
      // The first of them have by far the most hits, as in traffic.
      names = durations.map { _ in
        "/\(random.below(1 + random.below(1 + random.below(1 + random.below(distinct)))))"
      }
    }

    func add(_ range: Range<Int>, to counter: inout NameCounter) {
      for index in range {
        let name = Array(names[index].utf8)
        let bytes = unsafe name.span.bytes
        let key = NameKey(hash: ByteHash(key: 7)(bytes, 0..<name.count), range: 0..<name.count)
        let place = counter.add(key, bytes, HitSums(hits: 1), ofTotal: index + 1)
        if let place { counter.add(LoggedDuration(nanoseconds: durations[index] ?? -1), at: place) }
      }
    }

    func p90(of name: String) -> Int? {
      let stated = zip(names, durations).filter { $0.0 == name }.compactMap(\.1)
      return stated.isEmpty ? nil : DurationTests.nearestRank(90, of: stated)
    }
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func groupsHaveTheirOwnPercentileWithinTenPercent(seed: UInt64) {
    let hits = NamedDurations(3_000, names: 40, seed: seed)
    var counter = NameCounter()
    hits.add(hits.names.indices, to: &counter)
    for group in counter.top(.max) {
      let exact = hits.p90(of: String(decoding: group.name, as: UTF8.self))
      guard let exact else {
        #expect(group.p90 == .none)
        continue
      }
      let found = Double(group.p90.nanoseconds ?? -1)
      // Below a microsecond all is one bucket.
      #expect(abs(found - Double(exact)) <= max(0.1 * Double(exact), 1_024), "\(exact)")
    }
  }

  /// Of many groups those with the most hits keep their percentiles; which they are does not depend
  /// on how the log is cut.
  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func theGreatestGroupsKeepTheirsHoweverTheLogIsCut(seed: UInt64) {
    let hits = NamedDurations(6_000, names: 600, seed: seed)
    var whole = NameCounter(durationGroups: 4)
    hits.add(hits.names.indices, to: &whole)
    #expect(!whole.durations.isExact)
    let expected = whole.top(.max)
    #expect(expected.prefix(4).allSatisfy { $0.p90 != .none })
    #expect(expected.dropFirst(4).allSatisfy { $0.p90 == .none })
    for group in expected.prefix(4) {
      let exact = Double(hits.p90(of: String(decoding: group.name, as: UTF8.self)) ?? -1)
      #expect(abs(Double(group.p90.nanoseconds ?? -1) - exact) <= max(0.1 * exact, 1_024))
    }
    for size in [1, 37, 500, 2_000] {
      var merged = NameCounter(durationGroups: 4)
      for start in stride(from: 0, to: hits.names.count, by: size) {
        let range = start..<min(start + size, hits.names.count)
        var part = NameCounter(durationGroups: 4)
        hits.add(range, to: &part)
        if merged.hasDurationCapacity(for: part) {
          merged.merge(part, ofTotal: range.upperBound)
        } else {
          hits.add(range, to: &merged)
        }
      }
      #expect(merged.top(.max) == expected, "parts of \(size)")
    }
  }

  /// An interval with many groups is merged into a total as a whole.
  @Test func aMergeKeepsTheGreatestGroupsToo() {
    let hits = NamedDurations(6_000, names: 600, seed: 9)
    var counters = (0..<3).map { part in
      var counter = NameCounter(durationGroups: 4)
      hits.add(part * 2_000..<(part + 1) * 2_000, to: &counter)
      return counter
    }
    var sum = counters.removeFirst()
    for counter in counters { sum.merge(counter, ofTotal: 6_000) }
    #expect(sum.durations.count <= sum.durations.limit)
    let top = sum.top(.max)
    for group in top.prefix(1) {
      let exact = Double(hits.p90(of: String(decoding: group.name, as: UTF8.self)) ?? -1)
      #expect(abs(Double(group.p90.nanoseconds ?? -1) - exact) <= max(0.1 * exact, 1_024))
    }
  }

  /// A network without the client that is listed apart has the percentile of its other clients.
  @Test func aFoldedNetworkHasThePercentileOfTheOthers() {
    func counter(_ hits: [(String, Int, Int)]) -> NameCounter {
      var counter = NameCounter()
      for (name, count, milliseconds) in hits {
        let name = Array(name.utf8)
        let bytes = unsafe name.span.bytes
        let key = NameKey(hash: ByteHash(key: 7)(bytes, 0..<name.count), range: 0..<name.count)
        for _ in 0..<count {
          let place = counter.add(key, bytes, HitSums(hits: 1), ofTotal: 100)
          if let place {
            counter.add(LoggedDuration(.milliseconds(milliseconds)), at: place)
          }
        }
      }
      return counter
    }
    let fold = NetworkFold(
      networks: counter([("10.0.0.0/24", 90, 800), ("10.0.0.0/24", 10, 20)]),
      clients: counter([("10.0.0.1", 90, 800), ("10.0.0.2", 10, 20)]), .network)
    let listed = fold.top(10)
    #expect(
      listed.map { String(decoding: $0.name, as: UTF8.self) } == ["10.0.0.1/32", "10.0.0.0/24"])
    let milliseconds = listed.map { Double($0.p90.nanoseconds ?? -1) / 1e6 }
    #expect(abs(milliseconds[0] - 800) <= 80 && abs(milliseconds[1] - 20) <= 2)
  }
}

extension Int {
  fileprivate init(pow10 power: Int) {
    self = (0..<power).reduce(1) { product, _ in product * 10 }
  }
}
