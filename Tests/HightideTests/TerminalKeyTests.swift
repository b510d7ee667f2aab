import TestSupport
import Testing

/// What is typed and clicked arrives as what it means.
@Suite(.waiting) struct TerminalKeyTests {
  @Test(arguments: [
    ("a", "character(\"a\")"), ("~", "character(\"~\")"), (" ", "character(\" \")"),
    ("\r", "enter"), ("\n", "enter"), ("\t", "tab"), ("\u{7F}", "backspace"),
    ("\u{8}", "backspace"), ("\u{C}", "control(\"l\")"), ("\u{13}", "control(\"s\")"),
    ("\u{1B}[A", "up"), ("\u{1B}OA", "up"), ("\u{1B}OB", "down"), ("\u{1B}OC", "right"),
    ("\u{1B}OD", "left"), ("\u{1B}[5~", "pageUp"), ("\u{1B}[6~", "pageDown"),
    ("\u{1B}OH", "home"), ("\u{1B}[H", "home"), ("\u{1B}[1~", "home"), ("\u{1B}OF", "end"),
    ("\u{1B}[F", "end"), ("\u{1B}[4~", "end"), ("\u{1B}[Z", "backTab"),
    ("\u{1B}[3~", "delete"), ("\u{1B}[1;2D", "shiftLeft"), ("\u{1B}[1;2C", "shiftRight"),
    ("é", "character(\"é\")"), ("\u{1B}", "escape"),
  ])
  func keyIsNamed(bytes: String, name: String) throws {
    let program = try PtyProcess(BuiltProduct.probe)
    #expect(program.wait(for: "probe 80x24"))
    program.send(bytes)
    #expect(program.wait(for: "key \(name)"))
    program.send("z")
    #expect(program.wait(for: "key character(\"z\")"))
    #expect(program.screen.lines.filter { $0.hasPrefix("key") }.count == 2)
  }

  @Test(arguments: [
    "xterm", "xterm-256color", "screen", "screen-256color", "tmux-256color", "linux", "vt100",
    "rxvt-unicode-256color", "ansi", "xterm-mono",
  ])
  func arrowsAndPagesWorkOnEveryType(type: String) throws {
    let program = try PtyProcess(BuiltProduct.probe, environment: ["TERM": type])
    #expect(program.wait(for: "probe 80x24"))
    program.send("\u{1B}[A")
    #expect(program.wait(for: "key up"))
    program.send("\u{1B}[5~")
    #expect(program.wait(for: "key pageUp"))
    program.send("q")
    #expect(program.waitForExit() == 0)
    #expect(program.modes == program.initialModes)
    #expect(program.screen.unknown.isEmpty)
  }

  @Test func unknownSequencesAreNoKeys() throws {
    let program = try PtyProcess(BuiltProduct.probe)
    #expect(program.wait(for: "probe 80x24"))
    program.send("\u{1B}[1;2A\u{1B}[99;5;3~\u{1B}[202~\u{1B}[15~\u{1B}OP\u{0}z")
    #expect(program.wait(for: "key character(\"z\")"))
    #expect(program.screen.lines.filter { $0.hasPrefix("key") } == ["key character(\"z\")"])
  }

  /// Pasted text arrives as text, in whatever pieces, and no character of it as a key.
  @Test(arguments: [
    (["\u{1B}[200~quit\u{1B}[201~"], "quit"),
    (["\u{1B}[200~q", "\u{1B}OA\r\u{1B}[20", "1~"], "q\\r"),
    (["\u{1B}[200~", "\u{1B}[201~"], ""),
  ])
  func pasteIsNoKeys(pieces: [String], text: String) throws {
    let program = try PtyProcess(BuiltProduct.probe)
    #expect(program.wait { $0.contains("probe 80x24") && $0.modes.contains(2004) })
    for (place, piece) in pieces.enumerated() {
      program.send(piece)
      // Wait until the program has read it.
      if place < pieces.count - 1 { program.read(until: Patience.now + 150) }
    }
    #expect(program.wait(for: "paste \"\(text)\""))
    program.send("z")
    #expect(program.wait(for: "key character(\"z\")"))
    #expect(program.screen.lines.filter { $0.hasPrefix("key") }.count == 1)
    program.send("q")
    #expect(program.waitForExit() == 0)
    #expect(program.leftovers.isEmpty)
  }

  @Test(arguments: [
    ("11;rgb:ffff/ffff/e0e0\u{1B}\\", "light"), ("11;rgb:00/10/20\u{7}", "dark"),
  ])
  func backgroundIsAskedFor(answer: String, background: String) throws {
    let program = try PtyProcess(BuiltProduct.probe, ["background"])
    #expect(program.wait(for: "probe 80x24"))
    program.send("\u{1B}]" + answer + "z")
    #expect(program.wait(for: "background \(background)"))
    #expect(program.wait(for: "key character(\"z\")"))
  }

  /// A terminal that gives no answer leaves the question open for good.
  @Test(arguments: [
    ("w", ["\"w\""]), ("1w", ["\"1\"", "\"w\""]), ("\u{1B}", []),
  ])
  func altAndABracketAreNoAnswer(behind: String, names: [String]) throws {
    let program = try PtyProcess(BuiltProduct.probe, ["background"])
    #expect(program.wait(for: "probe 80x24"))
    program.send("\u{1B}]" + behind)
    let keys = ["escape", "character(\"]\")"] + names.map { "character(\($0))" }
    #expect(program.wait(for: "key \(keys.last ?? "")"))
    program.send("z")
    #expect(program.wait(for: "key character(\"z\")"))
    #expect(
      Array(program.screen.lines.filter { $0.hasPrefix("key") }.prefix(keys.count))
        == keys.map { "key \($0)" })
  }

  @Test func manyKeysAtOnceAllArriveInOrder() throws {
    let program = try PtyProcess(BuiltProduct.probe)
    #expect(program.wait(for: "probe 80x24"))
    let keys = Array("abcdefghij")
    program.send(String(keys))
    #expect(program.wait(for: "key character(\"j\")"))
    #expect(
      program.screen.lines.filter { $0.hasPrefix("key") }
        == keys.map { "key character(\"\($0)\")" })
  }

  @Test func mouseIsReportedWhereItIsWanted() throws {
    let program = try PtyProcess(BuiltProduct.probe, ["mouse"])
    #expect(program.wait(for: "probe 80x24"))
    program.send("\u{1B}[<0;6;3M\u{1B}[<0;6;3m")
    #expect(program.wait(for: "press 5,2"))
    program.send("\u{1B}[<0;6;3M\u{1B}[<0;6;3m")
    #expect(program.wait(for: "doublePress 5,2"))
    program.send("\u{1B}[<64;10;4M\u{1B}[<65;11;5M")
    #expect(program.wait(for: "wheelUp 9,3"))
    #expect(program.wait(for: "wheelDown 10,4"))
    program.send("m")
    #expect(program.wait { !$0.modes.contains(1000) })
  }

  @Test func mouseIsLeftAloneWhereItIsNotWanted() throws {
    let program = try PtyProcess(BuiltProduct.probe)
    #expect(program.wait(for: "probe 80x24"))
    #expect(!program.screen.modes.contains(1000))
  }
}
