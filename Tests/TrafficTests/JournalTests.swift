import AccessLog
import TestSupport
import Testing

@testable import Traffic

@Suite struct JournalTests {
  private func hits(_ count: Int, seed: UInt64) -> [SelectedHits] {
    var random = SeededRandom(seed: seed)
    func word(_ bound: Int) -> UInt64 {
      random.number(0...2) == 0 ? 0 : UInt64(random.number(1...bound))
    }
    return (0..<count).map { _ in
      let (group, key) = (word(.max), word(.max))
      let (hits, extra) = (Int(word(9)), Int(word(.max)))
      let cell = SelectionCell(group: group, key: key, hits: hits, extra: extra)
      return SelectedHits(selection: random.number(0...60), cell: cell)
    }
  }

  @Test func unpacksWhatWasPacked() {
    var all = hits(1_000, seed: 1)
    let unusual: [(selection: Int, hits: Int, extra: Int)] = [
      (0, .max, .max), (1, 1 << 40 - 1, -3), (2, 1 << 40, .min), (1 << 20 - 1, 1 << 40 + 1, 1),
      (3, -1, 0), (0, 0, 0),
    ]
    for (selection, hits, extra) in unusual {
      let cell = SelectionCell(group: .max, key: .max, hits: hits, extra: extra)
      all.append(SelectedHits(selection: selection, cell: cell))
      all.append(
        SelectedHits(selection: selection, cell: SelectionCell(hits: hits, extra: extra)))
    }
    var packed = PackedHits(Array(all[..<500]))
    packed.append(Array(all[500...]))
    #expect(packed.all == all)
    #expect(PackedHits([]).all == [])
    // A group and its hits.
    let cell = SelectionCell(group: 7, hits: 1_000_000)
    #expect(PackedHits([SelectedHits(selection: 9, cell: cell)]).wordCount == 2)
  }

  @Test func mergesEntriesOfASecondBetweenTwoMoves() {
    var journal = Journal()
    let (one, two) = (hits(100, seed: 2), hits(30, seed: 3))
    journal.advance(to: 9)
    journal.advance(to: 10)
    journal.add(SecondSums(HitSums(hits: 2, bytes: 5), selected: one), to: 10)
    journal.add(SecondSums(HitSums(hits: 1, errors: 1)), to: 9)
    journal.add(SecondSums(HitSums(hits: 3, bytes: 1), selected: two), to: 10)
    #expect(journal.count == 3 && journal.firstHit == 10 && journal.isWhole)
    let added = journal.takeAdded()
    #expect(added.map(\.second) == [10, 9])
    #expect(added[0].sums == SecondSums(HitSums(hits: 5, bytes: 6), selected: one + two))
    #expect(added[1].sums == SecondSums(HitSums(hits: 1, errors: 1)))
    #expect(journal.takeAdded().isEmpty)
  }

  @Test func isEmptiedIfItGetsTooLong() {
    var journal = Journal(maximumWords: 1_000)
    for second in 0..<9 {
      journal.advance(to: second)
      journal.add(SecondSums(HitSums(hits: 1), selected: hits(30, seed: 4)), to: second)
    }
    #expect(journal.isWhole && journal.count == 18)
    journal.add(SecondSums(HitSums(hits: 1), selected: hits(1_000, seed: 5)), to: 9)
    #expect(!journal.isWhole && journal.count == 0)
    journal.advance(to: 10)
    journal.advance(to: 11)
    journal.add(SecondSums(HitSums(hits: 1)), to: 11)
    #expect(!journal.isWhole && journal.count == 0 && journal.firstHit == nil)
    var later = Journal()
    later.advance(to: 12)
    later.prepend(journal)
    #expect(!later.isWhole)
  }
}
