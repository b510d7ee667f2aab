import TestSupport
import Testing

/// Lines of a log are written by anyone who can send a request; none of it may reach the terminal.
@Suite(.waiting) struct DashboardHostileTests {
  /// What a line may hold, by its name; each is put into the target and, alone, into a line that
  /// is malformed.
  private static let attacks: [(name: String, bytes: [UInt8])] = [
    ("clearing the screen", Array("\u{1B}[2J\u{1B}[H".utf8)),
    ("the clipboard", Array("\u{1B}]52;c;ZXZpbA==\u{7}".utf8)),
    ("the title", Array("\u{1B}]0;owned\u{7}".utf8)),
    ("a link", Array("\u{1B}]8;;http://evil\u{1B}\\x\u{1B}]8;;\u{1B}\\".utf8)),
    ("a device's answer", Array("\u{1B}[6n\u{1B}P$q\"p\u{1B}\\".utf8)),
    ("C1 in UTF-8", Array("\u{9B}2J\u{9D}0;owned\u{9C}".utf8)),
    ("C1 as bytes", [0x9B, 0x32, 0x4A, 0x9D, 0x30, 0x3B, 0x9C]),
    ("C0", [0x00, 0x07, 0x08, 0x09, 0x0B, 0x0C, 0x0E, 0x0F, 0x7F]),
    ("carriage return", Array("\rOK owned".utf8)),
    ("direction", Array("\u{202E}gpj\u{2066}\u{2069}\u{200F}".utf8)),
    ("marks that combine", Array("e\u{301}\u{20DD}\u{FE0F}\u{200D}".utf8)),
    ("wide", Array("\u{65E5}\u{672C}\u{1F600}".utf8)),
    ("what is not UTF-8", [0xC3, 0x28, 0xF0, 0x9F, 0xFF, 0xFE, 0xED, 0xA0, 0x80]),
  ]

  private static var lines: [UInt8] {
    var lines: [UInt8] = []
    for _ in 0..<10 {
      for (_, bytes) in attacks {
        let parts = LogLine.request("/@/x").split(separator: "@").map { Array($0.utf8) }
        lines += parts[0] + bytes + parts[1]
        lines += bytes + Array(LogLine.request("/host").utf8)
        lines += Array("malformed ".utf8) + bytes + [10]
      }
    }
    return lines
  }

  @Test(arguments: ["C.UTF-8", "C"])
  func nothingOfThemReachesTheTerminalTheTitleOrASnapshot(locale: String) throws {
    let log = try WatchedLog(
      extra: DashboardHostileTests.lines, columns: 120, rows: 60, environment: ["LC_ALL": locale])
    let program = log.program
    #expect(log.isShown())
    // Past what the screen shows of it at once: the list of all sections, each section, the last
    // malformed line.
    program.send("2z")
    #expect(program.wait(for: "unzoom"))
    for _ in 0..<20 {
      program.send("j\r")
      #expect(program.wait(for: "Section "))
      program.send("\u{1B}")
      #expect(program.wait(for: "2 Sections"))
    }
    program.send("m")
    #expect(program.wait(for: "Why lines are malformed"))
    program.send("p")
    #expect(program.wait(for: "Wrote hightide-"))
    // The overlay, the zoom, the program.
    program.send("qqq")
    #expect(program.waitForExit() == 0)

    #expect(program.screen.unknown.isEmpty && program.screen.bells == 0)
    #expect(program.leftovers.isEmpty)
    // What the terminal's own sequences never hold.
    for text in ["\u{1B}]52", "\u{1B}]8", "[6n", "\u{9B}", "\u{202E}", "\u{301}", "\u{65E5}"] {
      #expect(!contains(program.output, Array(text.utf8)), "\(text.debugDescription)")
    }
    let name = try #require(try log.folder.names.first { $0.hasPrefix("hightide-") })
    let snapshot = try log.folder.read(name)
    #expect(snapshot.unicodeScalars.allSatisfy { isOurs($0) })
  }

  /// ASCII that can be seen, the ends of lines, and the glyphs that the screen is drawn with.
  private func isOurs(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A, 0x20...0x7E: true
    case 0x2010...0x2027, 0x2190...0x21FF, 0x2500...0x25FF, 0xB7: true
    default: false
    }
  }

  private func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    bytes.indices.contains { bytes[$0] == part[0] && bytes[$0...].starts(with: part) }
  }

  @Test func nameOfTheFileIsDataToo() throws {
    let folder = ScratchFolder()
    let name = "a\u{1B}]0;owned\u{7}\u{202E}.log"
    try folder.write(LogLine.request(), to: name)
    let program = try PtyProcess(BuiltProduct.hightide, [folder(name)])
    #expect(program.wait(for: "following"))
    #expect(program.wait { $0.title.hasPrefix("OK ") })
    program.send("q")
    #expect(program.waitForExit() == 0)
    #expect(program.screen.unknown.isEmpty && program.screen.bells == 0)
  }
}
