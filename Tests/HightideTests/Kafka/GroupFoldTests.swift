import Foundation
import Glibc
import Kafka
import TestSupport
import Testing

/// Lines of a topic that a group of workers adds up, by the whole program.
@Suite(.waitingInTurn, .serialized) struct GroupFoldTests {
  private let folder = ScratchFolder()
  private let brokers: TestBrokers
  private let group: String

  init() throws {
    brokers = try TestBrokers()
    group = try folder.write(
      """
      group.id=group-\(UInt64.random(in: .min ... .max))
      session.timeout.ms=6000
      heartbeat.interval.ms=500
      """, to: "group.properties")
  }

  private func worker(
    _ source: String, _ topic: String, _ arguments: [String] = []
  ) throws -> PipedProcess {
    try PipedProcess(
      [
        "fold", source, "--to", topic, "--no-config", "-i", "1s", "--lateness", "0s",
        "--from-start", "--kafka-config", group,
      ] + arguments)
  }

  private func produce(
    _ text: String, to topic: String, key: String, _ arguments: [String] = []
  ) throws {
    let path = try folder.write(text, to: "lines")
    let name = topic.split(separator: "/").last.map(String.init) ?? ""
    let kcat = try PipedProcess(
      ["-P", "-q", "-b", brokers.addresses, "-t", name, "-k", key] + arguments + [path],
      program: "/usr/bin/kcat")
    #expect(kcat.waitForExit() == 0, "\(kcat.complaints)")
  }

  /// Lines of each of four servers; some are older than the clock.
  private func write(_ count: Int, to topic: String, _ random: inout SeededRandom) throws {
    for server in 1...4 {
      let lines = (0..<count).map {
        LogLine.request("/line/\($0)", at: .now - Double(random.number(0...5) / 2))
      }
      try produce(lines.joined(), to: topic, key: "web\(server)", ["-l"])
    }
  }

  private func end(_ worker: PipedProcess) {
    worker.signal(SIGTERM)
    #expect(worker.waitForExit() == 0, "\(worker.complaints)")
  }

  @Test(.timeLimit(.minutes(5)), arguments: [1] as [UInt64])
  func eachLineIsInTheSumsOnceWhateverBecomesOfTheWorkers(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let source = try brokers.topic()
    let topic = try brokers.topic()
    let sums = try TopicSums(of: topic, at: brokers)
    try write(300, to: source, &random)
    let first = try worker(source, topic)
    #expect(try sums.wait { $0.hits > 0 })
    // One more shares the partitions.
    let second = try worker(source, topic)
    #expect(second.wait { $0.complaints.contains { $0.contains(": folds ") } })
    try write(200, to: source, &random)
    poll(nil, 0, Int32(random.number(0...900)))
    try write(100, to: source, &random)
    first.signal(SIGKILL)
    #expect(first.waitForExit() == 128 + SIGKILL)
    try write(100, to: source, &random)
    // It has all of them once the other one is missed.
    #expect(second.wait { $0.complaints.contains { $0.hasSuffix(": folds 0, 1, 2") } })
    try write(50, to: source, &random)
    #expect(try sums.wait { $0.hits >= 3_000 && $0.tallied >= 3_000 })
    var (last, count) = (second, 3_000)
    // With brokers in memory each change of a group takes its time.
    if !TestBrokers.areInMemory {
      last = try worker(source, topic)
      end(second)
      #expect(last.wait { $0.complaints.contains { $0.hasSuffix(": folds 0, 1, 2") } })
      try write(25, to: source, &random)
      count += 100
      #expect(try sums.wait { $0.hits >= count && $0.tallied >= count })
    }
    end(last)
    #expect(sums.hits == count && sums.tallied == count && sums.lines == count)
    #expect((1...4).allSatisfy { sums.hits(of: "web\($0)") == count / 4 })
    #expect(sums.malformed == 0 && sums.damaged == 0 && sums.shrunk == 0)
  }

  @Test func recordsOfOtherProgramsAreAddedUpByTheirServers() throws {
    let source = try brokers.topic()
    let topic = try brokers.topic()
    let sums = try TopicSums(of: topic, at: brokers)
    let line = LogLine.request("/a").dropLast()
    let escaped = line.replacing("\"", with: "\\\"")
    try produce("\(line)\nno hit\n\(line)\n", to: source, key: "web1", ["-D", "#"])
    try produce(
      #"{"host":"web2","message":"\#(escaped)"}"# + "\n", to: source, key: "web1", ["-l"])
    try produce("anything", to: source, key: "web1", ["-H", "hightide=2 line 3"])
    // A log that is quiet says so: it ends the interval.
    for second in 1...3 {
      try produce(
        "x", to: source, key: "web1",
        ["-H", "hightide=1 clock 00000000000000ff \(1_700_000_000 + second)"])
    }
    let program = try worker(source, topic)
    #expect(try sums.wait { $0.hits(of: "web1") == 2 && $0.hits(of: "web2") == 1 })
    #expect(try sums.wait { $0.finals(of: "web1") == 1 })
    end(program)
    #expect(sums.hits == 3 && sums.malformed == 1 && sums.lines == 4)
    #expect(sums.finals(of: "web2") == 0)
    #expect(program.complaints.contains { $0.contains("1 records were of no known kind") })
  }

  @Test(.timeLimit(.minutes(5))) func aWorkerThatStoodStillHarmsNothing() throws {
    let source = try brokers.topic()
    let topic = try brokers.topic()
    let sums = try TopicSums(of: topic, at: brokers)
    var random = SeededRandom(seed: 6)
    try write(100, to: source, &random)
    let first = try worker(source, topic)
    #expect(try sums.wait { $0.hits == 400 }, "\(first.complaints)")
    first.signal(SIGSTOP)
    try write(50, to: source, &random)
    let second = try worker(source, topic)
    #expect(second.wait { $0.complaints.contains { $0.hasSuffix(": folds 0, 1, 2") } })
    #expect(try sums.wait { $0.hits == 600 }, "\(second.complaints)")
    // What it read before is another's now; it gets partitions again.
    first.signal(SIGCONT)
    try write(50, to: source, &random)
    #expect(try sums.wait { $0.hits >= 800 && $0.tallied >= 800 }, "\(second.complaints)")
    end(second)
    end(first)
    #expect(sums.hits == 800 && sums.tallied == 800 && sums.lines == 800)
    #expect(sums.damaged == 0 && sums.shrunk == 0)
  }

  /// Such a partition has no place in the group, and is the same one all the same.
  @Test func partitionsWithoutRecordsComeBackAsTheyWere() throws {
    let source = try brokers.topic(partitions: 4)
    let topic = try brokers.topic()
    let sums = try TopicSums(of: topic, at: brokers)
    var random = SeededRandom(seed: 8)
    let first = try worker(source, topic)
    #expect(first.wait { $0.complaints.contains { $0.hasSuffix("folds 0, 1, 2, 3") } })
    let second = try worker(source, topic)
    #expect(second.wait { $0.complaints.contains { $0.contains(": folds ") } })
    end(second)
    #expect(first.wait { $0.complaints.count { $0.hasSuffix("folds 0, 1, 2, 3") } == 2 })
    try write(10, to: source, &random)
    #expect(try sums.wait { $0.hits == 40 })
    end(first)
    #expect(!first.complaints.contains { $0.contains("erased") }, "\(first.complaints)")
  }

  // Brokers in memory keep a topic as it is.
  @Test(.enabled(if: !TestBrokers.areInMemory), .timeLimit(.minutes(5)))
  func aTopicThatIsMadeAgainIsReadFromItsOldestRecord() throws {
    let source = try brokers.topic()
    let topic = try brokers.topic()
    let sums = try TopicSums(of: topic, at: brokers)
    let name = source.split(separator: "/").last.map(String.init) ?? ""
    var random = SeededRandom(seed: 4)
    let first = try worker(source, topic)
    try write(100, to: source, &random)
    #expect(try sums.wait { $0.hits == 400 })
    let admin = try TopicAdmin(brokers.addresses, KafkaSettings())
    try admin.erase(name)
    _ = try brokers.topic(name)
    try write(30, to: source, &random)
    #expect(try sums.wait { $0.hits >= 520 })
    end(first)
    #expect(first.complaints.contains { $0.contains("was erased and made again") })
    #expect(sums.hits == 520 && sums.tallied == 520 && sums.lines == 520)
  }

  /// The places of the group go with the topic, so that no worker is told that it is another one.
  @Test(.enabled(if: !TestBrokers.areInMemory), .timeLimit(.minutes(5)))
  func aTopicThatIsMadeAgainWhileNoWorkerRunsIsAnother() throws {
    let source = try brokers.topic(partitions: 1)
    let topic = try brokers.topic()
    let sums = try TopicSums(of: topic, at: brokers)
    let name = source.split(separator: "/").last.map(String.init) ?? ""
    let second = Date(timeIntervalSince1970: 1_700_000_000)
    func lines(_ count: Int) -> String {
      (0..<count).map { LogLine.request("/\($0)", at: second) }.joined()
    }
    try produce(lines(500), to: source, key: "web1", ["-l"])
    let first = try worker(source, topic)
    #expect(try sums.wait { $0.hits == 500 }, "\(first.complaints)")
    end(first)
    let admin = try TopicAdmin(brokers.addresses, KafkaSettings())
    try admin.erase(name)
    _ = try brokers.topic(name, partitions: 1)
    // Of the same interval, and fewer.
    try produce(lines(300), to: source, key: "web1", ["-l"])
    let next = try worker(source, topic)
    #expect(try sums.wait { $0.hits >= 800 }, "\(next.complaints)")
    end(next)
    #expect(sums.hits == 800 && sums.tallied == 800 && sums.lines == 800)
  }

  @Test(.enabled(if: !TestBrokers.areInMemory), .timeLimit(.minutes(5)))
  func whatRetentionDeletedIsSaidWithItsNumber() throws {
    let source = try brokers.topic(
      partitions: 1,
      settings: [("segment.bytes", "1048576"), ("retention.bytes", "2097152")])
    let topic = try brokers.topic()
    let sums = try TopicSums(of: topic, at: brokers)
    var random = SeededRandom(seed: 5)
    try write(10, to: source, &random)
    let first = try worker(source, topic)
    #expect(try sums.wait { $0.hits == 40 })
    end(first)
    // Enough to push those out that were read, and some of these.
    let line = LogLine.request("/" + String(repeating: "x", count: 500))
    let lines = String(repeating: line, count: 10_000)
    try produce(lines, to: source, key: "web1", ["-l", "-z", "none"])
    let admin = try TopicAdmin(brokers.addresses, KafkaSettings())
    let name = source.split(separator: "/").last.map(String.init) ?? ""
    #expect(Patience.wait { ((try? admin.state(of: name))??.records ?? 10_040) < 6_000 })
    let left = try #require(try admin.state(of: name)).records
    let second = try worker(source, topic)
    #expect(try sums.wait { $0.hits >= 40 + left })
    end(second)
    let said = second.complaints.first { $0.contains("deleted by the topic's retention") }
    #expect(
      said?.contains(": \(10_000 - left) records were deleted") == true, "\(second.complaints)")
    #expect(sums.hits == 40 + left && sums.tallied == 40 + left)
  }

  @Test func brokersThatAreNotThereAreWaitedFor() throws {
    let port = try Loopback.freePort()
    let program = try worker("kafka://127.0.0.1:\(port)/logs", "kafka://127.0.0.1:\(port)/metrics")
    #expect(program.wait { $0.complaints.contains { $0.contains("cannot reach") } })
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0, "\(program.complaints)")
  }

  @Test(arguments: [
    (["fold", "kafka://b/logs", "--to", "kafka://b/logs"], "sums go to a topic of their own"),
    (["fold", "kafka://b/logs", "a.log", "--to", "kafka://b/m"], "fold --to reads files"),
    (["fold", "kafka://b/logs", "--to", "kafka://b/m", "--state", "s"], "--state is for files"),
    (["fold", "kafka://b/logs", "--to", "kafka://b/m", "--replay"], "--replay reads files"),
  ])
  func otherUsesAreRefused(arguments: [String], complaint: String) throws {
    let program = try PipedProcess(arguments + ["--no-config"])
    #expect(program.waitForExit() == 2)
    #expect(program.complaints.first?.contains(complaint) == true, "\(program.complaints)")
  }
}
