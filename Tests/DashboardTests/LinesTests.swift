import AccessLog
import Canvas
import Query
import TestSupport
import Testing
import Traffic

@testable import Dashboard

/// The lines that are looked at, and what can be copied.
struct LinesTests {
  private let size = Size(columns: 120, rows: 40)
  private let model = Scenario.normal().model

  @Test func theLinesAreThoseOfFilterGroupAndSpan() throws {
    var view = ViewState(size: size)
    #expect(view.handle(.key(.character("l")), in: model) == [.showLines(LineChoice())])
    #expect(view.handle(.key(.escape), in: model) == [.showLines(nil)])
    // A group that was chosen in the list.
    view = view.pressing("j", in: model)
    let group = try #require(GroupList(Scene(model, view)).selected)
    let part = Filter(.section, is: group.name)
    #expect(view.handle(.key(.character("l")), in: model) == [.showLines(LineChoice(filter: part))])
    view = view.pressing("l", in: model)
    // The filter as well, and the interval of the past.
    view = ViewState(size: size).pressing("fstatus=404", in: model).pressing([.enter], in: model)
    var filtered = model
    filtered.filtered = Scenario.filtered(model, view)
    view = view.pressing([.left], in: filtered)
    let start = try #require(view.pastInterval).seconds
    #expect(
      view.handle(.key(.character("l")), in: filtered) == [
        .showLines(LineChoice(filter: try Filter("status=404"), span: start..<start + 10))
      ])
  }

  @Test func spaceStopsTheLinesAndEnterOpensOne() {
    var model = model
    var view = ViewState(size: size).pressing("l", in: model)
    #expect(DashboardScreen.draw(model, view).text.contains("Reading"))
    model.lines = Scenario.lines(20)
    #expect(DashboardScreen.draw(model, view).text.contains("/line/19"))
    view = view.pressing(" ", in: model)
    model.lines = Scenario.lines(40)
    var text = DashboardScreen.draw(model, view).text
    #expect(text.contains("STOPPED") && text.contains("/line/19") && !text.contains("/line/20"))
    view = view.pressing(" ", in: model)
    #expect(DashboardScreen.draw(model, view).text.contains("/line/39"))
    // The selection stays with its line.
    view = view.pressing([.up, .up], in: model)
    model.lines = Scenario.lines(60)
    view = view.pressing([.enter], in: model)
    text = DashboardScreen.draw(model, view).text
    #expect(text.contains("GET /line/37?x=1 HTTP/1.1"))
    for field in ["time", "client", "network", "target", "status", "bytes", "agent-raw"] {
      #expect(text.contains(" \(field)  "), "\(field)")
    }
    #expect(text.contains("2020-07-08T"))
    view = view.pressing([.escape], in: model)
    #expect(view.lines?.isOpen == false)
    view = view.pressing("q", in: model)
    #expect(view.lines == nil)
  }

  @Test func linesAreColouredByWhatTheySay() throws {
    var model = model
    model.lines = Scenario.lines(4)
    let view = ViewState(size: size).pressing("l", in: model)
    let grid = DashboardScreen.draw(model, view)
    let roles = Golden.roles(of: grid)
    // 200, 404 and 500 in turn.
    for role in [Role.successful, .clientError, .accent, .strong, .muted] {
      let letter = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")[Int(role.rawValue)]
      #expect(roles.contains(letter), "\(role)")
    }
  }

  @Test(arguments: [
    (
      "203.0.113.0/24",
      ["deny 203.0.113.0/24;", "nft add rule inet filter input ip saddr 203.0.113.0/24 drop"]
    ),
    (
      "203.0.113.7/32",
      ["deny 203.0.113.7;", "nft add rule inet filter input ip saddr 203.0.113.7 drop"]
    ),
    (
      "2001:db8::/48",
      ["deny 2001:db8::/48;", "nft add rule inet filter input ip6 saddr 2001:db8::/48 drop"]
    ),
    ("host.example", []), ("203.0.113.0/24; allow all", []), ("203.0.113.1,10.0.0.1", []),
    ("$(reboot)", []),
  ])
  func onlyAddressesCanBeDenied(name: String, rules: [String]) {
    var model = model
    let last = model.snapshot.history.count - 1
    model.snapshot.history[last].statistics.groups[0] = Groups(
      dimension: .network,
      counts: [GroupCount(name: Array(name.utf8), hits: 100, bytes: 0, errors: 0)])
    let view = ViewState(size: size).pressing([.character("d"), .down, .enter], in: model)
    let choices = CopyChoice.all(Scene(model, view))
    #expect(choices.map(\.text).filter { $0.contains("deny") || $0.contains("nft") } == rules)
  }

  @Test func whatIsCopiedIsSaid() throws {
    var view = ViewState(size: size).pressing([.character("d"), .down, .enter], in: model)
    view = view.pressing("y", in: model)
    guard case .copy(let choices, 0)? = view.overlay else {
      Issue.record("nothing to copy")
      return
    }
    #expect(choices[0].text == "203.0.113.0/24")
    #expect(DashboardScreen.draw(model, view).text.contains("deny 203.0.113.0/24;"))
    view = view.pressing([.down], in: model)
    #expect(view.handle(.key(.enter), in: model) == [.copy("deny 203.0.113.0/24;")])
    #expect(
      DashboardScreen.draw(model, view).text.contains(
        "Sent a deny rule for nginx to the terminal's clipboard: deny 203.0.113.0/24;"))
    #expect(view.overlay == nil)
  }

  @Test(arguments: [
    ("status=404", "hightide --where status=404 /var/log/nginx/access.log"),
    ("path=\"/it's\"", "hightide --where 'path=\"/it'\\''s\"' /var/log/nginx/access.log"),
  ])
  func theCommandLineIsOneWordEach(filter: String, line: String) throws {
    let view = ViewState(size: size).pressing("f" + filter, in: model).pressing([.enter], in: model)
    #expect(CopyChoice.all(Scene(model, view)).last?.text == line)
  }

  @Test func hostileLinesAreData() {
    var random = SeededRandom(seed: 12)
    for _ in 0..<100 {
      var model = model
      let target = (0..<random.number(1...200)).map { _ in UInt8(random.below(256)) }
      let line =
        Array("10.0.0.1 - - [08/Jul/2020:10:10:30 +0000] \"GET /".utf8) + target
        + Array("\" 200 1".utf8)
      model.lines = LineView(
        choice: LineChoice(),
        entries: [
          LineTail.Entry(
            number: 0, second: 1_594_203_030, line: line, memory: SourceMemory(.named(.common)))
        ], count: 1)
      for keys in ["l", "l\r", "ly", "ly\r"] {
        var view = ViewState(size: size)
        for key in keys {
          view = view.pressing([key == "\r" ? .enter : .character(key)], in: model)
        }
        let text = DashboardScreen.draw(model, view).text
        #expect(
          text.unicodeScalars.allSatisfy {
            $0 == "\n" || (0x20..<0x7F).contains($0.value) || (0x2010...0x25FF).contains($0.value)
              || $0 == "\u{B7}"
          }, "\(line)")
        // What is copied could be pasted into a shell.
        var copying = ViewState(size: size).pressing("ly", in: model)
        for case .copy(let copied) in copying.handle(.key(.enter), in: model) {
          #expect(copied.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
        }
      }
    }
  }
}
