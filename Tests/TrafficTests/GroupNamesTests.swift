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
    names.keepThose(of: [series])
    #expect(names.names.count == 29_999)
    names.add(GroupNamesTests.names(29_000..<60_000))
    names.keepThose(of: [series])
    #expect(names.names.count == 31_001)
    #expect(names[7] == Array("7".utf8))
    #expect(names[8] == [])
    #expect(names[29_500] == Array("29500".utf8))
    #expect(names[59_999] == Array("59999".utf8))
  }
}
