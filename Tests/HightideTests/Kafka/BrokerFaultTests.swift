import Foundation
import Glibc
import TestSupport
import Testing

/// What brokers in memory are told to do to the roles.
@Suite(.waiting, .enabled(if: TestBrokers.areInMemory)) struct BrokerFaultTests {
  private let folder = ScratchFolder()
  private let brokers: TestBrokers

  init() throws { brokers = try TestBrokers() }

  private func name(_ topic: String) -> String {
    topic.split(separator: "/").last.map(String.init) ?? ""
  }

  private func write(_ count: Int) throws {
    let now = Date.now
    let lines = (0..<count).map { LogLine.request("/\($0)", at: now) }
    try folder.append(lines.joined(), to: "access.log")
  }

  private func ship(_ topic: String) throws -> PipedProcess {
    try PipedProcess(
      [
        "ship", folder("access.log"), "--to", topic, "--server", "web1", "--no-config",
        "--from-start",
      ])
  }

  private func fold(_ source: String, _ topic: String) throws -> PipedProcess {
    let group = try folder.write(
      "group.id=\(name(source))\nsession.timeout.ms=6000\nheartbeat.interval.ms=500\n", to: "group")
    return try PipedProcess(
      [
        "fold", source, "--to", topic, "--no-config", "-i", "1s", "--lateness", "0s",
        "--from-start", "--kafka-config", group,
      ])
  }

  private func watch(_ topic: String) throws -> PipedProcess {
    try PipedProcess(
      ["--json", "--from-start", "--no-config", "-i", "1s", "--lateness", "0s", topic])
  }

  private func hits(_ program: PipedProcess) throws -> Int {
    try program.reports.reduce(0) {
      $0 + ($1.type == "interval" ? ($1.hits ?? 0) + ($1.late ?? 0) : 0)
    }
  }

  private func produce(_ lines: [String], to topic: String, partition: Int) throws {
    let path = try folder.write(lines.joined(), to: "lines\(partition)")
    let kcat = try PipedProcess(
      [
        "-P", "-q", "-b", brokers.addresses, "-t", name(topic), "-p", "\(partition)", "-k",
        "web\(partition)", "-l", path,
      ], program: "/usr/bin/kcat")
    #expect(kcat.waitForExit() == 0, "\(kcat.complaints)")
  }

  @Test(.timeLimit(.minutes(5))) func aBrokerThatTakesLongForEachAnswerLosesNothing() throws {
    let topic = try brokers.topic(partitions: 1)
    let sums = try brokers.topic(partitions: 1)
    try brokers.tell("delay 1 700")
    try write(500)
    let (ship, fold, program) = (try ship(topic), try fold(topic, sums), try watch(topic))
    #expect(try program.wait { try hits($0) >= 500 }, "\(program.lines) \(ship.complaints)")
    let read = try TopicSums(of: sums, at: brokers)
    #expect(try read.wait { $0.hits >= 500 }, "\(fold.complaints)")
    for role in [ship, fold, program] {
      role.signal(SIGTERM)
      #expect(role.waitForExit() == 0, "\(role.complaints)")
    }
    #expect(try program.reports.last?.hits == 500 && read.hits == 500 && read.lines == 500)
  }

  // The codes are those of the protocol, of answers to requests that send records.
  @Test(
    .timeLimit(.minutes(5)),
    arguments: [
      (32, "the clock of this machine is ahead of the broker's"),
      (10, "the topic's max.message.bytes has to be 1 MiB"),
      (29, "Topic authorization failed"),
    ])
  func recordsThatAreRefusedAreSaidAndSentAgain(code: Int, words: String) throws {
    let topic = try brokers.topic(partitions: 1)
    try write(50)
    try brokers.tell("fail 0 \(code) 1")
    let ship = try ship(topic)
    #expect(
      ship.wait { $0.complaints.contains { $0.contains("refused") && $0.contains(words) } },
      "\(ship.complaints)")
    let program = try watch(topic)
    #expect(try program.wait { try hits($0) >= 50 }, "\(program.lines)")
    for role in [ship, program] {
      role.signal(SIGTERM)
      #expect(role.waitForExit() == 0, "\(role.complaints)")
    }
    #expect(try program.reports.last?.hits == 50)
  }

  @Test(.timeLimit(.minutes(5))) func anotherLeaderIsFoundWithoutAWord() throws {
    let topic = try brokers.topic(partitions: 1)
    try write(50)
    // Not the leader, twice: the library asks who is, and sends them again.
    try brokers.tell("fail 0 6 2")
    let (ship, program) = (try ship(topic), try watch(topic))
    #expect(try program.wait { try hits($0) >= 50 }, "\(program.lines)")
    for role in [ship, program] {
      role.signal(SIGTERM)
      #expect(role.waitForExit() == 0)
    }
    #expect(ship.complaints.count == 1, "\(ship.complaints)")
    #expect(try program.reports.last?.hits == 50)
  }

  @Test(.timeLimit(.minutes(5))) func aPartitionWithoutALeaderIsSaidAndTheOthersAreRead() throws {
    let topic = try brokers.topic(partitions: 2)
    let target = try brokers.topic(partitions: 1)
    for partition in 0...1 {
      try produce((0..<10).map { LogLine.request("/\($0)") }, to: topic, partition: partition)
    }
    try brokers.tell("leader \(name(topic)) 1 -1")
    let program = try watch(topic)
    let fold = try fold(topic, target)
    #expect(try program.report { $0.event == "missed" } != nil, "\(program.lines)")
    #expect(program.lines.contains { $0.contains("partition 1 of '\(name(topic))' has no leader") })
    #expect(try program.wait { try hits($0) >= 10 }, "\(program.lines)")
    #expect(
      fold.wait {
        $0.complaints.contains { $0.contains("partition 1 of '\(name(topic))' has no leader") }
      }, "\(fold.complaints)")
    let sums = try TopicSums(of: target, at: brokers)
    #expect(try sums.wait { $0.hits == 10 }, "\(fold.complaints)")
    try brokers.tell("leader \(name(topic)) 1 1")
    #expect(try program.wait { try hits($0) >= 20 }, "\(program.lines)")
    #expect(try sums.wait { $0.hits >= 20 }, "\(fold.complaints)")
    for role in [program, fold] {
      role.signal(SIGTERM)
      #expect(role.waitForExit() == 0, "\(role.complaints)")
    }
    #expect(try program.reports.last?.hits == 20)
    #expect(sums.hits == 20 && sums.lines == 20)
  }
}
