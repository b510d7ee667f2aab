import AccessLog
import Testing
import Traffic

@Suite struct TallyTests {
  private let hits = ScannedHits(ScannedHits.varied(600, seed: 3))

  private func tally(_ range: Range<Int>) -> Tally {
    var tally = Tally()
    hits.add(range, to: &tally)
    return tally
  }

  private func merged(_ tallies: [Tally]) -> Statistics {
    var sum = Tally()
    for tally in tallies { sum.merge(tally) }
    return sum.statistics(top: .max)
  }

  @Test(arguments: [
    [0, 600], [0, 1, 600], [0, 599, 600], [0, 100, 101, 350, 600], [0, 0, 600, 600],
  ])
  func mergedPartsAreTheWhole(cuts: [Int]) {
    let parts = zip(cuts, cuts.dropFirst()).map { tally($0..<$1) }
    #expect(merged(parts) == hits.tally.statistics(top: .max))
  }

  @Test func mergingIsAssociativeAndCommutative() {
    let (a, b, c) = (tally(0..<50), tally(50..<400), tally(400..<600))
    var left = a
    left.merge(b)
    left.merge(c)
    var right = b
    right.merge(c)
    var nested = a
    nested.merge(right)
    #expect(left.statistics(top: .max) == nested.statistics(top: .max))
    #expect(merged([c, a, b]) == left.statistics(top: .max))
    #expect(merged([b, c, a]) == left.statistics(top: .max))
  }

  @Test func anEmptyTallyChangesNothing() {
    #expect(merged([Tally(), tally(0..<600), Tally()]) == tally(0..<600).statistics(top: .max))
    #expect(Tally().statistics(top: .max) == Statistics())
    #expect(merged([Tally(), Tally()]) == Statistics())
  }

  @Test(arguments: [(399, false), (400, true), (499, true), (599, true), (600, false), (0, false)])
  func aHitIsAnErrorFrom400To599(status: Int, isError: Bool) {
    let code = status == 0 ? "000" : "\(status)"
    let line = ScannedHits.line().replacing(" 200 ", with: " \(code) ")
    let statistics = ScannedHits([line]).tally.statistics(top: 1)
    #expect(statistics.errors == (isError ? 1 : 0))
    #expect(statistics.sections.first?.errors == (isError ? 1 : 0))
    #expect(statistics.statuses == [StatusCount(status: status, hits: 1)])
  }

  @Test func everyStatusIsCountedInAscendingOrder() {
    let codes = [999, 200, 404, 200, 100, 600]
    let statistics = ScannedHits(codes.map { ScannedHits.line(status: $0) }).tally
      .statistics(top: 0)
    #expect(statistics.statuses.map(\.status) == [100, 200, 404, 600, 999])
    #expect(statistics.statuses.map(\.hits) == [1, 2, 1, 1, 1])
    #expect(statistics.hits(in: .other) == 2)
    #expect(statistics.hits(in: .successful) == 2)
    #expect(statistics.sections.isEmpty)
  }

  @Test func bytesStayAtTheGreatestNumber() {
    let huge = ScannedHits(
      ["9223372036854775807", "99999999999999999999", "7"].map {
        ScannedHits.line(bytes: $0)
      }
    ).tally
    var twice = huge
    twice.merge(huge)
    for statistics in [huge.statistics(top: 1), twice.statistics(top: 1)] {
      #expect(statistics.bytes == .max)
      #expect(statistics.sections.first?.bytes == .max)
      #expect(statistics.responseBytes.max == .max)
      #expect(statistics.responseBytes.histogram.last == statistics.hits / 3 * 2)
    }
  }

  @Test func aDashHasNoBytes() {
    let statistics = ScannedHits(["-", "10"].map { ScannedHits.line(bytes: $0) }).tally
      .statistics(top: 1)
    #expect(statistics.bytes == 10)
    #expect(statistics.responseBytes.mean == 5)
    #expect(statistics.responseBytes.histogram == [1, 1, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test func tiesAreListedInByteOrder() {
    let lines = ["/b", "/a", "/c", "/c", "/é", "/B", "/aa"].map { ScannedHits.line(target: $0) }
    let names = ScannedHits(lines).tally.statistics(top: 5).sections.map {
      String(decoding: $0.name, as: UTF8.self)
    }
    #expect(names == ["/c", "/B", "/a", "/aa", "/b"])
  }
}
