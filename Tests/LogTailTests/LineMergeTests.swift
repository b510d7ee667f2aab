import System
import TestSupport
import Testing

@testable import LogTail

/// Which line comes next, where several logs have some.
struct LineMergeTests {
  private let scratch = ScratchFolder()

  /// Logs as words, `time` and `name` of each line; a line `-` has no time.
  struct Case: Sendable, CustomTestStringConvertible {
    var logs: [String]
    var merged: String
    var testDescription: String { logs.joined(separator: " | ") }
  }

  private static let cases = [
    Case(logs: ["1a 2b 3c"], merged: "1a 2b 3c"),
    Case(logs: ["1a 3b", "2c 4d"], merged: "1a 2c 3b 4d"),
    // Of equal times, that of the log that was named first.
    Case(logs: ["1a 2b", "1c 2d"], merged: "1a 1c 2b 2d"),
    Case(logs: ["2a", "1b 2c", "2d"], merged: "1b 2a 2c 2d"),
    // Lines of one log keep their order, whatever their times.
    Case(logs: ["5a 1b 6c", "2d 7e"], merged: "2d 5a 1b 6c 7e"),
    // A line without a time stays with the one before.
    Case(logs: ["1a -b 4c", "2d -e 5f"], merged: "1a -b 2d -e 4c 5f"),
    // In front of all times, it stays with the first that has one.
    Case(logs: ["-a 3b", "2c"], merged: "2c -a 3b"),
    // One ends before the others begin, or holds nothing.
    Case(logs: ["4a 5b", "1c 2d", "3e"], merged: "1c 2d 3e 4a 5b"),
    Case(logs: ["", "2a", ""], merged: "2a"),
    Case(logs: ["1a 9b", "2c 8d", "3e 7f", "4g 6h"], merged: "1a 2c 3e 4g 6h 7f 8d 9b"),
    // A line more than an hour ahead that the next one does not confirm holds nothing back.
    Case(logs: ["1a 9000b 3c 5d", "2e 4f"], merged: "1a 9000b 2e 3c 4f 5d"),
    Case(logs: ["1a 9000b -c 3d", "2e 4f"], merged: "1a 9000b -c 2e 3d 4f"),
    Case(logs: ["2e 4f", "1a 9000b 9001c 3d"], merged: "1a 2e 4f 9000b 9001c 3d"),
    // An hour is no jump, and confirms one; where nothing comes behind it, it is taken at its word.
    Case(logs: ["1a 3601b 0c 5d", "2e 4f"], merged: "1a 2e 4f 3601b 0c 5d"),
    Case(logs: ["1a 3602b 2c 5d", "2e 4f"], merged: "1a 2e 4f 3602b 2c 5d"),
    Case(logs: ["1a 3602b 1c", "2e 4f"], merged: "1a 3602b 1c 2e 4f"),
    Case(logs: ["1a 9000b", "2e 4f"], merged: "1a 2e 4f 9000b"),
    Case(logs: ["1a 9000b -c", "2e 4f"], merged: "1a 2e 4f 9000b -c"),
  ]

  @Test(arguments: cases)
  func theEarlierLineComesFirst(example: Case) throws {
    for (number, log) in example.logs.enumerated() {
      scratch.append("log\(number)", log.split(separator: " ").map { "\($0)\n" }.joined())
    }
    let sources = example.logs.indices.map { scratch("log\($0)") }
    for mode in [TailConfiguration.Mode.replay, .fromStart] {
      var session = try TailSession(sources, mode)
      let merged = session.read().text.split(separator: "\n").joined(separator: " ")
      #expect(merged == example.merged)
    }
  }

  // A turn looked at all logs, so that merging took time by the square of their number.
  @Test func manyLogsTakeTurnsInOrder() throws {
    let count = 400
    for log in 0..<count {
      scratch.append(
        "\(log).log", (0..<5).map { "\(1_000 + $0 * count + (log * 7) % count)\n" }.joined())
    }
    var session = try TailSession([scratch("*.log")], .replay)
    let times = session.read().text.split(separator: "\n").compactMap { Int($0) }
    #expect(times == Array(1_000..<1_000 + 5 * count))
  }

  // What comes behind a jump is read again, in pieces of any size.
  @Test(arguments: [-2, -1, 0, 1, 2], [false, true])
  func aJumpIsJudgedAcrossReads(shift: Int, isCompressed: Bool) throws {
    let line = "1" + String(repeating: "x", count: 62) + "\n"
    let jump = "9000 jump\n"
    let count = LineMerge.batchSize / line.utf8.count
    let padding = String(repeating: "x", count: 62 - jump.utf8.count + shift)
    let log =
      String(repeating: line, count: count - 1) + "1\(padding)\n" + jump + "3 behind\n"
    let name = isCompressed ? "a.gz" : "a"
    try scratch.write(isCompressed ? Compressing.gzip(log) : Array(log.utf8), to: name)
    scratch.append("b", "2 other\n4 last\n")
    var session = try TailSession([scratch(name), scratch("b")], .replay)
    let text = session.read().text
    #expect(text.hasSuffix("\n9000 jump\n2 other\n3 behind\n4 last\n"))
  }

  // Ten thousand small logs were as many batches.
  @Test func smallLogsShareABatch() throws {
    let names = (100..<500).map { scratch("\($0).log") }
    for (log, name) in names.enumerated() {
      scratch.append(Path.name(of: name), "\(1_000 + log)\n\(1_000 + log)\n")
    }
    for mode in [TailConfiguration.Mode.replay, .fromStart] {
      var session = try TailSession([scratch("*.log")], mode)
      let batches = session.read().batches
      #expect(batches.count == 1)
      let batch = try #require(batches.first)
      #expect(batch.spans.map(\.source.text) == names)
      #expect(batch.spans.map(\.end) == (1...400).map { $0 * 10 })
      #expect(Set(batch.positions.map(\.path)) == Set(names))
      #expect(batch.positions.allSatisfy { $0.offset == 10 })
    }
  }

  // A log that ended exactly where a batch was full hid all that came behind it.
  @Test(arguments: [-1, 0, 1])
  func nothingIsLostBehindALogThatEndsWithABatch(more: Int) throws {
    let line = "1" + String(repeating: "x", count: 62) + "\n"
    let count = LineMerge.batchSize / line.utf8.count + more
    var session = try TailSession([scratch("a"), scratch("b")], .fromStart)
    _ = session.read()
    scratch.append("a", String(repeating: line, count: count))
    scratch.append("b", "2 behind\n")
    let text = session.read().text
    #expect(text.count == count * line.count + 9)
    #expect(text.hasSuffix("2 behind\n"))
  }
}
