import AccessLog
import Canvas
import Testing
import Traffic

@testable import Dashboard

/// The page of malformed lines.
struct MalformedOverlayTests {
  private static func screen(
    _ lines: [String], others: Int = 0, size: Size = Size(columns: 110, rows: 40)
  ) -> String {
    var model = Scenario.normal().model
    for line in lines {
      let bytes = Array(line.utf8)
      unsafe model.snapshot.faults.add(
        bytes.span.bytes, 0..<bytes.count, readWith: SourceMemory(.named(.common)))
    }
    model.snapshot.faults.addOthers(others)
    let view = ViewState(size: size).pressing("m", in: model)
    return DashboardScreen.draw(model, view).text
  }

  @Test func reasonsStandWithTheirExampleAndPlace() throws {
    let front = "10.0.0.1 - - [08/Jul/2020:08:10:30 +0000] \"GET / HTTP/1.1\" "
    let screen = Self.screen([front + "20 1", front + "x 1", "not \u{1B}[31ma line"], others: 7)
    #expect(screen.contains("Why lines are malformed"))
    #expect(screen.contains("2 lines: at column \(front.utf8.count + 1), "))
    #expect(screen.contains("1 line: at column "))
    #expect(screen.contains("and 7 more that were not looked at"))
    let rows = screen.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    let row = try #require(rows.firstIndex { String($0).contains(front + "x 1") })
    let mark = try #require(rows[row + 1].firstIndex(of: "^"))
    #expect(rows[row][mark] == "x")
  }

  @Test func whatDoesNotFitIsSaid() throws {
    let front = "10.0.0.1 - - [08/Jul/2020:08:10:30 +0000] "
    let lines = [
      "x", "\"GET", front, front + "\"GET / HTTP/1.1\" x", front + "\"GET / HTTP/1.1\" 200 x",
    ]
    for size in [Size(columns: 80, rows: 24), Size(columns: 40, rows: 12)] {
      let screen = Self.screen(lines, others: 2_123, size: size)
      let rows = screen.split(separator: "\n")
      #expect(rows.contains { $0.contains(" more rows do not fit") }, "\(screen)")
      #expect(
        rows.filter { $0.contains("┃") || $0.contains("│") }.allSatisfy { $0.count <= size.columns }
      )
    }
    #expect(!Self.screen(lines).contains("do not fit"))
  }

  @Test func placeFarBehindIsOnTheScreen() throws {
    let long =
      "10.0.0.1 - - [08/Jul/2020:08:10:30 +0000] \"GET /\(String(repeating: "a", count: 90)) HTTP/1.1\" 2"
    let rows = Self.screen([long + "z 1"]).split(separator: "\n").map(Array.init)
    let mark = try #require(rows.compactMap { $0.firstIndex(of: "^") }.first)
    let row = try #require(rows.firstIndex { $0.contains("^") })
    #expect(rows[row - 1][mark] == "2" && rows[row - 1][mark + 1] == "z")
  }
}
