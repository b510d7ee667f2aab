import Foundation
import Glibc
import Kafka
import TestSupport
import Testing

/// What needs a broker on disk that may be set up, and killed.
@Suite(.waitingInTurn, .serialized, .enabled(if: OwnBroker.isThere, OwnBroker.absence))
struct OwnBrokerTests {
  let folder = ScratchFolder()

  /// One for all tests, since its start takes seconds; `guest` may log in, and has no rights.
  private nonisolated(unsafe) static let broker = Result {
    try OwnBroker([
      "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
      "super.users=User:ANONYMOUS;User:tester",
      "listener.name.sasl_ssl.plain.sasl.jaas.config="
        + "org.apache.kafka.common.security.plain.PlainLoginModule required "
        + #"user_tester="tester-secret" user_guest="guest-secret";"#,
    ])
  }

  let broker: OwnBroker

  init() throws { broker = try unsafe OwnBrokerTests.broker.get() }

  func topic(_ partitions: Int = 1, times: String = "LogAppendTime") throws -> String {
    let name = "test-\(UInt64.random(in: .min ... .max))"
    let plan = TopicPlan(
      name: name, partitions: partitions, settings: [("message.timestamp.type", times)])
    #expect(try TopicAdmin(broker.addresses, KafkaSettings()).create(plan, replicas: 1))
    return name
  }

  func worker(_ source: String, _ topic: String, group: String) throws -> PipedProcess {
    let properties = try folder.write(
      "group.id=\(group)\nsession.timeout.ms=6000\nheartbeat.interval.ms=500\n", to: "group")
    return try PipedProcess([
      "fold", "kafka://\(broker.addresses)/\(source)", "--to",
      "kafka://\(broker.addresses)/\(topic)", "--no-config", "-i", "1s", "--lateness", "0s",
      "--kafka-config", properties,
    ])
  }

  /// Ships as many lines more of a server, and waits until they have arrived.
  private func ship(_ count: Int, to topic: String, from log: String = "access.log") throws {
    let ship = try PipedProcess(
      [
        "ship", "-", "--to", "kafka://\(broker.addresses)/\(topic)", "--no-config", "--server", log,
      ],
      input: .pipe)
    ship.send((0..<count).map { LogLine.request("/\($0)") }.joined())
    ship.closeInput()
    #expect(ship.waitForExit() == 0, "\(ship.complaints)")
  }

  @Test(.timeLimit(.minutes(5))) func aPartitionThatIsAddedIsReadFromItsBeginning() throws {
    let (source, sums) = (try topic(), try topic())
    let read = try TopicSums(of: sums, at: broker.addresses)
    try ship(10, to: source)
    let worker = try worker(source, sums, group: source)
    let watch = try PipedProcess([
      "--json", "--no-config", "-i", "1s", "--lateness", "0s", "--from-start",
      "kafka://\(broker.addresses)/\(source)",
    ])
    #expect(try read.wait { $0.hits == 10 }, "\(worker.complaints)")
    _ = try broker.run(
      "org.apache.kafka.tools.TopicCommand",
      ["--alter", "--topic", source, "--partitions", "2"])
    let path = try folder.write((0..<40).map { LogLine.request("/\($0)") }.joined(), to: "lines")
    let kcat = try PipedProcess(
      ["-P", "-q", "-b", broker.addresses, "-t", source, "-p", "1", "-k", "web2", "-l", path],
      program: "/usr/bin/kcat")
    #expect(kcat.waitForExit() == 0)
    #expect(try read.wait { $0.hits >= 50 }, "\(worker.complaints)")
    #expect(
      worker.wait {
        $0.complaints.contains { $0.contains("partition 1 of '\(source)' is new to") }
      }, "\(worker.complaints)")
    _ = try watch.wait {
      try $0.reports.reduce(0) {
        $0 + ($1.type == "interval" ? ($1.hits ?? 0) + ($1.late ?? 0) : 0)
      } >= 50
    }
    for role in [worker, watch] {
      role.signal(SIGTERM)
      #expect(role.waitForExit() == 0, "\(role.complaints)")
    }
    #expect(read.hits == 50 && read.lines == 50)
    #expect(try watch.reports.last?.hits == 50)
  }

  @Test(.timeLimit(.minutes(5))) func placesThatBrokersForgotAreSaid() throws {
    let (source, sums) = (try topic(), try topic())
    let read = try TopicSums(of: sums, at: broker.addresses)
    try ship(10, to: source)
    let first = try worker(source, sums, group: source)
    #expect(try read.wait { $0.hits == 10 }, "\(first.complaints)")
    first.signal(SIGTERM)
    #expect(first.waitForExit() == 0, "\(first.complaints)")
    // As after a week without a member.
    _ = try broker.run(
      "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand",
      ["--delete", "--group", source])
    try ship(5, to: source, from: "later.log")
    let second = try worker(source, sums, group: source)
    // All of them arrived within the hour, and are folded again under the same names.
    #expect(try read.wait { $0.hits >= 15 }, "\(second.complaints)")
    second.signal(SIGTERM)
    #expect(second.waitForExit() == 0)
    #expect(
      second.complaints.contains { $0.contains("the group has no place in 0") },
      "\(second.complaints)")
    #expect(read.hits == 15 && read.tallied == 15)
  }

  /// What a topic has, as another client reads it.
  private func count(_ topic: String) throws -> Int {
    let kcat = try PipedProcess(
      ["-C", "-q", "-e", "-b", broker.addresses, "-t", topic, "-f", "%h\\n"],
      program: "/usr/bin/kcat")
    #expect(kcat.waitForExit() == 0, "\(kcat.complaints)")
    return kcat.lines.count { $0.hasPrefix("hightide=1 line ") }
  }

  @Test(.timeLimit(.minutes(5))) func aClockThatIsAheadIsSaidOrDoesNoHarm() throws {
    let faults = try FaultControls(in: folder)
    faults.setClock(offset: 7_200)
    let log = try folder.write((0..<20).map { LogLine.request("/\($0)") }.joined(), to: "a.log")
    func ship(_ topic: String) throws -> PipedProcess {
      try PipedProcess(
        [
          "ship", log, "--from-start", "--to", "kafka://\(broker.addresses)/\(topic)",
          "--no-config",
        ], environment: faults.environment)
    }
    // A topic as hightide makes it has the times of arrival.
    let (ours, theirs) = (try topic(), try topic(times: "CreateTime"))
    let first = try ship(ours)
    #expect(try Patience.wait { try count(ours) == 20 }, "\(first.complaints)")
    let second = try ship(theirs)
    #expect(
      second.wait {
        $0.complaints.contains { $0.contains("the clock of this machine is ahead of the broker's") }
      }, "\(second.complaints)")
    #expect(try count(theirs) == 0)
    faults.setClock(offset: 0)
    #expect(try Patience.wait { try count(theirs) >= 20 }, "\(second.complaints)")
    for ship in [first, second] {
      ship.signal(SIGTERM)
      #expect(ship.waitForExit() == 0, "\(ship.complaints)")
    }
    #expect(try count(theirs) == 20)
  }
}
