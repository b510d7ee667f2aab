import AccessLog
import Query
import Testing

@testable import Traffic

/// What is kept of an hour that does not fit.
struct HistoryTests {
  private func report(_ second: Int, sections: Int, nameBytes: Int) -> IntervalReport {
    var statistics = Statistics()
    statistics.hits = sections
    statistics.sections = (0..<sections).map { number in
      let name = Array("/\(second)/\(number)".utf8)
      let padding = Array(repeating: UInt8(ascii: "x"), count: max(0, nameBytes - name.count))
      return GroupCount(name: name + padding, hits: 1, bytes: 0, errors: 0)
    }
    return IntervalReport(
      start: Instant(second), end: Instant(second + 1), statistics: statistics,
      counts: LineCounts())
  }

  @Test func olderIntervalsKeepTheirFirstSections() {
    var history = History(intervalSeconds: 1)
    for second in 0..<3_700 { history.append(report(second, sections: 100, nameBytes: 20)) }
    #expect(history.reports.map(\.start.seconds) == Array(100..<3_700))
    let counts = history.reports.map(\.statistics.sections.count)
    #expect(counts.first == 5 && counts.last == 100)
    #expect(counts.allSatisfy { $0 == 5 || $0 == 100 })
    #expect(counts == counts.sorted())
    #expect(counts.count { $0 == 100 } > 50)
    #expect(history.reports.allSatisfy { $0.statistics.hits == 100 })
  }

  @Test func theOldestAreForgottenWhereNamesAreEndless() {
    var history = History(intervalSeconds: 10)
    for second in 0..<100 { history.append(report(second, sections: 100, nameBytes: 10_000)) }
    let names = history.reports.flatMap(\.statistics.sections).reduce(0) { $0 + $1.name.count }
    #expect(names <= 4 << 20)
    #expect(history.reports.last?.statistics.sections.count == 100)
    #expect(history.reports.last?.start == Instant(99))
    #expect(history.reports.count > 3)
  }

  @Test func namesThatIntervalsHaveInCommonAreInMemoryOnce() {
    func address(_ name: [UInt8]) -> UInt {
      unsafe name.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
    }
    var history = History(intervalSeconds: 10, dimensions: 1)
    var logged: [Statistics] = []
    for number in 0..<20 {
      // So many other names that all are forgotten.
      let isOther = number % 10 >= 8
      var report = report(
        isOther ? number : 0, sections: isOther ? 3_000 : 100, nameBytes: isOther ? 250 : 20)
      let sections = report.statistics.sections
      if !isOther {
        report.statistics.groups = [Groups(dimension: .path, counts: sections.reversed())]
      }
      logged.append(report.statistics)
      history.append(report)
    }
    let kept = history.reports.map(\.statistics)
    #expect(kept == logged)
    for (one, next) in [(0, 1), (1, 7), (10, 17)] {
      for (mine, others) in zip(kept[one].sections, kept[next].sections) {
        #expect(address(mine.name) == address(others.name))
      }
      let path = kept[next].groups[0].counts[99]
      #expect(address(kept[one].sections[0].name) == address(path.name))
    }
    #expect(address(kept[0].sections[0].name) != address(kept[10].sections[0].name))
  }

  @Test func anIntervalKeepsAsManySectionsAsFit() {
    var history = History(intervalSeconds: 10)
    history.append(report(0, sections: 200, nameBytes: 30_000))
    let kept = history.reports[0].statistics
    #expect(kept.sections.count == 34)
    #expect(kept.sections == Array(report(0, sections: 34, nameBytes: 30_000).statistics.sections))
    #expect(kept.hits == 200)
    for second in 1..<4 { history.append(report(second, sections: 200, nameBytes: 30_000)) }
    #expect(history.reports.map(\.start.seconds) == [0, 1, 2, 3])
  }

  @Test func aNameThatDoesNotFitIsForgottenWithItsInterval() {
    var history = History(intervalSeconds: 10)
    history.append(report(0, sections: 1, nameBytes: 2 << 20))
    #expect(history.reports.map(\.statistics.hits) == [1])
    #expect(history.reports[0].statistics.sections.isEmpty)
  }
}
