import Foundation
import Glibc
import TestSupport
import Testing

/// Records that no version can make sense of: counted, shown with a place to look at, and passed.
@Suite(.waiting) struct PoisonTests {
  private let folder = ScratchFolder()
  private let brokers: TestBrokers

  init() throws { brokers = try TestBrokers() }

  /// Writes a record, and returns nothing but that it has arrived.
  private func produce(_ record: [UInt8], to topic: String, header: String? = nil) throws {
    let path = try folder.write(record, to: "record")
    let name = topic.split(separator: "/").last.map(String.init) ?? ""
    let kcat = try PipedProcess(
      ["-P", "-q", "-b", brokers.addresses, "-t", name, "-k", "web1"]
        + (header.map { ["-H", "hightide=\($0)"] } ?? []) + [path], program: "/usr/bin/kcat")
    #expect(kcat.waitForExit() == 0, "\(kcat.complaints)")
  }

  /// Two good lines around seven records that are no hits.
  private func poison(_ topic: String) throws {
    let line = Array(LogLine.request("/a").utf8.dropLast())
    try produce(line, to: topic)
    // A line and an object that are no UTF-8, one that is cut short, and one of nothing but zeros.
    try produce([0xFF, 0xFE, 0x80, 0x1B, 0x5B], to: topic)
    try produce(Array(#"{"message":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8), to: topic)
    try produce(Array(#"{"host":"web1","message":"10.0.0."#.utf8), to: topic)
    try produce([0, 0, 0, 0], to: topic)
    // Far beyond what a line may be.
    try produce([UInt8](repeating: 120, count: 900_000), to: topic)
    try produce(line, to: topic, header: "9 line 00000000000000ff 1")
    try produce([8, 0xFF, 0xFF], to: topic, header: "what is this")
    try produce(line, to: topic)
  }

  @Test func theDashboardGoesOnBehindThem() throws {
    let topic = try brokers.topic(partitions: 1)
    try poison(topic)
    let arguments = [
      "--json", "--from-start", "--no-config", "-i", "1s", "--lateness", "0s", "--state",
      folder("watch.state"), topic,
    ]
    let program = try PipedProcess(arguments)
    #expect(try program.report { $0.event == "missed" } != nil, "\(program.lines)")
    #expect(
      program.lines.contains {
        $0.contains("2 records were written by another version of hightide")
          && $0.contains("the last one is partition 0, offset 7")
      }, "\(program.lines)")
    #expect(try program.report { $0.hits == 2 } != nil)
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    let summary = try #require(try program.reports.last)
    #expect(summary.hits == 2 && summary.malformed == 5 && summary.lines == 7)
    // What was passed is not read again.
    let next = try PipedProcess(arguments)
    #expect(try next.report { $0.event == "opened" } != nil)
    try produce(Array(LogLine.request("/b").utf8.dropLast()), to: topic)
    #expect(try next.report { $0.type == "interval" && $0.hits == 1 } != nil, "\(next.lines)")
    next.signal(SIGTERM)
    #expect(next.waitForExit() == 0)
    #expect(try next.reports.last?.lines == 8 && next.reports.last?.malformed == 5)
  }

  @Test func aWorkerCommitsBehindThem() throws {
    let source = try brokers.topic(partitions: 1)
    let topic = try brokers.topic(partitions: 1)
    let sums = try TopicSums(of: topic, at: brokers)
    let group = try folder.write(
      "group.id=\(source.suffix(20))\nsession.timeout.ms=6000\nheartbeat.interval.ms=500\n",
      to: "group")
    let arguments = [
      "fold", source, "--to", topic, "--no-config", "-i", "1s", "--lateness", "0s",
      "--from-start", "--kafka-config", group,
    ]
    try poison(source)
    let first = try PipedProcess(arguments)
    #expect(try sums.wait { $0.hits == 2 && $0.lines == 7 }, "\(first.complaints)")
    first.signal(SIGTERM)
    #expect(first.waitForExit() == 0, "\(first.complaints)")
    #expect(
      first.complaints.contains {
        $0.contains("2 records were of no known kind, the last one at partition 0, offset 7")
      }, "\(first.complaints)")
    let second = try PipedProcess(arguments)
    try produce(Array(LogLine.request("/b").utf8.dropLast()), to: source)
    #expect(try sums.wait { $0.hits == 3 }, "\(second.complaints)")
    second.signal(SIGTERM)
    #expect(second.waitForExit() == 0)
    #expect(sums.hits == 3 && sums.lines == 8 && sums.malformed == 5 && sums.damaged == 0)
  }
}
