import AccessLog
import Query
import Testing

@testable import Traffic

@Suite struct DrillDownTests {
  private func line(_ target: String, client: String = "10.0.0.1", status: Int = 200) -> String {
    "\(client) - - [08/Jul/2020:10:10:30 +0000] \"GET \(target) HTTP/1.1\" \(status) 100\n"
  }

  /// Lines are parsed as they were scanned, also where the last of them says that others follow.
  @Test func linesBeforeADirectiveAreReadAsTheyWereWritten() {
    let log = """
      #Fields: date time c-ip sc-status cs-method cs-uri-stem
      2020-07-08 08:00:00 10.0.0.1 200 GET /a/b
      #Fields: sc-status time date c-ip cs-uri-stem cs-method
      404 08:00:01 2020-07-08 10.0.0.2 /a/c GET

      """
    var drillDown = DrillDown(GroupChoice(.section, Array("/a".utf8)), key: 1)
    drillDown.add(SourceLines(Array(log.utf8), memory: SourceMemory(.named(.w3c))))
    let detail = drillDown.detail(top: 10)
    #expect(detail?.statistics.hits == 2)
    let clients = detail?.groups[1].counts.map { String(decoding: $0.name, as: UTF8.self) }
    #expect(clients == ["10.0.0.1", "10.0.0.2"])
  }

  private func drillDown(_ section: String, _ lines: [String]) -> DrillDownReport? {
    var drillDown = DrillDown(GroupChoice(.section, Array(section.utf8)), key: 1)
    drillDown.add(SourceLines(lines))
    return drillDown.detail(top: 10)
  }

  @Test func countsOnlyTheHitsOfItsSection() {
    let detail = drillDown(
      "/pages", [line("/pages/a"), line("/pages"), line("/page"), line("/pagesb"), line("/")])
    #expect(detail?.statistics.hits == 2)
    #expect(detail?.statistics.bytes == 200)
    #expect(detail?.since == Instant(1_594_203_030))
  }

  @Test(arguments: [
    ("/pages/create?x=/y", "/pages/create"), ("/pages/create/7/edit", "/pages/create"),
    ("/pages/", "/pages/"), ("/pages", "/pages"), ("/pages?a=/b", "/pages"),
    ("/pages/#f", "/pages/"),
  ])
  func pathsGoOneLevelDown(target: String, path: String) {
    let detail = drillDown("/pages", [line(target)])
    #expect(detail?.groups.first?.dimension == .subsection)
    #expect(detail?.groups.first?.counts.map(\.name) == [Array(path.utf8)])
  }

  @Test func listsTheBusiestClientsFirst() {
    let lines =
      Array(repeating: line("/a", client: "::1"), count: 3)
      + Array(repeating: line("/a/b", client: "10.9.9.9"), count: 5) + [
        line("/b", client: "10.1.1.1")
      ]
    let detail = drillDown("/a", lines)
    #expect(
      detail?.groups[1]
        == Groups(
          dimension: .client,
          counts: [
            GroupCount(name: Array("10.9.9.9".utf8), hits: 5, bytes: 500, errors: 0),
            GroupCount(name: Array("::1".utf8), hits: 3, bytes: 300, errors: 0),
          ]))
    #expect(detail?.statistics.clients == 2)
  }

  /// A row is all that a dimension needs, also where its names stand nowhere in the line.
  @Test func groupsByAnyDimension() {
    let hundreds = Dimension(name: "hundreds", title: "Hundreds") { hit, _, _, name in
      name += Array("\(hit.status / 100)00".utf8)
      return .made
    }
    var drillDown = DrillDown(GroupChoice(.section, Array("/a".utf8)), by: [hundreds], key: 1)
    let lines = [200, 204, 404, 200].map { line("/a", status: $0) } + [line("/b", status: 500)]
    drillDown.add(SourceLines(lines))
    let groups = drillDown.detail(top: 10)?.groups
    #expect(groups?.map(\.dimension.title) == ["Hundreds"])
    #expect(
      groups?.first?.counts == [
        GroupCount(name: Array("200".utf8), hits: 3, bytes: 300, errors: 0),
        GroupCount(name: Array("400".utf8), hits: 1, bytes: 100, errors: 1),
      ])
  }

  /// A group of any dimension is opened as a section is; a client that is listed among networks is one
  /// client.
  @Test(arguments: [
    (Dimension.network, "10.0.0.0/24", 3), (.network, "10.0.0.1/32", 2), (.client, "10.0.0.2", 1),
    (.network, "2001:db8::/48", 2), (.network, "2001:db8::1/128", 1), (.status, "404", 1),
    (.path, "/a", 4), (.method, "GET", 5), (.agent, "nobody", 0),
  ])
  func groupsOfEveryDimensionAreOpened(dimension: Dimension, name: String, hits: Int) {
    let lines = [
      line("/a", client: "10.0.0.1"), line("/a?x", client: "10.0.0.1", status: 404),
      line("/b", client: "10.0.0.2"), line("/a", client: "2001:db8::1"),
      line("/a", client: "2001:0db8::2"),
    ]
    for sections in [SectionRule.standard, SectionRule(components: 2)] {
      var drillDown = DrillDown(
        GroupChoice(dimension, Array(name.utf8)), key: 1, counting: Counting(sections: sections))
      drillDown.add(SourceLines(lines))
      #expect(drillDown.detail(top: 10)?.statistics.hits ?? 0 == hits)
    }
  }

  /// The clients of more hits than a table holds are still all the hits.
  @Test func theSumOfAFullTableIsTheHits() {
    let name = Array("/a".utf8)
    var drillDown = DrillDown(GroupChoice(.section, name), by: [.client], key: 1)
    let count = NameCounter.maximumCount + 3_000
    for start in stride(from: 0, to: count, by: 1_000) {
      let lines = (start..<min(count, start + 1_000)).map { line("/a", client: "c\($0)") }
      drillDown.add(SourceLines(lines))
    }
    let detail = drillDown.detail(top: .max)
    let counts = detail?.groups.first?.counts ?? []
    #expect(detail?.statistics.hits == count)
    #expect(counts.reduce(0) { $0 + $1.hits } == count)
    #expect(counts.contains { $0.name == NameCounter.otherName })
  }

  @Test func findsAnOriginWhoseSlashIsAdded() {
    let detail = drillDown("http://h/", [line("http://h"), line("http://h/"), line("http://h/x")])
    #expect(detail?.statistics.hits == 2)
  }

  @Test func findsHitsWithoutARequest() {
    let detail = drillDown(
      "-", ["10.0.0.1 - - [08/Jul/2020:10:10:30 +0000] \"\\x16\\x03\" 400 0\n", line("/")])
    #expect(detail?.statistics.hits == 1)
    #expect(detail?.statistics.errors == 1)
  }

  @Test func hasNothingToSayBeforeTheFirstHit() {
    #expect(drillDown("/none", [line("/"), "no log line\n"]) == nil)
  }

  @Test func newestLinesAnswerAQuestionAskedLater() {
    var recent = RecentLines()
    let agent = " \"-\" \"" + String(repeating: "a", count: 2_000) + "\"\n"
    let many = (0..<2_000).map {
      line("/a/\($0 % 3)", client: "10.0.0.\($0 / 1_000)").dropLast() + agent
    }
    for line in many { recent.append(SourceLines([line])) }
    var drillDown = DrillDown(GroupChoice(.section, Array("/a".utf8)), key: 1)
    recent.show(to: &drillDown)
    let detail = drillDown.detail(top: 10)
    let bytes = (detail?.statistics.hits ?? 0) * many[0].utf8.count
    #expect(bytes >= RecentLines.maximumBytes - many[0].utf8.count)
    #expect(bytes <= RecentLines.maximumBytes + (1 << 17))
    // The oldest have gone, the newest are there.
    let clients = detail?.groups[1].counts
    #expect(clients?.first?.name == Array("10.0.0.1".utf8))
    #expect(clients?.first?.hits == 1_000)
  }
}

extension SourceLines {
  /// Lines of Common Log Format, each with its newline.
  fileprivate init(_ lines: [some StringProtocol]) {
    self.init(Array(lines.joined().utf8), memory: SourceMemory(.named(.common)))
  }
}
