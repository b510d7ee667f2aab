import Foundation
import TestSupport
import Testing

@testable import hightide

/// The README says what the program says.
struct ReadmeTests {
  private let readme: String

  init() throws {
    let file = URL(filePath: #filePath).appending(path: "../../../README.md").standardized
    readme = String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }

  @Test(arguments: [
    HelpText.watch, HelpText.generate, HelpText.top, HelpText.check, HelpText.explain,
  ])
  func optionsAreThoseOfTheHelp(text: String) {
    #expect(readme.contains("```text\n\(text)```"))
  }

  /// With the default rule alone.
  @Test func testsOfRulesPass() throws {
    let scratch = ScratchFolder()
    let start = try #require(readme.range(of: "```ini\n[test "))
    let block = readme[start.lowerBound...].dropFirst(7).components(separatedBy: "```")[0]
    try scratch.write(block, to: "rules.test")
    let program = try PipedProcess(["check", "--no-config", "--test", scratch("rules.test")])
    #expect(program.waitForExit() == 0)
    #expect(program.lines.last == "1 of 1 tests passed")
  }

  @Test func keysAreThoseOfTheHelpOnTheScreen() throws {
    let log = try WatchedLog(columns: 80, rows: 70)
    #expect(log.isShown())
    log.program.send("?")
    #expect(log.program.wait(for: "Reading the screen"))
    let inside = log.program.screen.lines.filter { $0.hasPrefix("┃") && $0.hasSuffix("┃") }
      .map { $0.dropFirst().dropLast().trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
    #expect(inside.count > 30)
    for line in inside {
      #expect(readme.contains(" \(line)\n") || readme.contains("\n\(line)\n"), "\(line)")
    }
  }
}
