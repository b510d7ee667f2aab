import AccessLog
import Query
import Testing

@testable import Traffic

struct StatisticsSumTests {
  private let hits = ScannedHits(ScannedHits.varied(600, seed: 3))

  private func statistics(_ range: Range<Int>) -> Statistics {
    var tally = Tally()
    hits.add(range, to: &tally)
    return tally.statistics(top: .max)
  }

  /// What can be added up of parts is that of the whole.
  @Test func theSumOfPartsIsTheWhole() {
    let whole = statistics(0..<600)
    let sum = Statistics.sum(
      [statistics(0..<100), statistics(100..<350), statistics(350..<600)], top: .max, by: [.section]
    )
    #expect(sum.hits == whole.hits && sum.bytes == whole.bytes && sum.errors == whole.errors)
    #expect(sum.sections.map(\.name) == whole.sections.map(\.name))
    #expect(sum.sections.map(\.hits) == whole.sections.map(\.hits))
    #expect(sum.statuses == whole.statuses && sum.methods == whole.methods)
    #expect(sum.responseBytes.histogram == whole.responseBytes.histogram)
    #expect(sum.responseBytes.max == whole.responseBytes.max)
    #expect(sum.responseBytes.p90 == nil && sum.durations == nil)
  }

  @Test func oneIsItselfAndNoneIsNothing() {
    #expect(Statistics.sum([statistics(0..<50)], top: 1, by: []) == statistics(0..<50))
    #expect(Statistics.sum([], top: 9, by: []) == Statistics())
  }
}
