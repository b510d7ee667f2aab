import Glibc
import TestSupport
import Testing

/// Sources that fail for good: it is said, the rest is reported, and the exit status is 1.
@Suite(.waiting) struct FailedSourceTests {
  private let folder = ScratchFolder()

  private func run(_ command: String) throws -> PipedProcess {
    try PipedProcess(
      ["-c", "cd \(folder.path); \(command)"], program: "/bin/sh",
      environment: ["HIGHTIDE": BuiltProduct.hightide])
  }

  private func lines(_ count: Int) -> String {
    String(repeating: LogLine.request("/a"), count: count)
  }

  /// Each is made of 9,000 lines: `gz` that is cut off, and what is in a format that is not read.
  @Test(
    .timeLimit(.minutes(5)),
    arguments: [
      ("gzip | head -c -8", "the gzip data is cut off"),
      ("(printf '\\3757zXZ\\000'; cat)", "the data is compressed with xz; unpack it first"),
    ], ["--json", "--replay --json", "--from-start --plain"])
  func aPipeThatFailsEndsTheRun(pipe: (String, String), options: String) throws {
    let (command, reason) = pipe
    try folder.write(lines(9_000), to: "log")
    let program = try run("cat log | \(command) | \"$HIGHTIDE\" \(options) -")
    #expect(program.waitForExit() == 1)
    #expect(program.complaints == ["hightide: cannot read - to its end: \(reason)"])
    #expect(!program.output.isEmpty)
  }

  @Test(.timeLimit(.minutes(5)))
  func aPipeThatFailsBesideAFileDoesNotEndTheRunButItsStatus() throws {
    try folder.write(lines(3), to: "log")
    let program = try PipedProcess(
      ["--json", "--from-start", "-", folder("log")], input: .pipe)
    program.send([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00])
    program.closeInput()
    #expect(program.wait { $0.lines.contains { $0.contains(#""event":"failed""#) } })
    try folder.append(lines(2), to: "log")
    #expect(program.wait { process in process.lines.contains { $0.contains(#""hits":"#) } })
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 1)
    #expect(program.lines.last?.contains(#""lines":5"#) == true)
  }

  @Test(.timeLimit(.minutes(5)), arguments: ["--json", "--replay --plain", "--from-start --json"])
  func aClosedInputIsAnErrorAndNoOtherDescriptor(options: String) throws {
    let program = try run("exec \"$HIGHTIDE\" \(options) - <&-")
    #expect(program.waitForExit() == 1)
    #expect(program.complaints == ["hightide: cannot read -: Bad file descriptor"])
    #expect(program.output.isEmpty)
  }

  @Test(
    .timeLimit(.minutes(5)),
    arguments: [
      (
        "printf '\\3757zXZ\\000' | \"$HIGHTIDE\" -", "cannot read: the data",
        "cannot read - to its end: the data"
      ),
      (
        "yes nonsense | head -200 > log; \"$HIGHTIDE\" --replay --dashboard log",
        "cannot parse log",
        "cannot parse log: 200 malformed"
      ),
    ])
  func aDashboardSaysAtItsEndWhatWasWrong(
    command: String, shown: String, complaint: String
  ) throws {
    let program = try PtyProcess(
      "/bin/sh", ["-c", "cd \(folder.path); \(command); echo status $?"],
      environment: ["HIGHTIDE": BuiltProduct.hightide])
    #expect(program.wait(for: shown))
    program.send("q")
    #expect(program.wait(for: "status 1"))
    #expect(program.wait(for: "hightide: \(complaint)"))
    #expect(program.waitForExit() == 0)
  }

  /// A file that is opened in the place of the output must not be written to.
  @Test(.timeLimit(.minutes(5)), arguments: ["--json", "--plain"])
  func aClosedOutputIsAnErrorAndNoOtherDescriptor(format: String) throws {
    let log = lines(3)
    try folder.write(log, to: "log")
    let program = try run("exec \"$HIGHTIDE\" --replay \(format) log >&-")
    #expect(program.waitForExit() == 1)
    #expect(program.complaints == ["hightide: cannot write: Bad file descriptor"])
    #expect(try folder.read("log") == log)
  }
}
