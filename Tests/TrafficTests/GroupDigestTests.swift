import AccessLog
import Query
import TestSupport
import Testing

@testable import Traffic

@Suite struct GroupDigestTests {
  /// Many groups have as many hits as the last that is kept.
  ///
  /// Where a client is no address, networks are counted.
  @Test(arguments: [100, 511, 512, 513, 900], [1, 3, 200])
  func itHasTheGreatestGroupsAndOfEqualOnesTheFirstByName(groups: Int, mostHits: Int) {
    var random = SeededRandom(seed: UInt64(groups + mostHits))
    let counting = Counting(dimensions: [.path, .network])
    let lines = (0..<groups).flatMap { group in
      var client = "10.\(group % 7).\(group / 4).\(group % 5)"
      if group % 9 == 0 { client = "2001:db8:\(group % 11)::\(group)" }
      if groups % 2 == 1, group == 1 { client = "client.example.net" }
      let line =
        "\(client) - - [08/Jul/2020:08:10:30 +0000] "
        + "\"GET /section/of/\(group * 7919 % 10_007) HTTP/1.1\" 404 \(group)\n"
      return Array(repeating: line, count: 1 + random.below(mostHits))
    }
    let scanner = LineScanner(format: .common, nameKey: 7)
    let chunk = ChunkTallier.tally(
      Array(lines.joined().utf8), timing: Timing(), scanner: scanner, counting: counting)
    var tally = Tally(hashedWith: scanner)
    var merger = RunMerger(scanner: scanner, counting: counting)
    for run in chunk.runs.indices { merger.merge(run, of: chunk, into: &tally) }
    let digest = tally.digest(by: counting)
    #expect(digest.sums.hits == lines.count)
    for (dimension, names) in zip(counting.groups, tally.groups) {
      var hits: [[UInt8]: HitSums] = [:]
      digest.forEachGroup(of: dimension) { bytes, name, sums in
        hits[name.map { bytes[$0] }] = sums
      }
      let expected = names.top(GroupDigest.groupCount)
      #expect(hits.count == expected.count && !hits.isEmpty)
      #expect(
        expected.allSatisfy {
          hits[$0.name] == HitSums(hits: $0.hits, bytes: $0.bytes, errors: $0.errors)
        })
    }
  }

  /// A report lists networks of the hits that it reports, also where the digest counts others.
  @Test(arguments: [Origin.live, .context])
  func aReportIsTheSameWithAndWithoutADigest(first origin: Origin) {
    let scanner = LineScanner(format: .common, nameKey: 7)
    let counting = Counting(dimensions: [.network, .client])
    func statistics(withDigests: Bool) -> Statistics? {
      var ledger = Ledger(
        timing: Timing(), longestWindow: 120, reportsSilence: false, scanner: scanner,
        counting: counting)
      if withDigests { ledger.beginDigests(forWindow: 120) }
      func add(_ clients: ClosedRange<Int>, at second: Int, as origin: Origin) {
        let lines = clients.map { LogFixture.line(second, client: "10.0.\($0 % 9).\($0)") }
        let chunk = ChunkTallier.tally(
          LogFixture.bytes(lines), timing: Timing(), scanner: scanner, counting: counting)
        for step in 0..<chunk.stepCount {
          ledger.beginStep(step, of: chunk)
          ledger.addStep(step, of: chunk, as: origin)
        }
      }
      add(1...40, at: 1_594_195_830, as: origin)
      add(30...70, at: 1_594_195_831, as: .live)
      ledger.advance(to: Instant(1_594_195_860))
      while let closed = ledger.closeNext() {
        guard let interval = closed.ended.first else { continue }
        return ledger.report(ledger.keepDigest(of: interval), top: 100).statistics
      }
      return nil
    }
    let expected = statistics(withDigests: false)
    #expect(expected?.groups.map(\.counts.count).contains(0) == false)
    #expect(expected?.hits == (origin == .live ? 81 : 41))
    #expect(statistics(withDigests: true) == expected)
  }
}
