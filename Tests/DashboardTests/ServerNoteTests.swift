import Canvas
import Query
import TestSupport
import Testing
import Traffic

@testable import Dashboard

/// What the list of servers says of them beside their traffic.
struct ServerNoteTests {
  private static func name(_ text: String) -> [UInt8] { Array(text.utf8) }

  /// The screen of a fleet, and of a moment before.
  private static func screen(_ notes: [ServerNote], width: Int = 120) -> String {
    var scenario = Scenario.normal()
    let groups = Groups(
      dimension: .server,
      counts: [
        GroupCount(name: name("web1"), hits: 60, bytes: 6_000, errors: 0),
        GroupCount(name: name("web2"), hits: 40, bytes: 4_000, errors: 1),
      ])
    for index in scenario.model.snapshot.history.indices {
      scenario.model.snapshot.history[index].statistics.groups = [groups]
    }
    for index in scenario.model.snapshot.openIntervals.indices {
      scenario.model.snapshot.openIntervals[index].statistics.groups = [groups]
    }
    scenario.model.snapshot.currentInterval?.statistics.groups = [groups]
    scenario.model.servers = notes
    var view = ViewState(size: Size(columns: width, rows: 40))
    view.list(by: .server)
    return DashboardScreen.draw(scenario.model, view).text
  }

  @Test func aServerThatIsGoneStaysInTheList() {
    let text = Self.screen([
      ServerNote(server: Self.name("web1")), ServerNote(server: Self.name("web3"), isGone: true),
    ])
    #expect(text.contains("web2 ") && text.contains("web3 gone"))
    #expect(!Self.screen([]).contains("web3"))
  }

  @Test(arguments: [(4, "web2 clock +4 s"), (-125, "web2 clock -125 s")])
  func aClockThatIsOffStandsBesideTheName(ahead: Int, expected: String) {
    let text = Self.screen([ServerNote(server: Self.name("web2"), secondsAhead: ahead)])
    #expect(text.contains(expected))
    #expect(text.contains("web1 ") && !text.contains("web1 clock"))
  }
}
