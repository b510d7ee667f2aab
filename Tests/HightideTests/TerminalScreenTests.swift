import Glibc
import TestSupport
import Testing

/// What is shown, on terminals of all kinds.
@Suite(.waiting) struct TerminalScreenTests {
  @Test func glyphsBecomeCharactersAndNothingElseGetsThrough() throws {
    let program = try PtyProcess(BuiltProduct.probe)
    // A block, an escape, a wide character.
    #expect(program.wait(for: "utf8 palette █??"))
    #expect(program.wait { $0.lines.last == String(repeating: "=", count: 80) })
    #expect(program.screen.unknown.isEmpty)
  }

  @Test(arguments: ["C", "POSIX", ""])
  func localeWithoutUTF8GetsASCIIAlone(locale: String) throws {
    let program = try PtyProcess(BuiltProduct.probe, environment: ["LC_ALL": locale])
    #expect(program.wait(for: "ascii palette ???"))
    program.send("Tq")
    #expect(program.waitForExit() == 0)
    #expect(program.output.allSatisfy { $0 < 0x80 })
  }

  @Test func aLocaleThatIsNotInstalledMeansUTF8() throws {
    let program = try PtyProcess(BuiltProduct.probe, environment: ["LC_ALL": "xx_YY.UTF-8"])
    #expect(program.wait(for: "utf8 palette █??"))
  }

  @Test(arguments: [
    ("xterm-256color", "", "", "palette", true), ("xterm", "", "", "basic", true),
    ("linux", "", "", "basic", true), ("vt100", "", "", "none", false),
    ("xterm-mono", "always", "", "none", false), ("xterm-256color", "never", "", "none", false),
    ("xterm-256color", "", "1", "none", false), ("xterm-256color", "always", "1", "palette", true),
  ])
  func colorsAreUsedWhereTheyAreThereAndWanted(
    type: String, choice: String, noColor: String, depth: String, isColored: Bool
  ) throws {
    let program = try PtyProcess(
      BuiltProduct.probe, choice.isEmpty ? [] : [choice],
      environment: ["TERM": type, "NO_COLOR": noColor])
    #expect(program.wait(for: "utf8 \(depth)"))
    program.send("q")
    #expect(program.waitForExit() == 0)
    #expect((program.screen.colorSequences > 0) == isColored)
  }

  @Test func rolesLookAsTheThemeSays() throws {
    let program = try PtyProcess(BuiltProduct.probe)
    #expect(program.wait(for: "===="))
    let title = program.screen.cells[0][0].pen
    #expect(title.isBold && title.foreground == 102)
    let roles = program.screen.cells[22].prefix(8).map(\.pen.foreground)
    #expect(roles == (100..<108).map { $0 })
  }

  @Test func frameThatChangedLittleWritesLittle() throws {
    let program = try PtyProcess(BuiltProduct.probe)
    #expect(program.wait(for: "===="))
    program.send("a")
    #expect(program.wait(for: "key character(\"a\")"))
    let before = program.output.count
    program.send("b")
    #expect(program.wait(for: "key character(\"b\")"))
    #expect(program.output.count - before < 60)
  }

  @Test func resizesAreFollowedToTheLastOne() throws {
    let program = try PtyProcess(BuiltProduct.probe)
    #expect(program.wait(for: "probe 80x24"))
    for step in 0..<200 {
      program.resize(columns: 1 + step * 37 % 300, rows: 1 + step * 11 % 90)
    }
    program.resize(columns: 500, rows: 200)
    #expect(program.wait(for: "probe 500x200"))
    program.resize(columns: 100, rows: 30)
    #expect(program.wait { $0.contains("probe 100x30") && $0.lines[29].count == 100 })
    program.send("q")
    #expect(program.waitForExit() == 0)
    #expect(program.leftovers.isEmpty)
  }

  @Test func titleIsSetWithoutWhatCouldHarmAndBellRings() throws {
    let program = try PtyProcess(BuiltProduct.probe)
    #expect(program.wait(for: "===="))
    program.send("TB")
    #expect(program.wait { $0.title == "ALERT ]caf" && $0.bells == 1 })
    program.send("q")
    #expect(program.waitForExit() == 0)
    #expect(program.screen.title.isEmpty)
  }

  @Test func typeWithoutTitleGetsNone() throws {
    let program = try PtyProcess(BuiltProduct.probe, environment: ["TERM": "linux"])
    #expect(program.wait(for: "===="))
    program.send("TB")
    #expect(program.wait { $0.bells == 1 })
    #expect(program.screen.title.isEmpty && program.screen.unknown.isEmpty)
  }

  @Test(arguments: [
    ("nonsense", "TERM=nonsense is not a terminal type known here"),
    ("dumb", "TERM=dumb cannot place the cursor"),
    ("", "TERM is not set"),
  ])
  func terminalThatCannotShowItIsRefusedWithAWord(type: String, word: String) throws {
    let program = try PtyProcess(BuiltProduct.probe, environment: ["TERM": type])
    #expect(program.waitForExit() == 1)
    #expect(program.screen.text.contains(word))
    #expect(program.modes == program.initialModes)
  }

  @Test func outputThatIsNoTerminalIsRefused() throws {
    let program = try PtyProcess("/bin/sh", ["-c", "\(BuiltProduct.probe) | cat"])
    #expect(program.wait(for: "the output is not a terminal"))
    #expect(program.waitForExit() == 0)
  }

  /// A type that no machine knows is told by its beginning; programs it starts see nothing of that.
  @Test(arguments: [
    ("xterm-unheard-of", "palette"), ("tmux-unheard-of", "palette"),
    ("screen.unheard-of", "palette"), ("linux-unheard-of", "basic"), ("vt-unheard-of", "none"),
  ])
  func terminalsThatTheMachineDoesNotKnowAreKnownByTheirRelatives(
    type: String, depth: String
  ) throws {
    let program = try PtyProcess(BuiltProduct.probe, environment: ["TERM": type])
    #expect(program.wait(for: "utf8 \(depth) █"), "\(program.screen.lines)")
    program.send("Tq")
    #expect(program.waitForExit() == 0)
    #expect(program.screen.unknown.isEmpty)
  }
}
