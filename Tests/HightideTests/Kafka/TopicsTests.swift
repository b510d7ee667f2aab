import Kafka
import TestSupport
import Testing

/// The set-up of a fleet's topics; brokers in memory cannot be asked for it.
@Suite(.waiting) struct TopicsTests {
  @Test func brokersThatCannotBeReachedAreSaid() throws {
    let port = try Loopback.freePort()
    let program = try PipedProcess(["topics", "show", "kafka://127.0.0.1:\(port)", "--no-config"])
    #expect(program.waitForExit() == 1)
    #expect(
      program.complaints.last?.contains("cannot reach 127.0.0.1:\(port): ") == true
        && program.complaints.last?.contains("Connection refused") == true)
  }

  /// The names are fixed, so that all is in one test.
  @Test(.enabled(if: !TestBrokers.areInMemory))
  func topicsAreMadeShownAndErased() throws {
    let brokers = try TestBrokers()
    func run(_ arguments: [String]) throws -> (status: Int32?, lines: [String], said: [String]) {
      let program = try PipedProcess(["topics"] + arguments + ["--no-config"])
      let status = program.waitForExit()
      return (status, program.lines, program.complaints)
    }
    let place = "kafka://\(brokers.addresses)"
    _ = try run(["erase", place, "--yes"])
    let none = try run(["show", place])
    #expect(none.status == 1 && none.lines.contains("logs: is not there"))
    let made = try run(["create", place, "--partitions", "2", "--retention", "1h"])
    #expect(made.status == 0 && made.lines.first == "logs: made, 2 partitions, on 1 broker each")
    let again = try run(["create", place])
    #expect(again.status == 0 && again.lines.first == "logs: is there already, 2 partitions")
    let shown = try run(["show", place])
    #expect(
      shown.lines == [
        "logs: 2 partitions, on 1 broker each, 0 records, times of arrival, kept for 3600 s",
        "metrics: 2 partitions, on 1 broker each, 0 records, times of arrival, kept for 604800 s",
        "alerts: 1 partition, on 1 broker each, 0 records, times of arrival, "
          + "the last record of each key is kept",
      ])
    let asked = try run(["erase", place])
    #expect(asked.status == 1 && asked.said.last?.contains("give --yes") == true)
    let folder = ScratchFolder()
    let record = try folder.write("not ours", to: "record")
    let kcat = try PipedProcess(
      ["-P", "-b", brokers.addresses, "-t", "metrics", record], program: "/usr/bin/kcat")
    #expect(kcat.waitForExit() == 0)
    let erased = try run(["erase", place, "--yes"])
    #expect(erased.status == 1 && erased.lines == ["logs: erased", "alerts: erased"])
    #expect(erased.said.last?.contains("'metrics' is not erased") == true)
    let other = try run(["erase", try brokers.topic(), "--yes"])
    #expect(other.status == 1 && other.said.last?.contains("is not a topic of hightide's") == true)
    // For the next run.
    try TopicAdmin(brokers.addresses, KafkaSettings()).erase("metrics")
  }
}
