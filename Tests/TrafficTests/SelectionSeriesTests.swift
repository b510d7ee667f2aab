import Query
import TestSupport
import Testing

@testable import Traffic

/// What rules look back on when there is more of it than is kept: it says that it is not exact, and how
/// far off it can be.
struct SelectionSeriesTests {
  private let limit = 1_000

  /// A series of two seconds with these cells, half of them in each.
  private func series(_ selection: Selection, _ cells: [SelectionCell]) -> SelectionSeries {
    var series = SelectionSeries(selection, count: 8, newest: 100, cellLimit: limit)
    for (place, cell) in cells.enumerated() { series.add(cell, to: 99 + place % 2) }
    series.compact(closed: 99, names: GroupNames())
    return series
  }

  private func cells(_ series: SelectionSeries) -> [SelectionCell] {
    var all: [SelectionCell] = []
    series.forEachCell { all.append($0) }
    return all
  }

  /// Hashes that are spread as those of names are.
  private func hash(_ number: Int) -> UInt64 { UInt64(number) &* 0x9E37_79B9_7F4A_7C15 }

  @Test(arguments: [
    Selection(extra: .clients), Selection(extra: .values(.bytes)), Selection(group: .path),
  ])
  func isExactUpToTheLimit(selection: Selection) {
    let isGrouped = selection.group != nil
    func many(_ count: Int) -> [SelectionCell] {
      (1...count).map { number in
        SelectionCell(
          group: isGrouped ? hash(number) : 0, key: isGrouped ? 0 : hash(number) | 1 << 63, hits: 1)
      }
    }
    let full = series(selection, many(limit))
    #expect(full.isExact && cells(full).count == limit)
    let more = series(selection, many(limit + 1))
    #expect(!more.isExact && cells(more).count <= limit)
    // What is alike in one second is one.
    #expect(series(selection, many(limit / 2) + many(limit / 2)).isExact)
  }

  /// The hashes of names are others in each run; which groups are kept is not.
  @Test func ofTooManyGroupsTheSameAreKeptInEachRun() {
    func kept(_ hash: (Int) -> UInt64) -> Set<[UInt8]> {
      var names = GroupNames()
      var series = SelectionSeries(
        Selection(group: .path), count: 8, newest: 100, cellLimit: limit)
      var all = HashedNames()
      for number in 1...2 * limit {
        all.add(hash(number), Array("/\(number)".utf8))
        series.add(SelectionCell(group: hash(number), hits: number % 700 == 0 ? 2 : 1), to: 99)
      }
      names.add(all)
      series.compact(closed: 99, names: names)
      return Set(cells(series).map { names[$0.group] })
    }
    let one = kept(hash)
    #expect(one == kept { hash($0) ^ 0x5DEE_CE66_D123_4567 })
    #expect(
      one.count <= limit
        && one.isSuperset(of: ["/700", "/1400", "/1", "/10"].map { Array($0.utf8) }))
  }

  /// Groups are forgotten from the smallest on, of those with as many hits from the last by name on, until
  /// no more than half of the cells are left.
  @Test(arguments: [UInt64(1), 2, 3, 4])
  func theSmallestGroupsAreForgotten(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var names = HashedNames()
    var series = SelectionSeries(Selection(group: .path), count: 8, newest: 100, cellLimit: limit)
    var groups: [(name: [UInt8], hits: Int, cells: Int)] = []
    for number in 1...limit {
      let (count, hits) = (random.number(1...3), random.number(1...4))
      names.add(hash(number), Array("/images/\(number % 9)/\(number)".utf8))
      for second in 0..<count {
        series.add(SelectionCell(group: hash(number), hits: hits), to: 98 + second)
      }
      groups.append((names[hash(number)] ?? [], hits * count, count))
    }
    groups.sort {
      $0.hits == $1.hits ? $1.name.lexicographicallyPrecedes($0.name) : $0.hits < $1.hits
    }
    var left = groups.reduce(0) { $0 + $1.cells }
    let firstKept = groups.firstIndex {
      guard left > limit / 2 else { return true }
      left -= $0.cells
      return false
    }
    var known = GroupNames()
    known.add(names)
    series.compact(closed: 100, names: known)
    let kept = Set(cells(series).map { known[$0.group] })
    #expect(cells(series).count == left)
    #expect(kept == Set(groups[(firstKept ?? 0)...].map(\.name)))
  }

  @Test func ofTooManyClientsASampleIsTaken() {
    let series = series(
      Selection(extra: .clients), (1...20_000).map { SelectionCell(key: hash($0), hits: 1) })
    #expect(series.clientsForOne == 32)
    let kept = cells(series).filter { $0.key != 0 }
    #expect((18_000...22_000).contains(kept.count * series.clientsForOne))
    // Their hits are all there.
    #expect(cells(series).reduce(0) { $0 + $1.hits } == 20_000)
  }

  @Test func ofTooManyValuesThoseThatAreCloseAreOne() {
    let values = (0..<3_000).map { UInt64(1_000 + 997 * $0) }
    let series = series(
      Selection(extra: .values(.bytes)), values.map { SelectionCell(key: $0, hits: 1, extra: 1) })
    #expect(!series.isExact)
    let kept = cells(series)
    #expect(kept.reduce(0) { $0 + $1.hits } == values.count)
    for value in values {
      let coarse = CellCompaction.coarse(value, 6)
      #expect(coarse >= value && Double(coarse) <= Double(value) * (1 + 1.0 / 64))
    }
    #expect(Set(kept.map(\.key)) == Set(values.map { CellCompaction.coarse($0, 6) }))
  }

  @Test func ofTooManyGroupsTheSmallestAreForgotten() {
    let rare = (1...2_000).map { SelectionCell(group: hash($0), hits: 1) }
    let often = (1...20).map { SelectionCell(group: UInt64($0), hits: 50) }
    let kept = cells(series(Selection(group: .path), rare + often))
    #expect(Set(often.map(\.group)).isSubset(of: Set(kept.map(\.group))))
    #expect(kept.filter { $0.group <= 20 }.reduce(0) { $0 + $1.hits } == 1_000)
    #expect(kept.count <= limit && kept.count >= limit / 2)
  }
}
