import AccessLog
import Reporting
import Testing
import Traffic

/// An interval with 16 sections whose names are as long as lines allow, of bytes repeated.
private func interval(named bytes: [UInt8]) -> IntervalReport {
  var interval = threeHits
  interval.statistics.sections = (0..<16).map { number in
    let name = Array("/\(number)".utf8) + (0..<(60_000 / bytes.count)).flatMap { _ in bytes }
    return GroupCount(name: name, hits: 1, bytes: 2, errors: 0)
  }
  return interval
}

/// The pieces that a report is written in.
private func pieces(_ append: (inout [UInt8], TakePiece) -> Void) -> [[UInt8]] {
  var pieces: [[UInt8]] = []
  var bytes: [UInt8] = []
  append(&bytes) {
    pieces.append($0)
    $0 = []
  }
  return pieces + [bytes]
}

@Test(arguments: [
  Array("x".utf8), [0x01], [0x9B], Array("\\".utf8), Array("\u{202E}".utf8),
  Array("\u{E0041}".utf8), Array("\u{65E5}".utf8),
])
func aReportOfLongNamesIsNeverHeldWhole(name: [UInt8]) {
  let interval = interval(named: name)
  let summary = Summary(
    span: interval.start..<interval.end, statistics: interval.statistics, counts: interval.counts)
  let json = JSONReport(top: 100)
  for (parts, whole) in [
    (pieces { json.append(interval, to: &$0, takePiece: $1) }, json.text(interval)),
    (pieces { json.append(summary, to: &$0, takePiece: $1) }, json.text(summary)),
  ] {
    let longest = parts.map(\.count).max() ?? 0
    #expect(longest <= ReportPiece.byteCount + 60_000 + 1_024)
    #expect(parts.dropLast().allSatisfy { $0.count >= ReportPiece.byteCount })
    #expect(parts.count > 7)
    #expect(parts.reduce(into: []) { $0 += $1 } == Array(whole.utf8))
  }
}

@Test func aPlainReportOfLongNamesIsShort() {
  let report = PlainReport(zone: .utc, top: 100)
  let text = report.text(interval(named: [0x01]))
  #expect(text.utf8.count < 16 * 81 + 1_024)
  #expect(text.contains("\n  /15\\x01\\x01"))
  #expect(text.split(separator: "\n").count { $0.contains("...") } == 16)
}
