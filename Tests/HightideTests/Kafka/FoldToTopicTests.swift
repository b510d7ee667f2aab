import Foundation
import Glibc
import TestSupport
import Testing

/// Files that are added up for a topic, by the whole program.
@Suite(.waiting) struct FoldToTopicTests {
  private let folder = ScratchFolder()
  private let brokers: TestBrokers

  init() throws { brokers = try TestBrokers() }

  private func fold(_ topic: String, _ arguments: [String] = []) throws -> PipedProcess {
    try PipedProcess(
      [
        "fold", folder("access.log"), "--to", topic, "--server", "web1", "--no-config", "-i", "1s",
        "--lateness", "0s",
      ] + arguments)
  }

  @Test(.timeLimit(.minutes(5)), arguments: [1, 2] as [UInt64])
  func eachLineIsInTheSumsOnceWheneverItIsKilled(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let topic = try brokers.topic()
    let sums = try TopicSums(of: topic, at: brokers)
    let arguments = ["--state", folder("fold.state"), "--from-start"]
    var count = 0
    func write(_ lines: Int) throws {
      // Some are older than the clock, and some of intervals that have ended.
      let text = (count..<count + lines).map {
        LogLine.request("/line/\($0)", at: .now - Double(random.number(0...3) / 2))
      }
      try folder.append(text.joined(), to: "access.log")
      count += lines
    }
    try write(2_000)
    for _ in 0..<3 {
      let program = try fold(topic, arguments)
      let pause = Int32(random.number(20...1_300))
      poll(nil, 0, pause)
      try write(500)
      poll(nil, 0, pause / 2)
      program.signal(SIGKILL)
      #expect(program.waitForExit() == 128 + SIGKILL)
    }
    let last = try fold(topic, arguments)
    try write(3)
    #expect(try sums.wait { $0.hits >= count })
    // What is there at the end is still read.
    try write(7)
    last.signal(SIGTERM)
    #expect(last.waitForExit() == 0, "\(last.complaints)")
    #expect(try sums.wait { $0.hits >= count && $0.tallied >= count })
    #expect(sums.hits == count && sums.tallied == count && sums.lines == count)
    #expect(sums.malformed == 0 && sums.damaged == 0 && sums.shrunk == 0)
    #expect(sums.origins.count == 1 && sums.unfinished == 0)
  }

  @Test func recordsComeWithoutTraffic() throws {
    let topic = try brokers.topic()
    let sums = try TopicSums(of: topic, at: brokers)
    // It is read from its end on, but what it says of the time is known.
    try folder.append(LogLine.request("/a", at: .now - 3_600), to: "access.log")
    let program = try fold(topic)
    let start = Patience.now
    #expect(try sums.wait { $0.intervals >= 3 })
    #expect(Patience.now - start >= 1_000)
    #expect(sums.hits == 0 && sums.lines == 0)
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0, "\(program.complaints)")
  }

  @Test(.enabled(if: TestBrokers.areInMemory))
  func linesWaitInTheirLogWhileNoBrokerCanBeReached() throws {
    let topic = try brokers.topic()
    try folder.append(LogLine.request("/a"), to: "access.log")
    try brokers.tell("down 1")
    let program = try fold(topic, ["--from-start", "--state", folder("fold.state")])
    #expect(program.wait { $0.complaints.contains { $0.contains("cannot reach") } })
    try folder.append(LogLine.request("/b") + "no hit\n", to: "access.log")
    try brokers.tell("up 1")
    let sums = try TopicSums(of: topic, at: brokers)
    #expect(try sums.wait { $0.tallied >= 2 && $0.malformed >= 1 })
    #expect(program.wait { $0.complaints.contains { $0.contains("can be reached again") } })
    try brokers.tell("down 1")
    try folder.append(LogLine.request("/c"), to: "access.log")
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 1)
    #expect(
      program.complaints.last?.hasSuffix("had not arrived; the next start sends them") == true,
      "\(program.complaints)")
    try brokers.tell("up 1")
    let next = try fold(topic, ["--state", folder("fold.state")])
    let all = try TopicSums(of: topic, at: brokers)
    #expect(try all.wait { $0.tallied >= 3 })
    next.signal(SIGTERM)
    #expect(next.waitForExit() == 0)
    #expect(all.hits == 3 && all.tallied == 3 && all.lines == 4 && all.malformed == 1)
  }

  @Test func otherSettingsBeginAnotherOrigin() throws {
    let topic = try brokers.topic()
    let sums = try TopicSums(of: topic, at: brokers)
    let state = ["--state", folder("fold.state")]
    try folder.append(LogLine.request("/a"), to: "access.log")
    let first = try fold(topic, state + ["--from-start"])
    #expect(try sums.wait { $0.tallied == 1 })
    first.signal(SIGKILL)
    #expect(first.waitForExit() != nil)
    try folder.append(LogLine.request("/b") + LogLine.request("/c"), to: "access.log")
    let second = try fold(topic, state + ["--section", "2"])
    #expect(second.wait { $0.complaints.contains { $0.contains("a new origin begins") } })
    #expect(try sums.wait { $0.tallied >= 3 })
    second.signal(SIGTERM)
    #expect(second.waitForExit() == 0)
    #expect(sums.hits == 3 && sums.tallied == 3 && sums.lines == 3 && sums.origins.count == 2)
  }

  @Test func standardInputAndAReplayAreAddedUpToTheirEnd() throws {
    let topic = try brokers.topic()
    let sums = try TopicSums(of: topic, at: brokers)
    let program = try PipedProcess(
      ["fold", "-", "--to", topic, "--server", "web1", "--no-config"], input: .pipe)
    for number in 0..<50 { program.send(LogLine.request("/\(number)")) }
    program.closeInput()
    #expect(program.waitForExit() == 0, "\(program.complaints)")
    // Hours in one go, of which each interval has one record.
    let lines = (0..<3_000).map {
      LogLine.request("/\($0)", at: Date(timeIntervalSince1970: Double(1_700_000_000 + 7 * $0)))
    }
    try folder.append(lines.joined(), to: "access.log")
    let replay = try PipedProcess(
      [
        "fold", "--replay", folder("access.log"), "--to", topic, "--server", "web2", "--no-config",
      ])
    #expect(replay.waitForExit() == 0, "\(replay.complaints)")
    #expect(try sums.wait { $0.tallied >= 3_050 })
    #expect(sums.hits == 3_050 && sums.tallied == 3_050 && sums.lines == 3_050)
    #expect(sums.hits(of: "web1") == 50 && sums.hits(of: "web2") == 3_000)
    #expect(sums.unfinished == 0 && sums.origins.count == 2)
  }

  @Test(arguments: [
    (["fold", "a.log", "--to", "b/metrics"], "option --to takes kafka://HOST"),
    (["fold", "a.log", "--to", "kafka://b/m", "--backfill", "10m"], "--backfill and --to exclude"),
    (["fold", "a.log", "--to", "kafka://b/m", "--asked"], "--asked and --to exclude"),
    (["fold", "ssh://h/x", "--to", "kafka://b/m"], "fold --to reads files"),
    (["fold", "a.log", "--state", "s"], "fold --state needs --to"),
    (["fold", "a.log", "--to", "kafka://b/m", "--state", "a.log"], "takes a file of its own"),
    (
      ["fold", "a.log", "--to", "kafka://b/m", "--state", "s", "--replay"],
      "--replay and --state exclude"
    ),
  ])
  func otherUsesAreRefused(arguments: [String], complaint: String) throws {
    let program = try PipedProcess(arguments + ["--no-config"])
    #expect(program.waitForExit() == 2)
    #expect(program.complaints.first?.contains(complaint) == true, "\(program.complaints)")
  }
}
