import Foundation
import Glibc
import Kafka
import TestSupport
import Testing

/// A topic as a source of lines, for the whole program.
@Suite(.waiting) struct KafkaSourceTests {
  private let folder = ScratchFolder()
  private let brokers: TestBrokers

  init() throws { brokers = try TestBrokers() }

  /// Writes records as another program would; each is a file's content.
  private func produce(_ records: [String], to topic: String, key: String? = nil) throws {
    let names = try records.enumerated().map { try folder.write($1, to: "record\($0)") }
    let name = topic.split(separator: "/").last.map(String.init) ?? ""
    let kcat = try PipedProcess(
      ["-P", "-q", "-b", brokers.addresses, "-t", name] + (key.map { ["-k", $0] } ?? []) + names,
      program: "/usr/bin/kcat")
    #expect(kcat.waitForExit() == 0, "\(kcat.complaints)")
  }

  private func watch(_ topic: String, _ arguments: [String] = []) throws -> PipedProcess {
    let program = try PipedProcess(
      ["--json", "--from-start", "--no-config", "-i", "1s", "--lateness", "0s", "--by", "server"]
        + arguments + [topic])
    #expect(try program.report { $0.event == "opened" } != nil, "\(program.complaints)")
    return program
  }

  /// Waits until that many hits were reported, and ends it.
  private func summary(of program: PipedProcess, hits: Int) throws -> (ReportLine, String) {
    _ = try program.wait {
      try $0.reports.reduce(0) {
        $0 + ($1.type == "interval" ? ($1.hits ?? 0) + ($1.late ?? 0) : 0)
      } >= hits
    }
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    return (try #require(try program.reports.last), try #require(program.lines.last))
  }

  @Test func recordsOfOtherProgramsAreReadWithTheirServers() throws {
    let topic = try brokers.topic()
    let line = LogLine.request("/a").dropLast()
    let escaped = line.replacing("\"", with: "\\\"")
    try produce(
      [
        "no hit", "\(line)", "\(line)\n\(line)\n",
        #"{"host":"web2","message":"\#(escaped)"}"# + "\n",
        #"{"MESSAGE":"\#(escaped)","HOST":"web3"}"#,
      ], to: topic, key: "web1")
    let (summary, text) = try summary(of: try watch(topic), hits: 5)
    #expect(summary.hits == 5 && summary.malformed == 1 && summary.lines == 6)
    #expect(
      text.contains(#"{"server":"web1","hits":3,"#) && text.contains(#"{"server":"web2","hits":1,"#)
        && text.contains(#"{"server":"web3","hits":1,"#))
  }

  @Test func recordsOfALaterVersionAreSaidAndPassed() throws {
    let topic = try brokers.topic(partitions: 1)
    let name = topic.split(separator: "/").last.map(String.init) ?? ""
    let path = try folder.write("anything at all", to: "later")
    let kcat = try PipedProcess(
      ["-P", "-b", brokers.addresses, "-t", name, "-H", "hightide=2 line 3", path],
      program: "/usr/bin/kcat")
    #expect(kcat.waitForExit() == 0)
    try produce([LogLine.request("/a")], to: topic, key: "web1")
    let program = try watch(topic)
    #expect(try program.report { $0.event == "missed" } != nil)
    #expect(program.lines.contains { $0.contains("1 records were written by another version") })
    let (summary, _) = try summary(of: program, hits: 1)
    #expect(summary.hits == 1 && summary.lines == 1)
  }

  @Test(.enabled(if: TestBrokers.areInMemory))
  func brokersThatGoAndComeAgainAreSaidAndNothingIsLost() throws {
    let topic = try brokers.topic()
    try produce([LogLine.request("/a")], to: topic)
    let program = try watch(topic)
    try brokers.tell("down 1")
    #expect(try program.report { $0.event == "failed" } != nil)
    try brokers.tell("up 1")
    #expect(try program.report { $0.event == "resumed" } != nil)
    try produce([LogLine.request("/b")], to: topic)
    let (summary, _) = try summary(of: program, hits: 2)
    #expect(summary.hits == 2)
  }

  @Test func brokersThatAreNotThereAtTheStartAreWaitedFor() throws {
    let port = try Loopback.freePort()
    let program = try PipedProcess(["--json", "--no-config", "kafka://127.0.0.1:\(port)/logs"])
    #expect(try program.report { $0.event == "failed" } != nil)
    #expect(
      program.lines.contains {
        $0.contains("127.0.0.1:\(port) cannot be reached since ")
          && $0.contains("Connection refused")
      }, "\(program.lines)")
    program.signal(SIGTERM)
    #expect(program.waitForExit() != nil)
  }

  // Brokers in memory make any topic that is asked for.
  @Test(.enabled(if: !TestBrokers.areInMemory)) func aTopicThatIsNotThereIsSaid() throws {
    let program = try PipedProcess(
      ["--json", "--no-config", "kafka://\(brokers.addresses)/no-such-topic"])
    #expect(try program.report { $0.event == "failed" } != nil)
    #expect(program.lines.contains { $0.contains("there is no topic 'no-such-topic'") })
    program.signal(SIGTERM)
    #expect(program.waitForExit() != nil)
  }

  // Brokers in memory keep what there is, and a topic as it is.
  @Test(.enabled(if: !TestBrokers.areInMemory), .timeLimit(.minutes(5)))
  func whatRetentionDeletedIsSaidWithItsNumber() throws {
    let topic = try brokers.topic(
      partitions: 1,
      settings: [("segment.bytes", "1048576"), ("retention.bytes", "2097152")])
    let arguments = ["--state", folder("watch.state")]
    try produce([LogLine.request("/a")], to: topic, key: "web1")
    _ = try summary(of: try watch(topic, arguments), hits: 1)
    let line = LogLine.request("/" + String(repeating: "x", count: 500))
    let path = try folder.write(String(repeating: line, count: 10_000), to: "lines")
    let name = topic.split(separator: "/").last.map(String.init) ?? ""
    let kcat = try PipedProcess(
      ["-P", "-q", "-b", brokers.addresses, "-t", name, "-k", "web1", "-z", "none", "-l", path],
      program: "/usr/bin/kcat")
    #expect(kcat.waitForExit() == 0)
    let admin = try TopicAdmin(brokers.addresses, KafkaSettings())
    #expect(Patience.wait { ((try? admin.state(of: name))??.records ?? 10_001) < 6_000 })
    let left = try #require(try admin.state(of: name)).records
    let program = try watch(topic, arguments)
    #expect(try program.report { $0.event == "missed" } != nil)
    let words = "\(10_000 - left) records were deleted by the topic's retention"
    let (summary, _) = try summary(of: program, hits: left)
    #expect(
      program.lines.contains { $0.contains(words) || $0.contains("\"records\":\(10_000 - left)") },
      "\(program.lines.filter { $0.contains("missed") })")
    #expect(summary.hits == 1 + left)
  }

  @Test(.enabled(if: !TestBrokers.areInMemory), .timeLimit(.minutes(5)))
  func aTopicThatIsMadeAgainIsReadFromItsOldestRecord() throws {
    let topic = try brokers.topic()
    let name = topic.split(separator: "/").last.map(String.init) ?? ""
    try produce((0..<20).map { LogLine.request("/\($0)") }, to: topic, key: "web1")
    let program = try watch(topic)
    #expect(try program.report { $0.hits == 20 } != nil, "\(program.lines)")
    let admin = try TopicAdmin(brokers.addresses, KafkaSettings())
    try admin.erase(name)
    _ = try brokers.topic(name)
    try produce((0..<15).map { LogLine.request("/\($0)") }, to: topic, key: "web1")
    let (summary, _) = try summary(of: program, hits: 35)
    #expect(program.lines.contains { $0.contains("was erased and made again") })
    #expect(summary.hits == 35)
  }

  @Test func aRunWithAStateGoesOnWhereItWas() throws {
    let topic = try brokers.topic()
    let arguments = ["--state", folder("watch.state")]
    try produce([LogLine.request("/a"), LogLine.request("/b")], to: topic, key: "web1")
    let (first, _) = try summary(of: try watch(topic, arguments), hits: 2)
    #expect(first.hits == 2)
    try produce([LogLine.request("/c")], to: topic, key: "web1")
    let (second, _) = try summary(of: try watch(topic, arguments), hits: 1)
    // What was read before is in the sum, and nothing is in it twice.
    #expect(second.hits == 3 && second.lines == 3)
  }
}
