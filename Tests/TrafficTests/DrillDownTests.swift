import AccessLog
import Testing

@testable import Traffic

@Suite struct DrillDownTests {
  private func line(_ target: String, client: String = "10.0.0.1", status: Int = 200) -> String {
    "\(client) - - [08/Jul/2020:10:10:30 +0000] \"GET \(target) HTTP/1.1\" \(status) 100\n"
  }

  private func drillDown(_ section: String, _ lines: [String]) -> DrillDownReport? {
    var drillDown = DrillDown(name: Array(section.utf8), format: .auto, key: 1)
    drillDown.add(Array(lines.joined().utf8))
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
    #expect(detail?.statistics.sections.map(\.name) == [Array(path.utf8)])
  }

  @Test func listsTheBusiestClientsFirst() {
    let lines =
      Array(repeating: line("/a", client: "::1"), count: 3)
      + Array(repeating: line("/a/b", client: "10.9.9.9"), count: 5) + [
        line("/b", client: "10.1.1.1")
      ]
    let detail = drillDown("/a", lines)
    #expect(
      detail?.clients == [
        ClientCount(name: Array("10.9.9.9".utf8), hits: 5),
        ClientCount(name: Array("::1".utf8), hits: 3),
      ])
    #expect(detail?.statistics.clients == 2)
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
    for line in many { recent.append(Array(line.utf8)) }
    var drillDown = DrillDown(name: Array("/a".utf8), format: .auto, key: 1)
    recent.show(to: &drillDown)
    let detail = drillDown.detail(top: 10)
    let bytes = (detail?.statistics.hits ?? 0) * many[0].utf8.count
    #expect(bytes >= RecentLines.maximumBytes - many[0].utf8.count)
    #expect(bytes <= RecentLines.maximumBytes + (1 << 17))
    // The oldest have gone, the newest are there.
    #expect(detail?.clients.first?.name == Array("10.0.0.1".utf8))
    #expect(detail?.clients.first?.hits == 1_000)
  }
}
