import Foundation
import TestSupport
import Testing

@testable import hightide

/// The completions, in the shells that they are for.
@Suite(.waiting) struct CompletionTests {
  private let folder = ScratchFolder()

  init() throws {
    for file in Documents.files {
      try folder.write(file.text, to: (file.path as NSString).lastPathComponent)
    }
    try folder.write("", to: "access.log")
  }

  /// A line as it is typed, and words that are offered, or are not, for the last of them.
  struct Case: Sendable, CustomTestStringConvertible {
    var line: String
    var offered: [String]
    var not: [String] = []
    var testDescription: String { line }
  }

  static let cases = [
    Case(line: "hightide --th", offered: ["--threshold", "--theme"], not: ["--window"]),
    Case(line: "hightide to", offered: ["top"], not: ["generate"]),
    Case(line: "hightide acc", offered: ["access.log"]),
    Case(line: "hightide --theme hi", offered: ["high-contrast"], not: ["light"]),
    Case(line: "hightide --format hap", offered: ["haproxy"], not: ["alb"]),
    Case(line: "hightide -f ngi", offered: ["nginx:"]),
    Case(line: "hightide --by cl", offered: ["client", "class"], not: ["section"]),
    Case(line: "hightide --config acc", offered: ["access.log"]),
    Case(line: "hightide top --so", offered: ["--sort"], not: ["--sound"]),
    Case(line: "hightide top --sort e", offered: ["errors"], not: ["bytes"]),
    Case(line: "hightide check --su", offered: ["--suggest"]),
    Case(line: "hightide generate --inc", offered: ["--incident"]),
    Case(line: "hightide explain --f", offered: ["--format"]),
    // Behind options there is no command.
    Case(line: "hightide --utc a", offered: ["access.log"], not: ["alert"]),
  ]

  private func expect(_ item: Case, _ words: [String], _ shell: String) {
    for word in item.offered { #expect(words.contains(word), "\(shell): \(words)") }
    for word in item.not { #expect(!words.contains(word), "\(shell): \(words)") }
  }

  @Test(arguments: cases)
  func bashOffers(item: Case) throws {
    let words = item.line.split(separator: " ").map(String.init)
    let script =
      "cd '\(folder.path)' && . ./hightide && COMP_WORDS=(\(words.map { "'\($0)'" }.joined(separator: " ")))"
      + " COMP_CWORD=\(words.count - 1) && _hightide && printf '%s\\n' \"${COMPREPLY[@]}\""
    let bash = try PipedProcess(["--norc", "-c", script], program: "/bin/bash")
    #expect(bash.waitForExit() == 0)
    #expect(bash.errors.isEmpty, "\(bash.complaints)")
    expect(item, bash.lines, "bash")
  }

  @Test(arguments: cases)
  func fishOffers(item: Case) throws {
    let fish = try PipedProcess(
      [
        "--no-config", "-c",
        "cd '\(folder.path)'; source hightide.fish; complete -C '\(item.line)'",
      ],
      program: "/usr/bin/fish", environment: ["HOME": folder.path])
    #expect(fish.waitForExit() == 0)
    #expect(fish.errors.isEmpty, "\(fish.complaints)")
    expect(item, fish.lines.map { String($0.prefix { $0 != "\t" }) }, "fish")
  }

  @Test(.timeLimit(.minutes(5)))
  func listsAreContinuedBehindTheirCommas() throws {
    let bash = try PipedProcess(
      [
        "--norc", "-c",
        ". '\(folder.path)/hightide'; COMP_WORDS=(hightide --by section,ag) COMP_CWORD=2; _hightide;"
          + "printf '%s\\n' \"${COMPREPLY[@]}\"",
      ], program: "/bin/bash")
    #expect(bash.waitForExit() == 0)
    #expect(bash.lines == ["section,agent", "section,agent-raw"])
    let fish = try PipedProcess(
      [
        "--no-config", "-c",
        "source '\(folder.path)/hightide.fish'; complete -C 'hightide --by=section,ag'",
      ], program: "/usr/bin/fish", environment: ["HOME": folder.path])
    #expect(fish.waitForExit() == 0)
    let offered = fish.lines.map { String($0.prefix { $0 != "\t" }) }
    #expect(offered.contains { $0.hasSuffix("section,agent") }, "\(offered)")
  }

  /// Its own table of functions takes zsh a while at each start, so it does not get all.
  private static let zshCases = cases.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)

  /// zsh completes nothing but on a line that is edited, so it has a terminal.
  @Test(.timeLimit(.minutes(5)), arguments: zshCases)
  func zshOffers(item: Case) throws {
    try folder.write(
      """
      PS1='ready> '
      setopt no_beep list_ambiguous
      fpath=('\(folder.path)' $fpath)
      autoload -Uz compinit && compinit -u -d '\(folder.path)/dump'
      compdef _hightide hightide
      zstyle ':completion:*' menu no
      cd '\(folder.path)'
      """, to: ".zshrc")
    let zsh = try PtyProcess(
      "/usr/bin/zsh", ["-i"], columns: 150, rows: 50,
      environment: ["ZDOTDIR": folder.path, "HOME": folder.path, "TERM": "dumb"])
    #expect(zsh.wait(for: "ready>"))
    // ^D lists what could stand here, whether it is one word or many.
    zsh.send(item.line + "\u{4}")
    if item.offered.count > 1 || item.line.hasSuffix("acc") {
      for word in item.offered { #expect(zsh.wait(for: word), "zsh: \(zsh.screen.lines)") }
    } else {
      zsh.send("\t")
      for word in item.offered { #expect(zsh.wait(for: word), "zsh: \(zsh.screen.lines)") }
    }
    let shown = zsh.screen.lines.joined(separator: "\n").split { " \n=".contains($0) }.map(
      String.init)
    for word in item.not { #expect(!shown.contains(word), "zsh: \(shown)") }
  }
}
