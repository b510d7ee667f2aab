import Foundation
import Query
import TestSupport
import Testing

@testable import hightide

/// The manual is well formed, complete, and its examples do what they say.
@Suite(.waiting) struct ManualTests {
  private static let pages = Documents.files.filter { $0.path.hasPrefix("man/") }

  @Test func thePagesAreCleanToMandoc() throws {
    let folder = ScratchFolder()
    let writing = try PipedProcess([Documents.option, folder("share")])
    #expect(writing.waitForExit() == 0)
    #expect(writing.errors.isEmpty && writing.output.isEmpty)
    for page in ManualTests.pages {
      // What is wrong with a page is said on standard output; a reference to a manual that is not
      // installed here is no fault of it.
      let lint = try PipedProcess(
        ["-T", "lint", folder("share/" + page.path)], program: "/usr/bin/mandoc")
      _ = lint.waitForExit()
      let found = lint.lines.filter { !$0.contains("referenced manual not found") }
      #expect(found.isEmpty, "\(found)")
      #expect(lint.complaints.isEmpty)
    }
  }

  /// The page as a reader sees it.
  private func read(_ page: String, _ section: Int) throws -> String {
    let folder = ScratchFolder()
    let text = try #require(
      ManualTests.pages.first { $0.path == "man/man\(section)/\(page)" }?.text)
    let source = try folder.write(text, to: "page")
    let mandoc = try PipedProcess(
      ["-T", "ascii", "-O", "width=200", source], program: "/usr/bin/mandoc")
    #expect(mandoc.waitForExit() == 0)
    // Bold and underlined letters are written over one another.
    return String(decoding: mandoc.output, as: UTF8.self).replacing(/.\x08/, with: "")
  }

  @Test func everyCommandAndOptionIsInTheFirstPage() throws {
    let page = try read("hightide.1", 1)
    for command in CommandPage.all {
      if let name = command.name { #expect(page.contains("hightide \(name)")) }
      for option in command.groups.flatMap(\.options) {
        #expect(page.contains("--\(option.name)"), "\(option.name)")
        #expect(
          page.contains(option.meaning.split(separator: " ").prefix(3).joined(separator: " ")))
      }
    }
    #expect(page.contains("-t, --threshold RATE"))
    #expect(page.contains("--sound[=FILE]"))
    #expect(page.contains("raise or lower the threshold by 1"))
    #expect(page.contains("Version 1.0.0"))
  }

  @Test func everyKeyOfASettingsFileIsInItsPage() throws {
    let page = try read("hightide.ini.5", 5)
    for option in Options.table.filter({ $0.section != nil }).flatMap(\.entries)
    where option.isSetting {
      #expect(page.contains("\n     \(option.name)"), "\(option.name)")
    }
    for key in ["min-hits", "against", "kind", "repeat", "url", "secret"] {
      #expect(page.contains("\n     \(key)"), "\(key)")
    }
    #expect(page.contains("[rule server-errors]"))
    let words = page.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      words.contains(
        "of it where, above, recover, window, for, keep, min-hits, severity, enabled and silenced "
          + "can be set."))
  }

  @Test func everyFieldAndDimensionIsInThePageOfFilters() throws {
    let page = try read("hightide-filters.7", 7)
    for rows in [
      FilterWords.numbers, FilterWords.texts, FilterWords.operators, FilterWords.dimensions,
    ] {
      #expect(rows.count > 1)
      for row in rows {
        #expect(!row.meaning.isEmpty, "\(row.name) has no meaning")
        #expect(page.contains("\n     \(row.name)"), "\(row.name)")
      }
    }
  }

  @Test(arguments: ManualExample.filters.map(\.command))
  func anExampleOfAFilterIsOne(filter: String) throws {
    _ = try Filter(filter)
  }

  @Test func theExampleOfSettingsIsAccepted() throws {
    let folder = ScratchFolder()
    let file = try folder.write(SettingsManual.example, to: "hightide.ini")
    let check = try PipedProcess(["check", "--config", file])
    #expect(check.waitForExit() == 0)
    #expect(check.lines.count == 4, "\(check.lines)")
  }

  @Test(.timeLimit(.minutes(5)), arguments: ManualExample.commands.indices)
  func anExampleOfACommandRuns(place: Int) throws {
    let example = ManualExample.commands[place]
    let folder = ScratchFolder()
    // Twelve minutes, and a second in them with enough hits for an alert.
    let now = Date.now
    for second in stride(from: 720, to: 0, by: -2) {
      let request = LogLine.request(
        "/a/b", at: now - Double(second), status: second % 20 == 0 ? 404 : 200)
      try folder.append(
        String(repeating: request, count: second == 300 ? 3_000 : 1), to: "access.log")
    }
    let tools = folder("bin")
    try FileManager.default.createDirectory(atPath: tools, withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: tools + "/hightide", withDestinationPath: BuiltProduct.hightide)
    let program = try PipedProcess(
      ["-c", "cd '\(folder.path)' && \(example.follows ? "exec " : "")\(example.command)"],
      program: "/bin/sh",
      environment: ["PATH": "\(tools):/usr/bin:/bin", "HOME": folder.path])
    if example.follows {
      #expect(program.wait { $0.lines.contains { $0.contains("Reading") } })
      program.signal(SIGTERM)
    }
    #expect(program.waitForExit() == 0, "\(example.command): \(program.complaints)")
    #expect(program.errors.isEmpty)
    #expect(!program.output.isEmpty || example.command.contains("generate"))
  }
}
