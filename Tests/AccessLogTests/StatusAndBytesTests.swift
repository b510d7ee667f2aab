import AccessLog
import Testing

struct StatusAndBytesTests {
  @Test(arguments: [000, 100, 200, 204, 301, 399, 400, 404, 499, 500, 599, 600, 999])
  func statusIsAnyThreeDigits(status: Int) {
    let digits = String(String(1_000 + status).dropFirst())
    #expect(ParsedLine(line(ending: " \(digits) 5"))?.status == status)
    #expect(ParsedLine(line(ending: "\t\(digits)  -"))?.status == status)
  }

  @Test(arguments: [
    "", " ", " 20", " 2000 5", " 2x0 5", " -00 5", " - 5", " 20 5", "200 5",
    " +20 5",
    " \u{661}\u{662}\u{663} 5", " 20", " 200\"", " \"200\" 5", " 200, 5",
  ])
  func lineWithoutAStatusIsMalformed(ending: String) {
    #expect(parse(line(ending: ending)) == .malformed)
  }

  @Test(arguments: [
    (399, false), (400, true), (404, true), (599, true), (600, false), (0, false),
  ])
  func errorsAreTheStatusesFrom400To599(status: Int, isError: Bool) {
    let digits = String(String(1_000 + status).dropFirst())
    guard case .hit(let hit) = parse(line(ending: " \(digits) 5")) else {
      Issue.record("no hit")
      return
    }
    #expect(hit.isError == isError)
  }

  @Test(arguments: [
    (" 200 0", 0, ""), (" 200 1375", 1375, ""), (" 200 -", 0, ""), (" 200 - ", 0, ""),
    (" 200 007", 7, ""), (" 200 - x", 0, "x"), (" 200 12 \"-\"", 12, "\"-\""),
    ("  200 5", 5, ""), (" 200\t5", 5, ""), ("\t200\t\t5\tx", 5, "x"), (" 200  12", 12, ""),
    (" 200     1024  \"-\"  \"x\"", 1024, "\"-\"  \"x\""), (" 200 12345678 x", 12_345_678, "x"),
    // The milliseconds of reactor-netty, or what else a server puts there.
    (" 200 8 14", 8, "14"), (" 204 - 9", 0, "9"), (" 200 12 1,024", 12, "1,024"),
    (" 200 9223372036854775807", .max, ""),
    (" 200 9223372036854775806", .max - 1, ""),
    (" 200 9223372036854775808", .max, ""),
    (" 200 18446744073709551616", .max, ""),
    (" 200 99999999999999999999999999999999999999 x", .max, "x"),
  ])
  func bytesAreANumberOrADashAndNeverOverflow(ending: String, bytes: Int, rest: String) {
    let parsed = ParsedLine(line(ending: ending))
    #expect(parsed?.responseBytes == bytes)
    #expect(parsed?.rest == rest)
  }

  @Test(arguments: [
    "", " ", "\t", " 1,024", " \"17\"", " 0.050", " 1.5", " -5", " --", " -x", " +5", " 12x",
    " 12x 7",
    " 0x10", " 5,", " x", " \"-\" \"curl\"", " 99999999999999999999999999999999999999x y",
    " \u{661}\u{662}",
  ])
  func lineWhoseBytesAreNeitherANumberNorADashIsMalformed(ending: String) {
    var parser = LineParser()
    // The second line has the time of the one before.
    for _ in 0..<2 { #expect(parser.parse(line(ending: " 200" + ending)) == .malformed) }
  }
}
