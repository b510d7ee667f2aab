import TestSupport
import Testing

@testable import hightide

@Suite(.waiting) struct VersionTests {
  @Test(arguments: [
    ("v1.2.0-0-g1a2b3c4d5e6f", "1.2.0", "1a2b3c4d5e6f", false),
    ("v1.2.0-3-g1a2b3c4d5e6f", "1.2.0+3.g1a2b3c4d5e6f", "1a2b3c4d5e6f", false),
    ("v1.2.0-0-g1a2b3c4d5e6f-dirty", "1.2.0+dirty", "1a2b3c4d5e6f", true),
    ("v1.2.0-rc.1-3-g1a2b3c4d5e6f-dirty", "1.2.0-rc.1+3.g1a2b3c4d5e6f.dirty", "1a2b3c4d5e6f", true),
    ("1a2b3c4d5e6f", "0.9.0", "1a2b3c4d5e6f", false),
    ("1a2b3c4d5e6f-dirty", "0.9.0", "1a2b3c4d5e6f", true),
    ("", "0.9.0", nil, false), ("-dirty", "0.9.0", nil, false),
    ("v1.2-beta", "0.9.0", nil, false), ("fatal: not a git repository", "0.9.0", nil, false),
  ])
  func itIsReadFromWhatGitSays(
    described: String, number: String, commit: String?, isChanged: Bool
  ) {
    let version = Version(described: described, sources: "0.9.0")
    #expect(version.number == number)
    #expect(version.commit == commit)
    #expect(version.isChanged == isChanged)
  }

  @Test func theProgramSaysVersionCommitCompilerAndLibraries() throws {
    let program = try PipedProcess(["--version"])
    #expect(program.waitForExit() == 0)
    let text = String(decoding: program.output, as: UTF8.self)
    let lines = try #require(
      text.wholeMatch(
        of: /hightide (\S+)\ncommit: ([^\n]+)\ncompiler: (Swift [^\n]+)\nlibraries: ([^\n]+)\n/))
    // semver.org, without its rules for leading zeros.
    #expect(lines.1.wholeMatch(of: /\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?/) != nil)
    for library in ["ncurses", "zlib", "zstd", "PCRE2", "glibc"] {
      #expect(
        lines.4.split(separator: ", ").contains {
          $0.hasPrefix(library) && $0.contains(/\s\d+\.\d+/)
        },
        "\(library)")
    }
  }
}
