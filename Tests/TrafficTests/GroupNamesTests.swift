import AccessLog
import Query
import Testing

@testable import Traffic

@Suite struct GroupNamesTests {
  private static func names(_ hashes: Range<UInt64>) -> HashedNames {
    var names = HashedNames()
    for hash in hashes { names.add(hash, Array("\(hash)".utf8)) }
    return names
  }

  /// The hits of what was added last may not have been added to their seconds.
  @Test func onceThereAreManyTheLatestAreKeptAndWhatASecondHas() {
    let selection = Selection(group: .path)
    var series = SelectionSeries(selection, count: 10, newest: 100)
    series.add(SelectionCell(group: 7, hits: 1), to: 99)
    var names = GroupNames()
    names.add(GroupNamesTests.names(1..<30_000))
    #expect(!names.areMany)
    names.add(GroupNamesTests.names(29_000..<60_000))
    #expect(names.areMany)
    #expect(names.keepThose(of: [series]) == 1)
    #expect(names.names.count == 31_001)
    #expect(names[7] == Array("7".utf8))
    #expect(names[8] == [])
    #expect(names[29_500] == Array("29500".utf8))
    #expect(names[59_999] == Array("59999".utf8))
  }

  /// A client that requests new paths of 4 KB, 10 MB a second for a minute.
  @Test func boundsTheBytesOfNamesAndKeepsTheGreatestGroups() {
    var timeline = Timeline(
      timing: Timing(latenessSeconds: 0), longestWindow: 60, reportsSilence: false,
      selections: [Selection(group: .path)])
    let tail = String(repeating: "x", count: 4_096)
    var next: UInt64 = 10
    for second in 1_000..<1_060 {
      timeline.advance(to: Instant(second))
      while timeline.closeNext() != nil {}
      for _ in 0..<10 {
        var names = HashedNames()
        names.add(7, Array("/often".utf8))
        var sums = SecondSums(HitSums(hits: 1))
        sums.selected = [SelectedHits(selection: 0, cell: SelectionCell(group: 7, hits: 3))]
        for _ in 0..<250 {
          names.add(next, Array("/\(next)/\(tail)".utf8))
          sums.selected.append(
            SelectedHits(selection: 0, cell: SelectionCell(group: next, hits: 1)))
          next += 1
        }
        timeline.addNames(names)
        timeline.add(sums, to: second)
        #expect(timeline.groupNames.names.byteCount < 2 * GroupNames.mostBytes + 2 << 20)
      }
    }
    #expect(!timeline.selections[0].isExact)
    var hits: [UInt64: Int] = [:]
    timeline.selections[0].forEachCell { hits[$0.group, default: 0] += $0.hits }
    #expect(hits[7] == 60 * 10 * 3)
    // Each group that is left has its name.
    #expect(hits.count > 100)
    #expect(hits.keys.allSatisfy { timeline.groupNames.names.contains($0) })
    #expect(timeline.groupNames[7] == Array("/often".utf8))
  }
}
