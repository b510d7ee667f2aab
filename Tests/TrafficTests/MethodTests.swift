import AccessLog
import Testing
import Traffic

@Suite struct MethodTests {
  private func methods(_ names: [String]) -> [String: Int] {
    counts(ScannedHits(names.map { ScannedHits.line(method: $0) }).tally)
  }

  private func counts(_ tally: Tally) -> [String: Int] {
    Dictionary(
      uniqueKeysWithValues: tally.statistics(top: 0).methods.map {
        (String(decoding: $0.name, as: UTF8.self), $0.hits)
      })
  }

  @Test func methodsThatBeginAlikeAreApart() {
    // Names of up to seven bytes are told apart by their bytes, longer ones by a hash.
    let names = ["A", "AAAAAA", "AAAAAAA", "AAAAAAAA", "AAAAAAAAA", "AAAAAAAB", "get", "GET"]
    #expect(methods(names + names) == Dictionary(uniqueKeysWithValues: names.map { ($0, 2) }))
  }

  @Test func aHitWithoutARequestHasTheMethodDash() {
    let line = "10.0.0.1 - - [08/Jul/2020:08:10:30 +0000] \"\\x16\\x03\" 400 0"
    let tally = ScannedHits([line, ScannedHits.line(method: "-"), ScannedHits.line()]).tally
    #expect(counts(tally) == ["-": 2, "GET": 1])
  }

  @Test func methodsThatAreNewAfterThe256thAreCountedAsOthers() {
    let names = (0..<300).map { "M\($0)" }
    let counts = methods(names + ["M0", "M255", "M256", "M299"])
    #expect(counts.count == 257)
    #expect(counts["M0"] == 2)
    #expect(counts["M255"] == 2)
    #expect(counts["M256"] == nil)
    #expect(counts["(other)"] == 46)
  }

  @Test func namesOfMethodsAreBounded() {
    let names = (0..<20).map { "M\($0)" + String(repeating: "X", count: 1_600) }
    let counts = methods(names + names + ["GET"])
    #expect(counts.keys.reduce(0) { $0 + $1.utf8.count } <= 16_384 + 7)
    #expect(counts.values.reduce(0, +) == 41)
    #expect(counts[names[0]] == 2)
    // Once something is among the others, whatever is new is: so that the order decides.
    #expect(counts["GET"] == nil)
  }

  @Test func mergedTablesLoseNoHit() {
    func tally(_ numbers: Range<Int>) -> Tally {
      ScannedHits(numbers.map { ScannedHits.line(method: "M\($0)") }).tally
    }
    var merged = tally(0..<200)
    merged.merge(tally(100..<400))
    merged.merge(tally(0..<300))
    #expect(merged.statistics(top: 0).methods.reduce(0) { $0 + $1.hits } == 800)
    #expect(counts(merged)["M0"] == 2)
  }
}
