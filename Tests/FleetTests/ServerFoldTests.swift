import AccessLog
import Pipeline
import TestSupport
import Testing
import Traffic

@testable import Fleet

/// What a fold says of lines, however often it is begun again.
struct ServerFoldTests {
  private func read(_ record: MetricsRecord, _ run: FleetRun) throws -> MetricsRecord {
    try MetricsRecord(
      record.bytes, scanner: FleetRun.scanner(100), counting: run.counting)
  }

  /// The hits by the clock and their seconds, in whatever order they were added.
  private func sums(_ record: MetricsRecord) -> [[Int]: [Int]] {
    var sums: [[Int]: [Int]] = [:]
    for hits in record.hits {
      let selected = hits.sums.selected.reduce(0) { $0 + $1.cell.hits * ($1.selection + 2) }
      let new = [hits.sums.all.hits, hits.sums.all.bytes, hits.sums.all.errors, selected]
      let before = sums[[hits.clock, hits.second]] ?? [0, 0, 0, 0]
      sums[[hits.clock, hits.second]] = zip(before, new).map(+)
    }
    return sums
  }

  @Test func aLatenessOfNothingIsReadAsItWasWritten() throws {
    let run = try FleetRun(FleetLog(servers: 1, seconds: 90, seed: 1))
    var record = MetricsRecord(
      origin: [1], server: [2], interval: 3, timing: Timing(intervalSeconds: 1, latenessSeconds: 0),
      revision: 4, clock: 4)
    #expect(try read(record, run).timing == record.timing)
    #expect(try read(record, run).isFinal)
    record.clock = 3
    #expect(try !read(record, run).isFinal)
  }

  @Test func eachIntervalThatWasSaidHasALastRecord() throws {
    let run = try FleetRun(FleetLog(servers: 1, seconds: 90, seed: 2))
    var fold = run.fold(0)
    var isFinal: [Int: Bool] = [:]
    for line in run.log.lines[0].indices {
      fold.add(run.chunk(line..<line + 1, of: 0))
      // A quiet second here and there.
      if line % 7 == 0, let clock = fold.clock { fold.advance(to: clock + 15) }
      for record in fold.takeRecords(wall: 1) {
        #expect(isFinal[record.interval] != true)
        isFinal[record.interval] = record.isFinal
      }
    }
    let open = FleetRun.timing.firstOpenInterval(at: try #require(fold.clock))
    #expect(isFinal.allSatisfy { $0.value || $0.key >= open })
  }

  /// A hit that is held waits for the next one, while more names come than are kept.
  @Test func aGroupHasItsNameThoughItsHitWasHeld() {
    let counting = FleetRun.byPath.counting
    var fold = FleetRun.fold(of: "web", counting)
    func add(_ hits: [(second: Int, target: String)]) -> [MetricsRecord] {
      fold.add(FleetRun.chunk(hits, counting))
      return fold.takeRecords()
    }
    _ = add((0..<20_000).map { ($0 / 1_000, "/\($0)") } + [(10_000, "/held")])
    #expect(fold.isHolding)
    let groups = add([(10_001, "/next")]).flatMap { record in
      record.hits.flatMap(\.sums.selected).map { record.groupNames[$0.cell.group] }
    }
    #expect(groups.contains(Array("/held".utf8)) && !groups.contains(nil))
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func aFoldThatGoesOnFromOpenRecordsSaysTheSame(seed: UInt64) throws {
    let run = try FleetRun(FleetLog(servers: 1, seconds: 90, seed: seed))
    var random = SeededRandom(seed: seed)
    var whole: [Int: MetricsRecord] = [:]
    var fold = run.fold(0)
    fold.add(run.chunk(0..<run.log.lines[0].count, of: 0))
    for record in fold.takeRecords() { whole[record.interval] = try read(record, run) }
    var pieces: [Int: MetricsRecord] = [:]
    fold = run.fold(0)
    var place = 0
    while place < run.log.lines[0].count {
      let end = min(run.log.lines[0].count, place + random.number(1...30))
      fold.add(run.chunk(place..<end, of: 0))
      place = end
      for record in fold.takeRecords() { pieces[record.interval] = try read(record, run) }
      guard random.once(in: 2), !fold.isHolding else { continue }
      let open = try fold.openRecords.map { try read($0, run) }
      fold = ServerFold(
        origin: fold.origin, server: fold.server, timing: FleetRun.timing,
        scanner: FleetRun.scanner(100), counting: run.counting, clock: fold.clock,
        closedThrough: fold.closedThrough, revision: fold.revision, open: open)
    }
    #expect(Set(pieces.keys).isSuperset(of: whole.keys))
    for (interval, record) in whole {
      let other = try #require(pieces[interval])
      #expect(sums(other) == sums(record) && other.lines == record.lines)
      #expect(other.tally?.live?.hits == record.tally?.live?.hits)
      #expect(other.late?.hits == record.late?.hits)
    }
  }
}
