import AccessLog
import Testing
import Traffic

@Suite struct SectionNameTests {
  private func sections(_ targets: [String]) -> [String: Int] {
    let tally = ScannedHits(targets.map { ScannedHits.line(target: $0) }).tally
    return Dictionary(
      uniqueKeysWithValues: tally.statistics(top: .max).sections.map {
        (String(decoding: $0.name, as: UTF8.self), $0.hits)
      })
  }

  @Test(arguments: 1...20)
  func anOriginIsTheSameSectionWithAndWithoutItsSlash(length: Int) {
    // At each length, since the hash takes eight bytes at a time.
    let origin = "http://" + String(repeating: "h", count: length)
    for order in [[origin, origin + "/"], [origin + "/", origin]] {
      #expect(sections(order + [origin + "?x", origin + "/?y"]) == [origin + "/": 4])
    }
    #expect(sections([origin, origin + "/a/b"]) == [origin + "/": 1, origin + "/a": 1])
  }

  @Test func aTargetThatIsADashIsWhereHitsWithoutARequestAre() {
    let lines = [
      ScannedHits.line(target: "-"),
      "10.0.0.1 - - [08/Jul/2020:08:10:30 +0000] \"-\" 408 0",
      "10.0.0.1 - - [08/Jul/2020:08:10:30 +0000] \"\" 400 0",
      ScannedHits.line(target: "?x"),
    ]
    for order in [lines, lines.reversed()] {
      let sections = ScannedHits(order).tally.statistics(top: .max).sections
      #expect(sections.map(\.name) == [Section.unknown])
      #expect(sections.first?.hits == 4)
    }
  }

  @Test func aSectionCalledOtherIsNotTheRest() {
    #expect(sections(["(other)", "/a"]) == ["(other)": 1, "/a": 1])
  }

  @Test func namesThatBeginAlikeAreApart() {
    let names = (0..<40).map { "/" + String(repeating: "a", count: $0) }
    #expect(sections(names + names) == Dictionary(uniqueKeysWithValues: names.map { ($0, 2) }))
  }
}
