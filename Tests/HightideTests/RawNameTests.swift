import Foundation
import TestSupport
import Testing

/// Logs whose names are not UTF-8.
@Suite(.waiting) struct RawNameTests {
  private let folder = ScratchFolder()

  /// Runs the program in a folder that holds a log called `caf`, the byte E9 and `.log`.
  private func run(_ arguments: String) throws -> PipedProcess {
    try folder.append(LogLine.request("/a"), to: "plain")
    let script = """
      cd '\(folder.path)' && name=$(printf 'caf\\351.log') && cat plain > "$name" \
        && exec \(BuiltProduct.hightide) \(arguments)
      """
    return try PipedProcess(["-c", script], program: "/bin/sh")
  }

  @Test(arguments: [#""$name""#, "'*.log'", "'caf?.log'"])
  func theyAreOpenedAndMatched(source: String) throws {
    let program = try run("--json --from-start \(source)")
    _ = try program.report { $0.event == "opened" }
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    #expect(try program.reports.last?.hits == 1)
    let text = String(decoding: program.output, as: UTF8.self)
    #expect(text.contains("caf\u{FFFD}.log"))
    #expect(program.errors.isEmpty)
  }

  @Test func theyAreNamedEscapedForAPerson() throws {
    let plain = try run(#"--plain --from-start "$name""#)
    #expect(plain.wait { $0.lines.contains { $0.contains(#"caf\xe9.log"#) } })
    let missing = try run(#"--replay "x$name""#)
    #expect(missing.waitForExit() == 1)
    #expect(
      missing.complaints == [#"hightide: cannot read xcaf\xe9.log: No such file or directory"#])
    let state = try run(#"--state "$name" plain"#)
    #expect(state.waitForExit() == 2)
    #expect(
      state.complaints == [
        #"hightide: option --state takes the path of a file, in UTF-8; not 'caf\xe9.log'"#
      ])
  }
}
