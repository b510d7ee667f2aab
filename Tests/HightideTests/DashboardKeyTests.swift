import TestSupport
import Testing

/// The keys of the dashboard, typed at the built program.
@Suite(.waiting) struct DashboardKeyTests {
  /// Types keys in turn, each followed by what it has to bring to the screen.
  private func walk(_ program: PtyProcess, _ steps: [(keys: String, text: String)]) {
    for (keys, text) in steps {
      program.send(keys)
      #expect(program.wait(for: text), "\(keys.debugDescription) shows no \(text)")
    }
  }

  private let escape = "\u{1B}"
  private let left = "\u{1B}OD"
  private let end = "\u{1B}OF"

  @Test func firstScreenSaysHowThingsAre() throws {
    let log = try WatchedLog()
    #expect(log.isShown())
    for text in [
      "access.log", "OK", "alert > 10/s", "1 Requests per second", "2 Sections", "/api", "/pages",
      "3 Status", "4 Bytes", "5 Alerts", "High traffic alert recovered - hits = ",
      "q quit",
    ] { #expect(log.program.wait(for: text), "no \(text)") }
    #expect(log.program.wait { $0.title.hasPrefix("OK ") && $0.title.contains("access.log") })
  }

  @Test func thresholdMovesByKeyAndIsUndone() throws {
    let log = try WatchedLog()
    #expect(log.isShown())
    walk(
      log.program,
      [
        ("+", "alert > 11/s"), ("+", "alert > 12/s"), ("-", "alert > 11/s"), ("u", "alert > 12/s"),
        ("uu", "alert > 10/s"),
        (">", "alert > 11/s"), ("<", "alert > 9.9/s"), ("u", "alert > 11/s"), ("u", "alert > 10/s"),
        ("u", "No change of the threshold to undo"),
      ])
  }

  @Test func thresholdIsTypedAndNonsenseRefused() throws {
    let log = try WatchedLog(columns: 120, rows: 40)
    #expect(log.isShown())
    walk(
      log.program,
      [
        ("t", "Threshold, hits per second:"), ("12.x", "12.x"), ("\r", "that is not a number"),
        ("\u{15}\r", "type a number"), ("-3\r", "a threshold cannot be below 0"),
        ("\u{15}20", "would not have triggered"), ("\u{7F}\u{7F}5", "would have triggered"),
        (escape, "q quit"),
      ])
    #expect(log.program.screen.contains("alert > 10/s"))
    walk(
      log.program, [("t1.5\r", "alert > 1.5/s"), ("", "ALERT"), ("t2000\r", "alert > 2000/s")])
    #expect(log.program.wait { !$0.title.hasPrefix("ALERT") })
  }

  @Test func sectionsAreSortedFilteredAndOpened() throws {
    let log = try WatchedLog()
    #expect(log.isShown())
    walk(
      log.program,
      [
        ("s", "bytes▾"), ("s", "errs▾"), ("ssss", "hits▾"), ("/", "Sections with:"),
        ("pag", "Sections with: pag"),
      ])
    #expect(log.program.wait { !$0.contains("/api") && $0.contains("/pages") })
    walk(log.program, [("\r", "q quit"), ("\r", "Section /pages"), (escape, "2 Sections")])
    #expect(!log.program.screen.contains("/api"))
    walk(log.program, [(escape, "/api"), ("j", "▸/pages"), ("\u{1B}OA", "▸/api")])
  }

  @Test func pastIsWalkedAndLeft() throws {
    let log = try WatchedLog()
    #expect(log.isShown())
    walk(log.program, [(left, " PAST "), (left + left, " PAST ")])
    #expect(log.program.wait { $0.contains("ago") })
    walk(
      log.program, [(end, "following"), ("5", "━ 5 Alerts"), ("\r", " PAST "), (end, "following")])
  }

  @Test func panelsAreFocusedAndZoomed() throws {
    let log = try WatchedLog()
    #expect(log.isShown())
    walk(
      log.program,
      [
        ("1", "━ 1 Requests"), ("\t", "━ 2 Sections"), ("\u{1B}[Z", "━ 1 Requests"),
        ("3", "━ 3 Status"), ("4", "━ 4 Bytes"), ("5", "━ 5 Alerts"), ("2", "━ 2 Sections"),
      ])
    log.program.send("z")
    #expect(log.program.wait { !$0.contains("5 Alerts") && $0.contains("2 Sections") })
    walk(
      log.program,
      [
        ("z", "5 Alerts"), ("1z", "unzoom"), ("]", "peak of 10 s"),
        ("[", "peak of 2 s"),
      ])
  }

  @Test func helpMalformedLinesFreezeAndTheRest() throws {
    let log = try WatchedLog(extra: Array("rubbish here\n".utf8))
    #expect(log.isShown())
    walk(
      log.program,
      [
        ("?", "raise or lower the threshold"), ("G", "Reading the screen"), (escape, "2 Sections"),
        ("m", "rubbish here"), (escape, "2 Sections"), (" ", "FROZEN"), (" ", "following"),
        ("b", "Bell off"), ("b", "Bell on"), ("T", "Theme: light"), ("M", "Mouse off"),
        ("M", "Mouse on"), ("\u{C}", "5 Alerts"),
      ])
  }

  @Test func frozenScreenStaysWhileCountingContinues() throws {
    let log = try WatchedLog()
    #expect(log.isShown())
    walk(log.program, [(" ", "FROZEN")])
    try log.folder.append(
      String(repeating: LogLine.request("/news"), count: 400), to: "access.log")
    // The title of the window keeps telling the truth.
    #expect(log.program.wait { !$0.title.contains("OK 2.0/s ") })
    #expect(!log.program.screen.contains("/news"))
    walk(log.program, [(" ", "/news")])
  }

  @Test func snapshotIsTheScreenInAFile() throws {
    let log = try WatchedLog()
    #expect(log.isShown())
    walk(log.program, [("p", "Wrote hightide-")])
    let name = try #require(try log.folder.names.first { $0.hasPrefix("hightide-") })
    let text = try log.folder.read(name)
    #expect(text.contains("5 Alerts") && text.contains("/api"))
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7F })
  }

  @Test func mouseFocusesScrollsAndZooms() throws {
    let log = try WatchedLog()
    #expect(log.isShown())
    let row = try #require(log.program.screen.lines.firstIndex { $0.contains("5 Alerts") })
    func press(column: Int, row: Int) -> String {
      "\(escape)[<0;\(column);\(row)M\(escape)[<0;\(column);\(row)m"
    }
    walk(log.program, [(press(column: 30, row: row + 1), "━ 5 Alerts")])
    let section = try #require(log.program.screen.lines.firstIndex { $0.contains("/pages") })
    walk(
      log.program,
      [
        (press(column: 5, row: section + 1), "▸/pages"),
        ("\(escape)[<64;5;\(section + 1)M", "▸/api"),
        ("\(escape)[<65;5;\(section + 1)M", "▸/pages"), ("M", "Mouse off"),
      ])
    #expect(log.program.wait { !$0.modes.contains(1000) })
  }

  @Test(arguments: ["q", "\u{3}"])
  func quittingRestoresTheTerminal(key: String) throws {
    let log = try WatchedLog()
    #expect(log.isShown())
    log.program.send(key)
    #expect(log.program.waitForExit() == 0)
    #expect(log.program.leftovers.isEmpty && log.program.screen.unknown.isEmpty)
  }

  @Test func newLinesAreShownAndAnAlertRings() throws {
    let log = try WatchedLog()
    #expect(log.isShown())
    try log.folder.append(
      String(repeating: LogLine.request("/surge/x"), count: 2_000), to: "access.log")
    #expect(log.program.wait { $0.contains("ALERT") && $0.contains("/surge") && $0.bells == 1 })
    #expect(log.program.wait { $0.title.hasPrefix("ALERT ") })
  }
}
