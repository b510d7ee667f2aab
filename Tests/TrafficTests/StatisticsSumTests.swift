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

  private func part(_ hits: Int, _ counts: [(String, Int)]) -> Statistics {
    var statistics = Statistics()
    statistics.hits = hits
    statistics.sections = counts.map {
      GroupCount(name: Array($0.0.utf8), hits: $0.1, bytes: 0, errors: 0)
    }
    statistics.groups = [Groups(dimension: .path, counts: statistics.sections)]
    return statistics
  }

  /// A list that was cut, or has the rest under one name, may have had more of a group.
  @Test func groupsOfWhichThereMayBeMoreAreKnown() {
    let whole = part(12, [("/a", 9), ("/b", 2), ("/c", 1)])
    for (cut, others) in [
      (part(20, [("/a", 9), ("/b", 5)]), [[]]), (part(14, [("/a", 9), ("/b", 5)]), []),
      (part(20, [("/a", 9), ("(other)", 6), ("/b", 5)]), [[]]),
    ] as [(Statistics, [[Int]])] {
      for dimension in [Dimension.section, .path] {
        let sum = Statistics.sum([whole, cut, Statistics()], top: .max, by: [dimension])
        let least = sum.countedAtLeast[dimension] ?? []
        // Of what is in every list that was cut all is known.
        #expect(least == (others.isEmpty ? [] : [Array("/c".utf8)]))
      }
    }
    // An interval of before the dimension was counted.
    var without = whole
    without.groups = []
    let sum = Statistics.sum([whole, without], top: .max, by: [.path, .section])
    #expect(sum.countedAtLeast[.path]?.count == 3 && sum.countedAtLeast[.section] == [])
  }

  /// A client that stands for itself in one interval may be among its network in another.
  @Test func networksHaveTheirClients() {
    func list(_ counts: [(String, Int)]) -> Statistics {
      var statistics = part(10, [])
      statistics.groups = [
        Groups(
          dimension: .network,
          counts: counts.map { GroupCount(name: Array($0.0.utf8), hits: $0.1, bytes: 0, errors: 0) }
        )
      ]
      return statistics
    }
    let sum = Statistics.sum(
      [
        list([("203.0.113.9/32", 9), ("203.0.113.0/24", 1)]),
        list([("203.0.113.0/24", 6), ("2001:db8::7/128", 4)]),
      ], top: .max, by: [.network])
    #expect(
      sum.groups.first?.counts.map { "\(String(decoding: $0.name, as: UTF8.self)) \($0.hits)" }
        == ["203.0.113.0/24 16", "2001:db8::7/128 4"])
    #expect(sum.countedAtLeast[.network] == [])
    // In each that has its network it stands for itself.
    let alone = Statistics.sum(
      [
        list([("203.0.113.9/32", 9), ("203.0.113.0/24", 1)]), list([("203.0.113.9/32", 10)]),
        list([("192.0.2.0/24", 10)]),
      ], top: .max, by: [.network])
    #expect(
      alone.groups.first?.counts.map { "\(String(decoding: $0.name, as: UTF8.self)) \($0.hits)" }
        == ["203.0.113.9/32 19", "192.0.2.0/24 10", "203.0.113.0/24 1"])
  }

  @Test func oneIsItselfAndNoneIsNothing() {
    #expect(Statistics.sum([statistics(0..<50)], top: 1, by: []) == statistics(0..<50))
    #expect(Statistics.sum([], top: 9, by: []) == Statistics())
  }
}
