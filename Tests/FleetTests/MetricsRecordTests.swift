import AccessLog
import Fleet
import Query
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
}
