import Foundation
import Kafka
import Remote
import TestSupport
import Testing

/// Brokers for a test: those of `HIGHTIDE_KAFKA` where that names some, or else some in memory.
final class TestBrokers {
  /// As librdkafka takes them.
  let addresses: String
  private let mock: PipedProcess?
  private var answers = 1
  private static let real = ProcessInfo.processInfo.environment["HIGHTIDE_KAFKA"]
  /// Whether brokers can be told to fail.
  static var areInMemory: Bool { real == nil }

  init() throws {
    guard let real = TestBrokers.real else {
      let mock = try PipedProcess([], program: BuiltProduct.mockKafka, input: .pipe)
      #expect(mock.wait { !$0.lines.isEmpty })
      self.mock = mock
      addresses = try #require(mock.lines.first)
      return
    }
    mock = nil
    addresses = real
  }

  /// Makes a topic, and returns its whole name.
  func topic(
    _ name: String = "test-\(UInt64.random(in: .min ... .max))", partitions: Int = 3,
    settings: [(name: String, value: String)] = []
  ) throws -> String {
    if mock != nil {
      try tell("create \(name) \(partitions)")
    } else {
      let plan = TopicPlan(
        name: name, partitions: partitions,
        settings: [("message.timestamp.type", "LogAppendTime")] + settings)
      #expect(try TopicAdmin(addresses, KafkaSettings()).create(plan, replicas: 1))
    }
    return "kafka://\(addresses)/\(name)"
  }

  /// Tells brokers in memory to do something.
  func tell(_ command: String) throws {
    let mock = try #require(mock)
    answers += 1
    mock.send(command + "\n")
    #expect(mock.wait { $0.lines.count == answers } && mock.lines.last == "done")
  }
}
