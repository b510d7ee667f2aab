import Foundation
import Glibc
import TestSupport
import Testing

@testable import hightide

/// Each command line of the README runs, and what it says a command prints is what it prints.
@Suite(.waiting) struct ReadmeCommandTests {
  private static let root = URL(filePath: #filePath).appending(path: "../../..").standardized

  /// The blocks of code of a kind.
  private static func blocks(_ kind: String) -> [[String]] {
    let file = root.appending(path: "README.md")
    let readme = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    var blocks: [[String]] = []
    var open: [String]?
    for line in readme.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "```" {
        if let block = open { blocks.append(block) }
        open = nil
      } else if line == "```\(kind)" {
        open = []
      } else {
        open?.append(String(line))
      }
    }
    return blocks
  }

  private static let commands = blocks("sh").flatMap(\.self).filter {
    !$0.isEmpty && $0.first != "#"
  }

  /// Programs that stand for those that the machine may not have, or that need another machine.
  private static let stand = [
    // What it is to run there is run here.
    "ssh": "shift; exec \"$@\"",
    "jq": "exec cat",
    "mail": "exec cat >/dev/null",
    // A log that grows would never end.
    "tail": "exec cat access.log",
  ]

  private let folder = ScratchFolder()

  init() throws {
    let bin = folder("bin")
    try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: bin + "/hightide", withDestinationPath: BuiltProduct.hightide)
    for (name, script) in ReadmeCommandTests.stand {
      try folder.writeProgram(script, to: "bin/\(name)")
    }
  }

  private func run(_ line: String) throws -> PipedProcess {
    try PipedProcess(
      ["-c", "cd '\(folder.path)' && \(line)"], program: "/bin/sh",
      environment: [
        "PATH": folder("bin") + ":/usr/bin:/bin", "HOME": folder.path, "TMPDIR": folder.path,
      ])
  }

  /// Logs under the names that the README uses.
  private func writeLogs() throws {
    // Twelve minutes, a hit every two seconds; and one from before any time of the day that is asked for.
    let now = Date.now
    let lines = ([100_000] + stride(from: 720, to: 0, by: -2)).map { second in
      LogLine.request(
        "/a/b", at: now - Double(second), status: second % 20 == 0 ? 429 : 200)
    }
    try folder.append(lines.joined(), to: "access.log")
    try folder.append(lines.joined(), to: "access.log.1")
    for number in [2, 3] {
      let packing = try run("gzip -c access.log > access.log.\(number).gz")
      #expect(packing.waitForExit() == 0)
    }
  }

  @Test func thereAreCommands() {
    #expect(ReadmeCommandTests.commands.count > 10)
  }

  @Test(.timeLimit(.minutes(5)), arguments: commands)
  func aCommandLineRuns(line: String) throws {
    if line.hasPrefix("make") {
      // What it would do: building in the middle of a test builds for ever.
      let target = line.split(separator: "#")[0]
      let make = try PipedProcess(
        ["-c", "cd '\(ReadmeCommandTests.root.path())' && make -n \(target.dropFirst(5))"],
        program: "/bin/sh")
      #expect(make.waitForExit() == 0, "\(make.complaints)")
      return
    }
    try writeLogs()
    // In the foreground, and with fewer lines where there are millions.
    let command = (line.hasSuffix(" &") ? String(line.dropLast(2)) : line)
      .replacing("--lines 5000000", with: "--lines 5000")
    let isPiped = command.contains("|")
    let program = try run((isPiped ? "" : "exec ") + command)
    // One that follows a log says so, or writes one; all others end.
    let follows =
      !isPiped && !command.contains("--replay")
      && command.contains(/^hightide ("|'|-|access)/)
    // What made-up traffic is written by is ended as any program is.
    let isWriter = command.hasPrefix("hightide generate --rate")
    if isWriter {
      let size = try folder.bytes("access.log").count
      #expect(try Patience.wait(until: { try folder.bytes("access.log").count != size }))
      program.signal(SIGTERM)
    } else if follows {
      #expect(program.wait { !$0.output.isEmpty })
      program.signal(SIGTERM)
    }
    #expect(program.waitForExit() == (isWriter ? 128 + SIGTERM : 0), "\(program.complaints)")
    #expect(program.errors.isEmpty, "\(program.complaints)")
  }

  /// Blocks of `console` have commands behind `$ ` and, below each, what it prints.
  @Test(.timeLimit(.minutes(5)))
  func aRecordedSessionIsWhatIsPrinted() throws {
    var expected: [String] = []
    var command: String?
    func check() throws {
      guard let line = command else { return }
      let program = try run(line)
      #expect(program.waitForExit() == 0, "\(line): \(program.complaints)")
      while expected.last == "" { expected.removeLast() }
      #expect(program.lines == expected, "\(line)")
      command = nil
    }
    let blocks = ReadmeCommandTests.blocks("console")
    #expect(blocks.count > 1)
    for block in blocks {
      for line in block {
        if line.hasPrefix("$ ") {
          try check()
          command = String(line.dropFirst(2))
          expected = []
        } else {
          expected.append(line)
        }
      }
      try check()
    }
  }
}
