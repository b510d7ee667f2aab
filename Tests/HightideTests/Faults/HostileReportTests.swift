import Foundation
import TestSupport
import Testing

/// Lines of a log are written by anyone who can send a request; none of it comes out raw.
@Suite(.waiting) struct HostileReportTests {
  /// Bytes that a terminal obeys, hides or misplaces.
  static let attacks: [[UInt8]] = [
    Array("\u{1B}[2J\u{1B}]0;owned\u{7}".utf8),
    Array("\u{1B}]52;c;ZXZpbA==\u{7}\u{1B}]8;;http://evil\u{1B}\\x".utf8),
    Array("\u{9B}2J\u{9D}0;owned\u{9C}\u{85}".utf8), [0x9B, 0x32, 0x4A, 0x9C],
    [0x00, 0x01, 0x07, 0x08, 0x09, 0x0B, 0x0C, 0x0D, 0x0E, 0x1A, 0x7F],
    Array("\u{202E}gpj\u{2066}\u{2069}\u{200F}\u{061C}".utf8),
    Array("\u{200B}\u{200D}\u{FEFF}\u{2060}\u{E0001}\u{2028}\u{2029}".utf8),
    Array("e\u{301}\u{20DD}\u{65E5}\u{1F600}".utf8),
    // Unassigned, for private use, and no character at all.
    Array("\u{378}\u{E000}\u{10FFFF}".utf8),
    // Not UTF-8: cut short, too long, a surrogate, beyond the last.
    [0xC3, 0x28, 0xE2, 0x82], [0xC0, 0xAF, 0xED, 0xA0, 0x80, 0xF5, 0x80, 0x80, 0x80, 0xFF, 0xFE],
    Array(#"\x1b[2J \" \\ </script> ' $(reboot) %s %n"#.utf8),
  ]

  private static let time = "[08/Jul/2020:10:10:30 +0200]"

  /// Each attack in each place of a line.
  private static var log: [UInt8] {
    attacks.flatMap { attack -> [UInt8] in
      let places = [
        "@h@ - - \(time) \"GET /host HTTP/1.1\" 200 1", "h @ - \(time) \"GET /a HTTP/1.1\" 200 1",
        "h - @ \(time) \"GET /user HTTP/1.1\" 200 1", "h - - \(time) \"@ /method HTTP/1.1\" 200 1",
        "h - - \(time) \"GET /@/target HTTP/1.1\" 200 1", "h - - \(time) \"GET @ HTTP/1.1\" 404 1",
        "h - - \(time) \"GET http://@/x HTTP/1.1\" 200 1", "h - - \(time) \"GET / HTTP@\" 200 1",
        "h - - \(time) \"@\" 400 @", "h - - \(time) \"GET / HTTP/1.1\" 200 1 \"@\" \"@\"",
        "@", "#@", "h - - [@] \"GET / HTTP/1.1\" 200 1", "h - - \(time) \"GET / HTTP/1.1\" @ 1",
      ]
      return places.flatMap { place -> [UInt8] in
        Array(
          Array(place.utf8).split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
            .joined(separator: attack)) + [UInt8(ascii: "\n")]
      }
    }
  }

  private func output(_ arguments: String...) throws -> PipedProcess {
    let folder = ScratchFolder()
    try folder.append(HostileReportTests.log, to: "access.log")
    let program = try PipedProcess(
      ["--replay", "--top=1000", "--threshold=0"] + arguments + [folder("access.log")])
    #expect(program.waitForExit() == 0)
    #expect(program.errors.isEmpty && program.lines.count > 2)
    return program
  }

  @Test func textIsPrintableASCII() throws {
    let bytes = try output("--plain").output
    #expect(bytes.allSatisfy { $0 == UInt8(ascii: "\n") || (0x20..<0x7F).contains($0) })
  }

  @Test func objectsAreValidAndHoldNothingThatATerminalObeys() throws {
    let program = try output("--json")
    let text = String(decoding: program.output, as: UTF8.self)
    #expect(Array(text.utf8) == program.output)
    let raw = text.unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control: scalar != "\n"
      case .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: true
      default: false
      }
    }
    #expect(raw.isEmpty)
    for line in program.lines {
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    }
  }

  /// Escaped is not lost: a program finds what was logged, save for what is not UTF-8.
  @Test func objectsSayWhatWasLogged() throws {
    let summary = try #require(try output("--json").reports.last)
    let names = Set(summary.sections?.map(\.section) ?? [])
    for attack in HostileReportTests.attacks where !attack.contains(UInt8(ascii: "/")) {
      let name = "/" + String(decoding: attack, as: UTF8.self)
      #expect(names.contains(name), "\(name.debugDescription)")
    }
    let malformed = summary.malformed ?? 0
    #expect(malformed >= 3 * HostileReportTests.attacks.count)
    let lines = 14 * HostileReportTests.attacks.count
    #expect(summary.lines == lines)
    #expect((summary.hits ?? 0) + malformed + HostileReportTests.attacks.count == lines)
  }

  @Test(arguments: ["--json", "--plain"])
  func namesOfFilesAreDataToo(output: String) throws {
    let folder = ScratchFolder()
    let name = "a\u{1B}]0;owned\u{7}\u{202E}\u{9B}2J.log"
    try folder.write(LogLine.request(), to: name)
    let program = try PipedProcess([output, folder(name)])
    #expect(program.wait { !$0.lines.isEmpty })
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    let isSafe = program.output.allSatisfy { $0 == 10 || (0x20..<0x7F).contains($0) }
    #expect(isSafe)
    let missing = try PipedProcess(["--replay", output, folder("b" + name)])
    #expect(missing.waitForExit() == 1)
    #expect(missing.complaints.count == 1)
    #expect(missing.errors.allSatisfy { $0 == 10 || (0x20..<0x7F).contains($0) })
  }
}
