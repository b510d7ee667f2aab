import Foundation
import Glibc
import TestSupport
import Testing

/// What becomes of a log is said, to programs and to people.
@Suite(.waiting) struct SourceEventTests {
  /// A log, and the program that follows it.
  private struct Followed {
    let folder: ScratchFolder
    let program: PipedProcess
    let output: String

    init(_ output: String, isThere: Bool = true) throws {
      folder = ScratchFolder()
      if isThere { try folder.write(LogLine.request("/context"), to: "access.log") }
      program = try PipedProcess([output, "--utc", folder("access.log")])
      self.output = output
    }

    /// Waits until it is said `count` times that this happened.
    func says(_ event: String, _ sentence: String, times count: Int = 1) throws -> Bool {
      let path = folder("access.log")
      return program.wait { program in
        program.lines.count {
          output == "--json"
            ? $0.hasPrefix(#"{"type":"source","source":"\#(path)","event":"\#(event)","reason":"#)
            : $0.contains(sentence.replacing("LOG", with: path))
        } >= count
      }
    }

    func rename(_ old: String, _ new: String) {
      _ = unsafe Glibc.rename(folder(old), folder(new))
    }

    /// Ends it, and returns what the summary says: lines that were counted.
    func lines() throws -> String? {
      program.signal(SIGTERM)
      guard program.waitForExit() == 0 else { return nil }
      if output == "--json" { return try program.reports.last?.lines.map(String.init) }
      return program.lines.last { $0.hasPrefix("  lines  ") }?
        .split(separator: " ").dropFirst().first.map(String.init)
    }
  }

  @Test(arguments: ["--json", "--plain"])
  func fileThatAppearsIsWaitedForAndOpened(output: String) throws {
    let log = try Followed(output, isThere: false)
    #expect(try log.says("waiting", "Waiting for LOG"))
    try log.folder.append(LogLine.request("/a"), to: "access.log")
    #expect(try log.says("opened", "Reading LOG"))
    #expect(try log.lines() == "1")
  }

  @Test(arguments: ["--json", "--plain"])
  func rotationIsSaid(output: String) throws {
    let log = try Followed(output)
    #expect(try log.says("opened", "Reading LOG"))
    try log.folder.append(LogLine.request("/a"), to: "access.log")
    log.rename("access.log", "access.log.1")
    try log.folder.append(LogLine.request("/b"), to: "access.log")
    #expect(try log.says("rotated", "LOG was rotated"))
    try log.folder.append(LogLine.request("/c"), to: "access.log.1")
    #expect(try log.lines() == "3")
  }

  @Test(arguments: ["--json", "--plain"])
  func truncationIsSaid(output: String) throws {
    let log = try Followed(output)
    #expect(try log.says("opened", "Reading LOG"))
    #expect(unsafe truncate(log.folder("access.log"), 0) == 0)
    #expect(try log.says("truncated", "LOG was truncated"))
    try log.folder.append(LogLine.request("/a"), to: "access.log")
    #expect(try log.lines() == "1")
  }

  @Test(arguments: ["--json", "--plain"])
  func fileThatGoesAndComesBackIsResumed(output: String) throws {
    let log = try Followed(output)
    #expect(try log.says("opened", "Reading LOG"))
    log.rename("access.log", "elsewhere")
    #expect(try log.says("waiting", "Waiting for LOG"))
    log.rename("elsewhere", "access.log")
    #expect(try log.says("resumed", "LOG can be read again"))
    try log.folder.append(LogLine.request("/a"), to: "access.log")
    #expect(try log.lines() == "1")
  }

  @Test(arguments: ["--json", "--plain"])
  func directoryInItsPlaceIsAFailureUntilTheFileIsBack(output: String) throws {
    let log = try Followed(output)
    #expect(try log.says("opened", "Reading LOG"))
    log.rename("access.log", "elsewhere")
    #expect(unsafe mkdir(log.folder("access.log"), 0o755) == 0)
    #expect(try log.says("failed", "Cannot read LOG: Is a directory"))
    if output == "--json" {
      #expect(log.program.lines.contains { $0.contains(#""reason":"Is a directory","time":""#) })
    }
    try log.folder.append(LogLine.request("/a"), to: "elsewhere")
    #expect(unsafe rmdir(log.folder("access.log")) == 0)
    log.rename("elsewhere", "access.log")
    #expect(try log.says("resumed", "LOG can be read again"))
    #expect(try log.lines() == "1")
  }

  private static let setpriv = "/usr/bin/setpriv"

  /// Root may read everything, so this has to run as somebody else.
  @Test(.enabled(if: getuid() == 0 && FileManager.default.isExecutableFile(atPath: setpriv)))
  func permissionThatIsTakenAndGivenBack() throws {
    let folder = ScratchFolder()
    let path = folder("access.log")
    let copy = folder("hightide")
    // By a program: what another test starts meanwhile must not inherit a file that is written to,
    // or it could not be run.
    let copying = try PipedProcess([BuiltProduct.hightide, copy], program: "/bin/cp")
    #expect(copying.waitForExit() == 0)
    for path in [copy, folder.path] { unsafe chmod(path, 0o755) }
    try folder.append(LogLine.request("/context"), to: "access.log")
    let program = try PipedProcess(
      ["--reuid=65534", "--clear-groups", copy, "--json", path], program: SourceEventTests.setpriv)
    #expect(try program.report { $0.event == "opened" } != nil)
    // The next file may not be read at first, as after a rotation by a careless script.
    try folder.append(LogLine.request("/a") + LogLine.request("/b"), to: "next")
    unsafe chmod(folder("next"), 0)
    _ = unsafe rename(folder("next"), path)
    #expect(try program.report { $0.event == "failed" } != nil)
    #expect(program.lines.contains { $0.contains(#""reason":"Permission denied""#) })
    unsafe chmod(path, 0o644)
    #expect(try program.report { $0.event == "rotated" } != nil)
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    #expect(try program.reports.last?.lines == 2)
  }

  /// A copy that an administrator put beside the log is no reason to stop.
  @Test(.enabled(if: getuid() == 0 && FileManager.default.isExecutableFile(atPath: setpriv)))
  func rotatedFileThatMayNotBeReadDoesNotHoldUpTheLog() throws {
    let folder = ScratchFolder()
    let path = folder("access.log")
    let copy = folder("hightide")
    let copying = try PipedProcess([BuiltProduct.hightide, copy], program: "/bin/cp")
    #expect(copying.waitForExit() == 0)
    for path in [copy, folder.path] { unsafe chmod(path, 0o755) }
    try folder.append(LogLine.request("/context"), to: "access.log")
    try folder.append(LogLine.request("/before"), to: "access.log.old")
    unsafe chmod(folder("access.log.old"), 0)
    let program = try PipedProcess(
      ["--reuid=65534", "--clear-groups", copy, "--json", path], program: SourceEventTests.setpriv)
    #expect(try program.report { $0.event == "opened" } != nil)
    for rotation in 1...2 {
      let name = "access.log-2026010\(rotation)"
      _ = unsafe rename(path, folder(name))
      try folder.append(LogLine.request("/a"), to: "access.log")
      _ = try program.wait { try $0.reports.count { $0.event == "rotated" } == rotation }
      // One that comes while the program runs.
      try folder.append(LogLine.request("/after"), to: "access.log.bak")
      unsafe chmod(folder("access.log.bak"), 0)
    }
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    #expect(try program.reports.last?.lines == 2)
  }

  /// A run that continues with a log that could not be parsed says so, and when it can be.
  @Test func whatCannotBeParsedIsSaidByEveryRun() throws {
    let folder = ScratchFolder()
    let path = folder("access.log")
    try folder.append(String(repeating: "no line of a log\n", count: 120), to: "access.log")
    let options = ["--json", "--from-start", "--state", folder("state"), path]
    for _ in 0..<3 {
      let program = try PipedProcess(options)
      #expect(try program.report { $0.event == "unparsed" } != nil)
      program.signal(SIGTERM)
      #expect(program.waitForExit() == 0)
      #expect(try program.reports.count { $0.event == "unparsed" } == 1)
    }
    let program = try PipedProcess(options)
    #expect(try program.report { $0.event == "unparsed" } != nil)
    try folder.append(LogLine.request("/a"), to: "access.log")
    #expect(try program.report { $0.event == "parsed" } != nil)
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
  }

  /// A report may be half written when something becomes of a file.
  @Test func eventsAreNotMixedIntoReportsThatWaitForTheReader() throws {
    let folder = ScratchFolder()
    let path = folder("access.log")
    let start = Date.now - 1_000_000
    try folder.append(LogLine.request("/a", at: start), to: "access.log")
    let program = try PipedProcess(["--json", "--from-start", path])
    #expect(try program.report { $0.event == "opened" } != nil)
    // Hours of silence, told at once: far more than a pipe holds.
    try folder.append(LogLine.request("/b", at: start + 20_000), to: "access.log")
    for rotation in 1...20 {
      poll(nil, 0, 25)
      _ = unsafe rename(path, folder("access.log-\(20_260_100 + rotation)"))
      try folder.append(LogLine.request("/c", at: start + 20_000), to: "access.log")
    }
    #expect(program.wait { $0.lines.count { $0.contains("rotated") } > 0 })
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    #expect(try program.reports.last?.type == "summary")
  }
}
