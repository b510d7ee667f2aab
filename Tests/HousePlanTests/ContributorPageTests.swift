import Foundation
import Testing

/// The README's page for contributors says what is so.
struct ContributorPageTests {
  private let readme: String

  init() throws {
    readme = try String(
      contentsOf: SourceTree.root.appending(path: "README.md"), encoding: .utf8)
  }

  /// The cells of the table that is headed by these words.
  private func table(_ head: String) throws -> [[Substring]] {
    let start = try #require(readme.range(of: "| \(head) |"))
    return readme[start.lowerBound...].prefix { $0 != "#" }.split(
      separator: "\n", omittingEmptySubsequences: false
    )
    .prefix { $0.hasPrefix("|") }.dropFirst(2)
    .map { row in
      row.split(separator: "|").map { $0.trimmingPrefix(" ") }
        .map { $0.hasSuffix(" ") ? $0.dropLast() : $0 }
    }
  }

  /// What stands between backticks.
  private func quoted(_ text: some StringProtocol) -> [String] {
    String(text).matches(of: /`([^`]+)`/).map { String($0.1) }
  }

  @Test func theTableOfModulesIsThePlan() throws {
    let rows = try table("module | what it is | builds on").map { cells in
      (name: quoted(cells[0]).joined(), imports: cells[2])
    }
    // Libraries of the system have no files of their own.
    let plan = try HousePlan.modules.filter { try !SourceTree.files(of: $0.name).isEmpty }
    #expect(rows.map(\.name) == plan.map(\.name))
    for (row, module) in zip(rows, plan) {
      switch row.imports {
      case "–": #expect(module.imports.isEmpty, "\(module.name)")
      case "all of them": #expect(module.imports.count > 10, "\(module.name)")
      default:
        #expect(
          row.imports.split(separator: ", ").map(String.init).sorted() == module.imports.sorted(),
          "\(module.name)")
      }
    }
  }

  @Test(arguments: ["to add | write | and a row or a case in", "to test | begin with"])
  func everyRowNamesFilesThatAreThere(head: String) throws {
    let rows = try table(head)
    #expect(rows.count > 10)
    for row in rows {
      let paths = row.flatMap { quoted($0) }.filter { $0.hasSuffix(".swift") }
      #expect(!paths.isEmpty, "\(row)")
      for path in paths { #expect(isThere(path), "\(path)") }
    }
  }

  @Test func allOtherFilesThatAreNamedAreThereToo() {
    let paths = readme.split(separator: "\n").flatMap { quoted($0) }.filter {
      $0.hasSuffix(".swift")
    }
    #expect(paths.count > 30)
    for path in paths { #expect(isThere(path), "\(path)") }
  }

  private func isThere(_ path: String) -> Bool {
    ["", "Sources/"].contains { folder in
      FileManager.default.fileExists(atPath: SourceTree.root.appending(path: folder + path).path())
    }
  }
}
