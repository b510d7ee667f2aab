import AccessLog
import Query
import Testing
import Traffic

@testable import Alerting

/// A rule with many groups at once.
@Suite struct RuleGroupsTests {
  private static let rule = {
    var rule = AlertRule(measure: .rate, windowSeconds: 10, threshold: 5)
    rule.group = .path
    return rule
  }()

  private func names(_ hashes: ClosedRange<UInt64>) -> GroupNames {
    var hashed = HashedNames()
    for hash in hashes { hashed.add(hash, Array("/\(hash)".utf8)) }
    var names = GroupNames()
    names.add(hashed)
    return names
  }

  private func enter(_ groups: inout RuleGroups, _ hash: UInt64, hits: Int, at second: Int) {
    let cell = SelectionCell(group: hash, hits: hits)
    groups.change(hash, at: second) { $0.enter(cell, at: second, .sum) }
  }

  private func leave(_ groups: inout RuleGroups, _ hash: UInt64, hits: Int, at second: Int) {
    let cell = SelectionCell(group: hash, hits: hits)
    groups.change(hash, at: second) { $0.leave(cell, .sum) }
  }

  /// The memory is freed, and the greatest groups keep their counts and alerts.
  @Test func keepsTheGreatestGroupsAfterACrowd() {
    var groups = RuleGroups(RuleGroupsTests.rule)
    let names = names(1...60_000)
    func judge(_ second: Int) -> [AlertTransition] {
      groups.setEnd(second, clientsForOne: 1)
      return groups.judge(Instant(second), RuleGroupsTests.rule, names: names)
    }
    enter(&groups, 50_000, hits: 100, at: 1)
    #expect(judge(1).map(\.group) == [Array("/50000".utf8)])
    for hash in 1...40_000 as ClosedRange<UInt64> { enter(&groups, hash, hits: 1, at: 2) }
    enter(&groups, 60_000, hits: 60, at: 2)
    enter(&groups, 39_999, hits: 2, at: 2)
    #expect(groups.windows.count > 40_000)
    #expect(judge(2).map(\.group) == [Array("/60000".utf8)])
    // Half of the limit, and the group with an alert.
    #expect(groups.count == RuleGroups.mostGroups / 2 + 1)
    #expect(groups.windows.count == groups.count && groups.hasForgotten)
    #expect(groups.windows.contains { $0.hash == 39_999 && $0.window.sums.hits == 3 })
    #expect(groups.notOk.map(\.monitor.group) == [Array("/50000".utf8), Array("/60000".utf8)])
    // A forgotten group starts from zero. The others keep their counts.
    enter(&groups, 60_000, hits: 5, at: 3)
    enter(&groups, 30_000, hits: 51, at: 3)
    let third = judge(3)
    #expect(third.map(\.group) == [Array("/30000".utf8)])
    leave(&groups, 50_000, hits: 100, at: 11)
    #expect(
      judge(11).map { [$0.state == .recovered, $0.group == Array("/50000".utf8)] } == [
        [true, true]
      ])
    #expect(groups.notOk.map(\.window.sums.hits).sorted() == [51, 65])
  }
}
