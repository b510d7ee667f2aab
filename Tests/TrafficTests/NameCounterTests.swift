import AccessLog
import Testing

@testable import Traffic

@Suite struct NameCounterTests {
  @Test func sectionsAreExactUpTo65536() {
    var hits = NamedHits()
    hits.appendNoise(0..<65_536)
    hits.append("/noise3", count: 2)
    var counter = NameCounter()
    hits.add(to: &counter, after: 0)
    #expect(counter.isExact)
    #expect(counter.top(1).map(\.hits) == [3])
    var more = NamedHits()
    more.append("/late")
    more.append("/noise3")
    more.add(to: &counter, after: hits.records.count)
    #expect(!counter.isExact)
    let listed = counter.top(.max)
    #expect(listed.count == 65_537)
    #expect(listed.first?.hits == 4)
    #expect(listed.first { $0.name == NameCounter.otherName }?.hits == 1)
    #expect(listed.reduce(0) { $0 + $1.hits } == 65_540)
  }

  @Test func namesAreExactUpToFourMebibytes() {
    var hits = NamedHits()
    hits.fillNames()
    var counter = NameCounter()
    hits.add(to: &counter, after: 0)
    #expect(counter.isExact)
    #expect(counter.top(.max).count == 128)
    var more = NamedHits()
    more.append("/")
    more.add(to: &counter, after: 128)
    #expect(!counter.isExact)
    #expect(counter.listedHits == 129)
  }

  /// Where the hits of a section with 1 % of them stand.
  enum Place: CaseIterable { case before, after, between, inABurstAtTheMiddle }

  private func hits(_ place: Place) -> NamedHits {
    var hits = NamedHits()
    hits.fillNames()
    if place == .before { hits.append("/late", count: 203) }
    for block in 0..<200 {
      hits.appendNoise(block * 100..<block * 100 + 100)
      if place == .between { hits.append("/late") }
      if place == .inABurstAtTheMiddle, block == 100 { hits.append("/late", count: 203) }
    }
    if place == .between { hits.append("/late", count: 3) }
    if place == .after { hits.append("/late", count: 203) }
    return hits
  }

  @Test(arguments: Place.allCases)
  func aSectionWithAHundredthOfTheHitsIsListedWheneverItCame(place: Place) throws {
    let hits = hits(place)
    var counter = NameCounter()
    hits.add(to: &counter, after: 0)
    let found = try #require(counter.hits(of: "/late"))
    #expect(found <= 203)
    #expect(Double(203 - found) <= 0.001 * Double(hits.records.count))
    #expect(counter.listedHits == hits.records.count)
    let listed = counter.top(.max)
    #expect(listed.reduce(0) { $0 + $1.bytes } == 3 * hits.records.count)
    for section in listed where section.name != NameCounter.otherName {
      let name = String(decoding: section.name.prefix { $0 != UInt8(ascii: "x") }, as: UTF8.self)
      #expect(section.hits <= hits.counts[name] ?? 0)
    }
  }

  @Test(arguments: Place.allCases)
  func mergedCountersKeepThatPromise(place: Place) throws {
    let hits = hits(place)
    let count = hits.records.count
    var total = NameCounter()
    for start in stride(from: 0, to: count, by: 3_000) {
      let part = start..<min(count, start + 3_000)
      var counter = NameCounter()
      // Each part is full by itself, as the intervals of a hostile log are.
      var filler = NamedHits()
      filler.fillNames()
      filler.add(to: &counter, after: 0)
      hits.add(part, to: &counter, after: 128)
      total.merge(counter, ofTotal: part.upperBound + 128 * (start / 3_000 + 1))
    }
    let all = count + 128 * ((count + 2_999) / 3_000)
    let found = try #require(total.hits(of: "/late"))
    #expect(found <= 203)
    #expect(Double(203 - found) <= 0.001 * Double(all))
    #expect(total.listedHits == all)
  }

  @Test(arguments: [1, 7, 512, 5_000])
  func anyCutGivesTheSame(size: Int) {
    let hits = hits(.between)
    var whole = NameCounter()
    hits.add(to: &whole, after: 0)
    var counter = NameCounter()
    // The first part fills the table; cutting it differently would test nothing.
    for start in stride(from: 0, to: hits.records.count, by: size) {
      hits.add(start..<min(hits.records.count, start + size), to: &counter, after: start)
    }
    #expect(counter.top(.max) == whole.top(.max))
  }

  @Test func aTallyHasCapacityOnlyForWhatMergesExactly() {
    func tally(_ hits: NamedHits, _ range: Range<Int>? = nil) -> Tally {
      var tally = Tally()
      tally.add(
        hits.records.span.extracting(range ?? hits.records.indices), unsafe hits.bytes.span.bytes)
      return tally
    }
    var hits = NamedHits()
    hits.fillNames()
    var full = tally(hits)
    let known = tally(hits, 0..<2)
    #expect(full.hasCapacity(for: known))
    var more = NamedHits()
    more.append("/new")
    let new = tally(more)
    #expect(!full.hasCapacity(for: new))
    #expect(Tally().hasCapacity(for: full))
    full.merge(new)
    #expect(full.hasCapacity(for: known))
    #expect(!Tally().hasCapacity(for: full))
  }

  @Test(arguments: [1, 3, 10, 200])
  func theFirstAreTheSameHoweverManyAreAskedFor(count: Int) {
    var hits = NamedHits()
    // Descending names of equal hits, then ascending hits: both come last what is listed first.
    for number in (0..<500).reversed() { hits.append("/tie\(1_000 + number)") }
    for number in 0..<500 { hits.append("/up\(number)", count: number % 70 + 1) }
    var counter = NameCounter()
    hits.add(to: &counter, after: 0)
    #expect(counter.top(count) == Array(counter.top(.max).prefix(count)))
    let all = counter.top(.max)
    #expect(all.count == 1_000)
    for (left, right) in zip(all, all.dropFirst()) {
      #expect(
        left.hits > right.hits
          || left.hits == right.hits && left.name.lexicographicallyPrecedes(right.name))
    }
    #expect(counter.top(0).isEmpty)
  }
}
