import Foundation
import Glibc
import TestSupport
import Testing

/// A topic of sums as a source, for the whole program.
@Suite(.waiting) struct FleetSourceTests {
  private let folder = ScratchFolder()
  private let brokers: TestBrokers

  init() throws { brokers = try TestBrokers() }

  private static let options = ["--json", "--no-config", "-t", "4", "-w", "10s", "--by", "server"]

  private func watch(_ topic: String, _ arguments: [String] = ["--from-start"]) throws
    -> PipedProcess
  {
    let program = try PipedProcess(Self.options + arguments + [topic])
    #expect(try program.report { $0.event == "opened" } != nil, "\(program.complaints)")
    return program
  }

  /// Waits until that many hits were reported in intervals that ended, ends it, and returns the last line.
  private func summary(of program: PipedProcess, hits: Int) throws -> String {
    _ = try program.wait {
      try $0.reports.reduce(0) { $0 + ($1.type == "interval" ? $1.hits ?? 0 : 0) } >= hits
    }
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0, "\(program.complaints)")
    return try #require(program.lines.last)
  }

  private static func alerts(_ program: PipedProcess) throws -> [String] {
    try program.reports.filter { $0.type == "alert" }.map {
      "\($0.state ?? "") \($0.time?.timeIntervalSince1970 ?? 0) \($0.hits ?? 0)"
    }
  }

  @Test(arguments: [1, 2] as [UInt64])
  func verdictsAndSumsAreThoseOfOneProcess(seed: UInt64) throws {
    let topic = try brokers.topic()
    let fleet = MadeUpFleet(servers: 5, start: 1_594_195_200, seed: seed)
    // Quiet, busy and quiet again, so that alerts come and go.
    let records = fleet.next(90) { (30..<50).contains($0) ? 1...6 : 0...1 }
    try fleet.send(records, to: topic)
    let program = try watch(topic)
    let summary = try summary(of: program, hits: fleet.lineCount * 8 / 10)
    let log = try folder.write(fleet.merged, to: "merged.log")
    let alone = try PipedProcess(Self.options + ["--replay", "--by", "server", log])
    #expect(alone.waitForExit() == 0)
    let expected = try Self.alerts(alone)
    #expect(expected.count >= 2)
    #expect(try Self.alerts(program) == expected)
    let whole = try #require(alone.lines.last)
    // One log has the lines of all servers, and does not know whose they are.
    #expect(Self.withoutServers(summary) == Self.withoutServers(whole))
    #expect(summary.contains(#"{"server":"web5","hits":"#))
  }

  /// A line of JSON up to what is listed by servers, and what stands behind that.
  private static func withoutServers(_ line: String) -> [String] {
    let parts = line.components(separatedBy: #","groups":{"server":["#)
    return [parts[0], parts.last?.components(separatedBy: "]}").dropFirst().joined() ?? ""]
  }

  @Test func whatWasThereBeforeTheStartIsContext() throws {
    let topic = try brokers.topic()
    let now = Int(Date.now.timeIntervalSince1970)
    let fleet = MadeUpFleet(servers: 3, start: now - 100, seed: 3)
    try fleet.send(fleet.next(100) { _ in 2...2 }, to: topic)
    let program = try watch(topic, [])
    let before = fleet.lineCount
    try fleet.send(fleet.next(60) { _ in 1...1 }, to: topic)
    #expect(try program.report { $0.type == "interval" && $0.hits ?? 0 > 0 } != nil)
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    let summary = try #require(try program.reports.last)
    // The interval across the start is of before it. Brokers in memory do not know what arrived when: there
    // two intervals may be read as a whole that had not ended.
    let after = fleet.lineCount - before
    let most = after + (TestBrokers.areInMemory ? 3 * 20 * 2 : 0)
    #expect((after - 3 * 10...most).contains(summary.hits ?? 0), "\(program.lines)")
    #expect(summary.lines == summary.hits && summary.late == 0)
    let reported = try program.reports.reduce(0) {
      $0 + ($1.type == "interval" ? $1.hits ?? 0 : 0)
    }
    #expect(reported == summary.hits)
  }

  @Test func recordsThatCannotBeTakenAreSaidWithTheirReason() throws {
    let topic = try brokers.topic(partitions: 1)
    let fleet = MadeUpFleet(servers: 1, start: 1_594_195_200, seed: 4)
    let records = fleet.next(30) { _ in 1...1 }
    try fleet.send(records, to: topic)
    var newer = records[0].bytes
    // The number behind the tag of the version.
    newer[1] = 9
    try fleet.send(newer, header: "1 metrics")
    try fleet.send(Array(records[0].bytes.dropLast()), header: "1 metrics")
    try fleet.send(records[0].bytes, header: "2 metrics")
    let program = try watch(topic)
    let words = [
      "1 records are of a later version of hightide (sums of version 9)",
      "1 records are damaged: ", "1 records were written by another version of hightide",
    ]
    for words in words {
      #expect(
        program.wait { $0.lines.contains { $0.contains(words) && $0.contains("missed") } },
        "\(program.lines)")
    }
    // The rest counts.
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    #expect(try program.reports.last?.hits == fleet.lineCount)
  }

  @Test func sumsOfOtherIntervalsAreRefusedWithAdvice() throws {
    let topic = try brokers.topic(partitions: 1)
    let fleet = MadeUpFleet(servers: 1, start: 1_594_195_200, seed: 4)
    try fleet.send(fleet.next(3) { _ in 1...1 }, to: topic)
    let program = try watch(topic, ["--from-start", "-i", "5s"])
    #expect(
      program.wait {
        $0.lines.contains {
          $0.contains("3 records have intervals of 10 s") && $0.contains("-i 10s --lateness 2s")
        }
      }, "\(program.lines) \(program.complaints.prefix(5)) \(program.complaints.suffix(5))")
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
  }

  @Test(arguments: [
    ["--where", "status >= 500"], ["--section", "2"], ["--client", "xff"], ["--lines"],
    ["--state", "state"],
  ])
  func whatSumsCannotAnswerIsRefused(option: [String]) throws {
    let topic = try brokers.topic(partitions: 1)
    let fleet = MadeUpFleet(servers: 1, start: 1_594_195_200, seed: 4)
    try fleet.send(fleet.next(3) { _ in 1...1 }, to: topic)
    var option = option
    if option[0] == "--state" { option[1] = folder("state") }
    let program = try PipedProcess(["--json", "--no-config", "--from-start"] + option + [topic])
    #expect(program.waitForExit() == 1)
    let complaints = program.complaints.joined()
    #expect(
      complaints.contains("it holds sums of hits") && complaints.contains(option[0]),
      "\(complaints)")
    #expect(try program.reports.last?.hits ?? 0 == 0)
  }

  @Test func aRuleThatServersDoNotAddUpForIsSaid() throws {
    let topic = try brokers.topic(partitions: 1)
    let fleet = MadeUpFleet(servers: 2, start: 1_594_195_200, seed: 4)
    try fleet.send(fleet.next(60) { _ in 3...3 }, to: topic)
    let settings = try folder.write(
      "[rule faults]\nmeasure = share\nof = status >= 500\nabove = 1 %\n", to: "hightide.ini")
    let program = try PipedProcess(
      ["--json", "--config", settings, "--from-start", "--by", "network", topic])
    for words in ["rule faults is not judged: web1, web2 do not send", "send hits by network"] {
      #expect(program.wait { $0.lines.contains { $0.contains(words) } }, "\(program.lines)")
    }
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    #expect(
      try !program.reports.contains { $0.type == "alert" && $0.message?.contains("faults") == true }
    )
  }
}
