import AccessLog
import TestSupport
import Testing

@testable import Traffic

@Suite struct HeavyHittersTests {
  /// Adds hits of a section with a long name.
  private func add(
    _ number: Int, hits: Int, to sections: inout HeavyHitters, ofTotal total: Int
  ) {
    let name = Array("/\(number)/".utf8)
    let bytes = name + Array(repeating: UInt8(ascii: "x"), count: 60 << 10 - name.count)
    var random = SeededRandom(seed: UInt64(number))
    sections.add(
      NameKey(hash: random.next(), range: 0..<bytes.count), unsafe bytes.span.bytes,
      HitSums(hits: hits, bytes: hits), ofTotal: total)
  }

  @Test func longNamesAreKeptOnlyOfTheFrequent() {
    var sections = HeavyHitters()
    // Each of them has more than a 110th of the hits when it comes, and less soon after.
    var total = 0
    for number in 0..<600 {
      let hits = total / 90 + 1
      total += hits
      add(number, hits: hits, to: &sections, ofTotal: total)
      let named = sections.counters.count { !$0.name.isEmpty }
      #expect(named <= HeavyHitters.namedShare)
    }
    #expect(sections.counters.count == 600)
    let all = sections.counters.reduce(sections.other.hits) { $0 + $1.sums.hits }
    #expect(all == total)
  }

  @Test func rareSectionsHaveNoNames() {
    var sections = HeavyHitters()
    for number in 0..<400 { add(number, hits: 1, to: &sections, ofTotal: 1_000 + number) }
    #expect(sections.counters.allSatisfy { $0.name.isEmpty })
  }

  // The first hundred hits are all frequent when they come.
  @Test func longNamesOfTheRareAreDroppedOnceTheyAreMany() {
    var sections = HeavyHitters()
    for number in 0..<100 { add(number, hits: 1, to: &sections, ofTotal: number + 1) }
    #expect(sections.nameBytes == 100 * 60 << 10)
    add(100, hits: 300, to: &sections, ofTotal: 400)
    #expect(sections.counters.count { !$0.name.isEmpty } == 1)
    #expect(sections.nameBytes == 60 << 10)
    #expect(sections.counters.count == 101)
  }

  @Test func noCountIsTooHighNorMissesMoreThanItsShare() {
    var random = SeededRandom(seed: 5)
    var sections = HeavyHitters()
    var truth: [UInt64: Int] = [:]
    var total = 0
    for step in 0..<12_000 {
      // Weighted hits, as merging gives them; few of many names, ever others.
      let hash = step % 3 == 0 ? random.next() : random.next() % 50 << 40 + UInt64(step / 4_000)
      let hits = Int(random.next() % 9) + 1
      truth[hash, default: 0] += hits
      total += hits
      sections.add(hash, HitSums(hits: hits, bytes: 2 * hits, errors: hits / 3))
    }
    var counted: [UInt64: Int] = [:]
    for counter in sections.counters { counted[counter.hash] = counter.sums.hits }
    for (hash, hits) in truth {
      let found = counted[hash] ?? 0
      #expect(found <= hits)
      #expect(hits - found <= total / HeavyHitters.capacity)
    }
    let sums = sections.counters.reduce(into: sections.other) { $0.merge($1.sums) }
    #expect(sums.hits == total)
    #expect(sums.bytes == 2 * total)
    #expect(sections.counters.allSatisfy { $0.sums.errors <= $0.sums.hits })
    #expect(sections.other.errors <= sections.other.hits)
  }
}
