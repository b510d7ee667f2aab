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
    series.close(99, GroupNames())
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
      series.close(99, names)
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
    series.close(100, known)
    let kept = Set(cells(series).map { known[$0.group] })
    #expect(cells(series).count == left)
    #expect(kept == Set(groups[(firstKept ?? 0)...].map(\.name)))
  }

  /// The first groups of a second are kept with all their hits, however the lines are cut into chunks.
  @Test(arguments: [(group: Dimension.path, extra: Selection.Extra.nothing), (.client, .clients)])
  func keepsTheFirstGroupsOfASecond(group: Dimension, extra: Selection.Extra) {
    var random = SeededRandom(seed: 5)
    let selection = Selection(extra: extra, group: group)
    let hits = (0..<24_000).map { _ in
      SelectionCell(
        group: hash(random.number(1...5_000)),
        key: extra == .clients ? hash(random.number(1...3)) : 0,
        hits: 1)
    }
    var first: [UInt64] = []
    var seen: Set<UInt64> = []
    for hit in hits where seen.insert(hit.group).inserted { first.append(hit.group) }
    first = Array(first.prefix(4_096))
    var sums: [UInt64: Int] = [:]
    for hit in hits { sums[hit.group, default: 0] += 1 }
    for size in [900, 5_000, hits.count] {
      var series = SelectionSeries(selection, count: 8, newest: 100)
      series.close(98, GroupNames())
      for start in stride(from: 0, to: hits.count, by: size) {
        series.limitAppended(GroupNames())
        for cell in hits[start..<min(start + size, hits.count)] { series.add(cell, to: 99) }
      }
      // Cells are joined before the second closes.
      if size < hits.count { #expect(cells(series).count < 20_000) }
      series.close(99, GroupNames())
      var kept: [UInt64: Int] = [:]
      for cell in cells(series) { kept[cell.group, default: 0] += cell.hits }
      #expect(Set(kept.keys) == Set(first) && !series.isExact)
      #expect(kept.allSatisfy { sums[$0.key] == $0.value })
    }
  }

  /// Windows are recounted if groups were left out.
  @Test func joinsLateCells() {
    var series = SelectionSeries(Selection(group: .path), count: 8, newest: 100)
    series.add(SelectionCell(group: 1, hits: 5), to: 97)
    series.close(97, GroupNames())
    series.close(98, GroupNames())
    let generation = series.generation
    for number in 0..<17_000 {
      series.add(SelectionCell(group: hash(number % 9 + 2), hits: 1), to: 97)
    }
    series.limitAppended(GroupNames())
    #expect(cells(series).count == 10 && series.generation == generation && series.isExact)
    for number in 0..<17_000 { series.add(SelectionCell(group: hash(number + 2), hits: 1), to: 97) }
    series.limitAppended(GroupNames())
    #expect(cells(series).count == 4_096 && series.generation > generation && !series.isExact)
    #expect(cells(series).first == SelectionCell(group: 1, hits: 5))
  }

  /// The hits of one of several servers may always be late.
  @Test func staysExactIfAllHitsAreLate() {
    var series = SelectionSeries(Selection(group: .path), count: 64, newest: 10, cellLimit: 30_000)
    for second in 10..<70 {
      series.advance(to: second + 3)
      series.close(second, GroupNames())
      for _ in 0..<10 {
        series.limitAppended(GroupNames())
        for group in 0..<200 {
          series.add(SelectionCell(group: hash(group + 1), hits: 1), to: second - 6)
        }
      }
    }
    // Those of the last 64 seconds.
    #expect(series.isExact && cells(series).count < 30_000)
    #expect(cells(series).reduce(0) { $0 + $1.hits } == 55 * 10 * 200)
  }

  /// Late hits of known groups are no more cells once they are joined, which they are before they count.
  @Test func staysExactIfLateHitsFillIt() {
    var series = SelectionSeries(Selection(group: .path), count: 64, newest: 70, cellLimit: 30_000)
    func add(_ count: Int, to second: Int) {
      for group in 0..<count {
        series.add(SelectionCell(group: hash(group % 4_000 + 1), hits: 1), to: second)
      }
    }
    for second in 60..<65 {
      add(4_000, to: second)
      series.close(second, GroupNames())
    }
    add(11_000, to: 62)
    series.close(65, GroupNames())
    #expect(series.isExact && cells(series).count == 20_000)
    #expect(cells(series).reduce(0) { $0 + $1.hits } == 31_000)
  }

  @Test func samplesTheClientsOfAnOpenSecond() {
    var series = SelectionSeries(
      Selection(extra: .clients), count: 8, newest: 100, cellLimit: limit)
    series.close(98, GroupNames())
    for number in 1...100_000 {
      if number % 5_000 == 0 { series.limitAppended(GroupNames()) }
      series.add(SelectionCell(key: hash(number), hits: 1), to: 99)
    }
    #expect(cells(series).count < 20_000 && series.clientsForOne > 16 && !series.isExact)
    series.close(99, GroupNames())
    #expect(cells(series).reduce(0) { $0 + $1.hits } == 100_000)
    let kept = cells(series).count { $0.key != 0 } * series.clientsForOne
    #expect((90_000...110_000).contains(kept))
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
