import AccessLog
import Fleet
import Query
import TestSupport
import Testing
import Traffic

struct MetricsRecordTests {
  /// Whatever numbers a record is made with, it is read as it was written: also those that are not written,
  /// since they are nothing.
  @Test(arguments: [(1, 0), (1, 1), (10, 2), (3_600, 0), (60, 600)])
  func numbersAreReadAsTheyWereWritten(interval: Int, lateness: Int) throws {
    let timing = Timing(intervalSeconds: interval, latenessSeconds: lateness)
    for clock in [0, 1, 1_800_000_000] {
      let number = timing.interval(of: clock)
      var record = MetricsRecord(
        origin: [], server: Array("web1".utf8), interval: number, timing: timing, revision: 0,
        clock: clock)
      record.wall = 0
      let read = try MetricsRecord(
        record.bytes, scanner: LineScanner(format: .common, nameKey: 1),
        counting: Counting(dimensions: []))
      #expect(read.timing == timing && read.key == record.key)
      #expect(read.clock == clock && read.wall == 0 && read.revision == 0)
    }
  }

  /// What a record is a state of is known without reading what it adds up.
  @Test func anOutlineIsThatOfTheWholeRecord() throws {
    let timing = Timing()
    var fold = ServerFold(
      origin: Array("origin".utf8), server: Array("web1".utf8), timing: timing,
      scanner: LineScanner(format: .common, nameKey: 1), counting: Counting(dimensions: [.network]))
    var count = 0
    for second in 0..<30 {
      if second % 3 > 0 {
        let lines = Array((LogFixture.line(1_800_000_000 + second) + "\n").utf8)
        fold.add(
          ChunkTallier.tally(
            lines, timing: timing, scanner: LineScanner(format: .common, nameKey: 1),
            counting: Counting(dimensions: [.network])))
      } else {
        fold.advance(to: 1_800_000_000 + second)
      }
      for var record in fold.takeRecords(wall: 1_800_000_000 + second) {
        for isShort in [false, true] {
          if isShort {
            record.tally = nil
            record.late = nil
          }
          let outline = try #require(MetricsRecord.Outline(of: record.bytes))
          #expect(outline.key == record.key && outline.revision == record.revision)
          #expect(outline.isShort == isShort)
          count += 1
        }
      }
    }
    #expect(count >= 40)
    #expect(MetricsRecord.Outline(of: [8, 9]) == nil && MetricsRecord.Outline(of: [0xFF]) == nil)
  }
}
