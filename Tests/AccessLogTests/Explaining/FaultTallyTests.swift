import Testing

@testable import AccessLog

/// Malformed lines by their reasons.
struct FaultTallyTests {
  private static func tally(_ lines: [String], _ format: LogFormat = .common) -> FaultTally {
    var tally = FaultTally()
    for line in lines {
      let bytes = Array(line.utf8)
      unsafe tally.add(bytes.span.bytes, 0..<bytes.count, readWith: SourceMemory(.named(format)))
    }
    return tally
  }

  private static let front = "10.0.0.1 - - [08/Jul/2020:08:10:30 +0000] \"GET / HTTP/1.1\" "

  @Test func linesOfOneReasonAreOneGroup() {
    let tally = Self.tally([
      "trouble", Self.front + "20 1", Self.front + "xx 1", Self.front + "2x0 1",
    ])
    #expect(tally.faults.map(\.lines) == [3, 1] && tally.others == 0)
    #expect(tally.faults[0].place == Self.front.utf8.count)
    #expect(tally.faults[0].example == Array((Self.front + "2x0 1").utf8))
    #expect(tally.faults[0].expected != tally.faults[1].expected)
  }

  @Test func mergedTalliesAreThatOfAllLines() {
    let lines = (0..<40).map { $0 % 3 == 0 ? "trouble" : Self.front + "\($0)x 1" }
    var merged = Self.tally(Array(lines.prefix(17)))
    merged.addOthers(3)
    merged.merge(Self.tally(Array(lines.dropFirst(17))))
    var all = Self.tally(lines)
    all.addOthers(3)
    #expect(merged == all && merged.others == 3)
  }

  @Test func longLinesAreCutOff() {
    let long = String(repeating: "x", count: 70_000)
    let fault = Self.tally([long]).faults.first
    #expect(fault?.example.count == FaultTally.exampleBytes)
    #expect(fault?.expected == "a line of at most 64 KiB")
  }
}
