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

  @Test(arguments: TrafficProfile.formats)
  func everyLineThatIsNotMalformedIsAHitOrAComment(format: LogFormat) {
    var asked = profile(lines: 4_000)
    asked.format = format
    asked.oddityShare = 0.1
    let sample = Sample(asked)
    for (kind, line) in zip(sample.kinds, sample.lines)
    where kind == .malformed || kind == .empty || line.contains(UInt8(ascii: "\r")) {
      Issue.record("\(printableText(line))")
      return
    }
    let comments = sample.kinds.count { $0 == .comment }
    #expect((60...140).contains(comments))
    #expect(sample.hits.count == 4_000 - comments)
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
