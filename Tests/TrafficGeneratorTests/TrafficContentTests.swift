import AccessLog
import Testing
import TrafficGenerator

/// What the requests are.
struct TrafficContentTests {
  // A share of 1/rank: the first is hit twice as often as the second, and four times as the fourth.
  @Test
  func sectionsAreUnevenAsTheWebIs() {
    var asked = profile(lines: 10_000)
    asked.oddityShare = 0
    let sections = Sample(asked).sectionHits
    #expect(sections.count == 40)
    #expect(sections[0].name == "/api")
    #expect((0.15...0.22).contains(Double(sections[0].hits) / 10_000))
    #expect((1.5...2).contains(Double(sections[0].hits) / Double(sections[1].hits)))
    #expect((2.6...3.5).contains(Double(sections[0].hits) / Double(sections[3].hits)))
    #expect(sections[39].hits > 25)
  }

  @Test
  func withoutSkewSectionsAreAlike() {
    var asked = profile(lines: 10_000)
    asked.oddityShare = 0
    asked.skew = 0
    let sections = Sample(asked).sectionHits
    #expect(sections.count == 40)
    #expect(sections.allSatisfy { (180...320).contains($0.hits) })
  }

  @Test
  func sectionsAndClientsAreAsManyAsAskedFor() {
    var asked = profile(lines: 3_000)
    asked.oddityShare = 0
    asked.sections = 3
    asked.clients = 5
    #expect(Sample(asked).sectionHits.map(\.name) == ["/api", "/", "/static"])
    #expect(Sample(asked).clients.count == 5)
    asked.skew = 0
    asked.sections = 1_000_000_000
    asked.clients = 1 << 24
    let sample = Sample(asked)
    #expect(sample.sectionHits.count > 2_990)
    #expect(sample.clients.count > 2_990)
  }

  @Test
  func clientsAreOfBothKindsAndNoTwoAreAlike() {
    var asked = profile(lines: 12_000)
    asked.oddityShare = 0
    asked.skew = 0
    asked.clients = 700
    let clients = Sample(asked).clients
    #expect(clients.count == 700)
    #expect(clients.count { $0.hasPrefix("2001:db8:") } == 100)
    #expect(clients.count { $0.hasPrefix("10.") } == 600)
  }

  @Test
  func sectionsCanBeLong() {
    var asked = profile(lines: 50)
    asked.oddityShare = 0
    asked.sectionLength = 60_000
    for section in Sample(asked).sectionHits { #expect(section.name.utf8.count == 60_000) }
  }

  @Test
  func requestsDifferInEveryWay() {
    let hits = Sample(profile(lines: 10_000)).hits
    func count(where holds: (Hit, [UInt8]) -> Bool) -> Int { hits.count { holds($0.hit, $0.line) } }
    func distinct(_ field: (Hit) -> Range<Int>?) -> Set<String> {
      Set(
        hits.compactMap { hit, line in field(hit).map { String(decoding: line[$0], as: UTF8.self) }
        })
    }
    #expect(
      distinct { $0.request?.method }
        == ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
    #expect(distinct { $0.request?.httpVersion } == ["HTTP/1.0", "HTTP/1.1", "HTTP/2.0"])
    #expect(distinct(\.user).isSuperset(of: ["-", "frank", "ops team"]))
    #expect(distinct { $0.request?.target }.count > 2_500)
    let statuses = Set(hits.map(\.hit.status))
    #expect(statuses.isSuperset(of: [200, 201, 204, 301, 302, 304, 401, 404, 500, 503]))
    #expect((7_000...9_000).contains(count { hit, _ in hit.status == 200 }))
    #expect((150...600).contains(count { hit, _ in hit.isError }))
    // Depths: "/" alone and five slashes in one target.
    let slashes = hits.map { hit, line in
      line[hit.request?.target ?? 0..<0].count { $0 == UInt8(ascii: "/") }
    }
    #expect(slashes.max() ?? 0 >= 5)
  }

  // Log-normal: the mean lies far above the median, and the greatest far above the mean.
  @Test
  func sizesAreSkewed() {
    let sizes = Sample(profile(lines: 10_000)).hits.map(\.hit.responseBytes).sorted()
    let median = sizes[sizes.count / 2]
    let mean = sizes.reduce(0, +) / sizes.count
    #expect((1_000...20_000).contains(median))
    #expect(mean > 2 * median)
    #expect(sizes[sizes.count - 1] > 20 * mean)
    #expect(sizes[0] == 0)
  }

  @Test
  func surgeTurnsSomeRequestsAway() {
    var asked = profile(lines: 5_000)
    let before = Sample(asked).hits.count { $0.hit.status == 503 }
    asked.surges = [Surge(start: .zero, length: .seconds(1_000), factor: 5)]
    let during = Sample(asked).hits.count { $0.hit.status == 503 }
    #expect(before < 30)
    #expect(during > 100)
  }
}
