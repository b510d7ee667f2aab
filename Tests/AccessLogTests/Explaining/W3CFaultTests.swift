import AccessLog
import Testing

/// Where lines behind directives fail.
struct W3CFaultTests {
  private static let fields = "#Fields: date time c-ip cs-method cs-uri-stem sc-status sc-bytes"
  private static let hit = "2020-07-08 08:10:30 192.0.2.1 GET /a 200 7"

  @Test(arguments: [
    ("2020-07-38 08:10:30 192.0.2.1 GET /a 200 7", 1, "(date)"),
    ("2020-07-08 28:10:30 192.0.2.1 GET /a 200 7", 12, "(time)"),
    ("2020-07-08 08:10:30 192.0.2.1 GET /a 2x0 7", 38, "(sc-status)"),
    ("2020-07-08 08:10:30 192.0.2.1 GET /a 200 x", 42, "(sc-bytes)"),
    ("2020-07-08 08:10:30 192.0.2.1 GET /a 200", 41, "one more of the 7 columns"),
    ("2020-07-08 08:10:30 192.0.2.1 GET /a 200 7 x", 44, "behind the 7 columns"),
    ("2020-07-08\t08:10:30  192.0.2.1 GET /a 2 7", 39, "(sc-status)"),
  ])
  func theColumnThatFailsIsSaid(line: String, column: Int, expected: String) throws {
    let log = [Self.fields, Self.hit, line, line].map { $0 + "\n" }.joined()
    let file = FileExplanation(Array(log.utf8), .auto)
    let fault = try #require(file.faults.first)
    #expect(file.faults.count == 1 && fault.lines == 2 && fault.number == 3)
    #expect(fault.place + 1 == column)
    #expect(fault.expected.contains(expected), "\(fault.expected)")
  }

  @Test func eachLineIsHeldAgainstTheDirectivesBeforeIt() {
    let log = """
      2020-07-08 08:10:30 192.0.2.1 GET /a 200 7
      \(Self.fields)
      \(Self.hit)
      \(Self.hit) 9
      #Fields: date time c-ip sc-status
      2020-07-08 08:10:30 192.0.2.1
      2020-07-08 08:10:30 192.0.2.1 200

      """
    let file = FileExplanation(Array(log.utf8), .named(.w3c))
    #expect(file.hits == 2)
    #expect(
      file.faults.map { "\($0.number) \($0.expected)" } == [
        "1 a #Fields: directive before the lines",
        "4 the end of the line behind the 7 columns of #Fields:",
        "6 one more of the 4 columns of #Fields:",
      ])
  }
}
