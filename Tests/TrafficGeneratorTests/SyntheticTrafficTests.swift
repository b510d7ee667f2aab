import AccessLog
import Testing
import TrafficGenerator

struct SyntheticTrafficTests {
  @Test
  func sameSeedGivesTheSameBytesAndAnotherSeedOthers() {
    let sample = Sample(profile(lines: 2_000))
    let again = Sample(profile(lines: 2_000))
    #expect(sample.lines == again.lines)
    #expect(sample.times == again.times)
    #expect(sample.lines != Sample(profile(lines: 2_000, seed: 8)).lines)
  }

  @Test
  func aCopyContinuesWithTheSameLines() {
    var traffic = SyntheticTraffic(profile(lines: 200))
    var bytes: [UInt8] = []
    for _ in 0..<100 { _ = traffic.appendNext(to: &bytes) }
    var copy = traffic
    var rest: [UInt8] = []
    var restOfCopy: [UInt8] = []
    while traffic.appendNext(to: &rest) != nil {}
    while copy.appendNext(to: &restOfCopy) != nil {}
    #expect(rest == restOfCopy)
    #expect(traffic.lines == 200)
  }

  @Test(arguments: [0, 1, 7, 5_000])
  func linesAreExactlyAsManyAsAskedForAndEndInANewline(lines: Int) {
    var asked = profile(lines: lines)
    asked.malformedShare = 0.2
    asked.oddityShare = 0.2
    var traffic = SyntheticTraffic(asked)
    var bytes: [UInt8] = []
    while traffic.appendNext(to: &bytes) != nil {}
    #expect(bytes.count { $0 == UInt8(ascii: "\n") } == lines)
    #expect(traffic.lines == lines)
    #expect(bytes.last ?? UInt8(ascii: "\n") == UInt8(ascii: "\n"))
    let end = bytes.count
    #expect(traffic.appendNext(to: &bytes) == nil)
    #expect(bytes.count == end)
  }

  /// What the same traffic says in a format, as it is read by finding out the format.
  private static func records(_ format: LogFormat) -> [LineRecord] {
    var asked = profile(lines: 400, seed: 11)
    asked.format = format
    asked.oddityShare = 0.05
    var traffic = SyntheticTraffic(asked)
    var bytes: [UInt8] = []
    while traffic.appendNext(to: &bytes) != nil {}
    var memory = SourceMemory()
    unsafe memory.learn(bytes.span.bytes)
    let isFound = memory.finding?.format == format
    let named = SourceMemory(.named(format))
    var scanner = LineScanner(memory: isFound ? SourceMemory() : named, nameKey: 3)
    var records = Array(repeating: LineRecord(), count: 1_000)
    var all: [LineRecord] = []
    var start = 0
    while start < bytes.count {
      let count = unsafe scanner.scan(
        bytes.span.bytes, from: &start, to: bytes.count, into: &records)
      all += records[..<count].filter { $0.status != LineRecord.comment }
    }
    return all
  }

  /// Each format says the same as Combined does, whether it is named or found.
  ///
  /// Common takes fewer random numbers, so that it is other traffic.
  @Test(
    arguments: TrafficProfile.formats.filter {
      ![.common, .fastify, .expressWinston].contains($0)
    })
  func everyFormatSaysTheSame(format: LogFormat) {
    let expected = SyntheticTrafficTests.records(.combined)
    let records = SyntheticTrafficTests.records(format)
    #expect(records.count == expected.count)
    for (record, other) in zip(records, expected) {
      #expect(record.second == other.second && record.status == other.status)
      #expect(record.responseBytes == other.responseBytes)
      #expect(record.clientHash == other.clientHash && record.methodKey == other.methodKey)
    }
    // Where targets are always absolute, the origin is no part of the section.
    let sections = zip(records, expected).count { $0.sectionHash != $1.sectionHash }
    #expect(sections <= (["alb", "elb", "varnish", "gcp", "azure"].contains(format.name) ? 20 : 0))
  }

  /// Of Fastify's two lines a request the first is no hit; see the replays of what is generated.
  @Test(arguments: TrafficProfile.formats.filter { $0 != .fastify })
  func everyLineThatIsNotMalformedIsAHitOrAComment(format: LogFormat) {
    var asked = profile(lines: 2_000)
    asked.format = format
    asked.oddityShare = 0.1
    let sample = Sample(asked)
    for (kind, line) in zip(sample.kinds, sample.lines)
    where kind == .malformed || kind == .empty || line.contains(UInt8(ascii: "\r")) {
      Issue.record("\(printableText(line))")
      return
    }
    let comments = sample.kinds.count { $0 == .comment }
    #expect((25...75).contains(comments))
    #expect(sample.hits.count == 2_000 - comments)
  }

  @Test(arguments: [(LogFormat.combined, true), (.common, false)])
  func onlyCommonLeavesOutReferrerAndUserAgent(format: LogFormat, hasFields: Bool) {
    var asked = profile(lines: 2_000)
    asked.format = format
    let hits = Sample(asked).hits
    #expect(hits.count > 1_900)
    for (hit, line) in hits {
      let fields = unsafe CombinedFields(rest: hit.rest, in: line.span.bytes)
      #expect((fields != nil) == hasFields)
      #expect(hit.rest.isEmpty != hasFields)
    }
  }

  @Test(arguments: [0.0, 0.01, 0.3, 1.0])
  func malformedLinesHaveTheirShare(share: Double) {
    var asked = profile(lines: 4_000)
    asked.malformedShare = share
    let malformed = Sample(asked).kinds.count { $0 == .malformed }
    // Five deviations of that many independent lines.
    let deviation = (4_000 * share * (1 - share)).squareRoot()
    #expect(abs(Double(malformed) - 4_000 * share) <= 5 * deviation)
  }

  @Test(arguments: [0.0, 0.1, 1.0])
  func odditiesHaveTheirShare(share: Double) {
    var asked = profile(lines: 4_000)
    asked.oddityShare = share
    let sample = Sample(asked)
    let quarter = 4_000 * share / 4
    let tolerance = 5 * quarter.squareRoot()
    func isNearAQuarter(_ count: Int) -> Bool { abs(Double(count) - quarter) <= tolerance }
    #expect(isNearAQuarter(sample.kinds.count { $0 == .comment }))
    #expect(isNearAQuarter(sample.hits.count { $0.hit.status == 600 }))
    #expect(isNearAQuarter(sample.hits.count { $0.hit.request == nil }))
    #expect(
      isNearAQuarter(
        sample.sectionHits.filter { $0.name.hasPrefix("http://my.site.com/") }
          .reduce(0) { $0 + $1.hits }))
  }
}
