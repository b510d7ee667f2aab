internal import CRdkafka
package import Remote

/// Whose turn it is to judge the fleet's alerts: that of the member of a group who holds the only partition of
/// the topic of alerts.
///
/// For one thread. A member that is not heard of for the session time-out loses its turn to one that stands
/// by. That it may not know of it yet does no harm: see ``AlertTopic``.
package final class AlertTurn {
  package enum State: Equatable, Sendable {
    /// Another member is active, or no broker can be reached.
    case standingBy
    case active
  }

  package static let group = "alert"
  private static let defaults = [
    ("client.id", "hightide"), ("group.id", group), ("enable.auto.commit", "false"),
    ("auto.offset.reset", "latest"), ("session.timeout.ms", "10000"),
    // Who joins takes nothing from who is active.
    ("partition.assignment.strategy", "cooperative-sticky"),
    ("topic.metadata.refresh.interval.ms", "10000"),
  ]

  private let client: KafkaClient
  private let topic: String
  private var isClosed = false

  /// Begins to connect, and to wait for the turn.
  package init(_ place: KafkaPlace, _ settings: KafkaSettings) throws(KafkaError) {
    topic = place.topic
    client = try KafkaClient(.consumer, place.brokers, settings, defaults: AlertTurn.defaults)
    let calls = unsafe client.library.calls
    client.becomeMember()
    let list = unsafe calls.pointee.topic_partition_list_new(1)
    defer { unsafe calls.pointee.topic_partition_list_destroy(list) }
    _ = unsafe calls.pointee.topic_partition_list_add(list, topic, -1)
    let code = unsafe calls.pointee.subscribe(client.handle, list)
    guard code == KafkaCode.none else {
      throw .failed(code: code, text: client.library.words(for: code))
    }
  }

  deinit { close() }

  /// Leaves the group: another member need not wait for the session time-out.
  package func close() {
    guard !isClosed else { return }
    isClosed = true
    _ = unsafe client.library.calls.pointee.consumer_close(client.handle)
  }

  /// Waits no longer than that for news, and returns whose turn it is.
  package func state(waiting milliseconds: Int) -> State {
    let calls = unsafe client.library.calls
    // What the topic holds is of no use here.
    if let message = unsafe calls.pointee.consumer_poll(client.handle, Int32(milliseconds)) {
      unsafe calls.pointee.message_destroy(message)
    }
    var list: UnsafeMutablePointer<rdk_partition_list>?
    guard unsafe calls.pointee.assignment(client.handle, &list) == KafkaCode.none,
      let list = unsafe list
    else { return .standingBy }
    defer { unsafe calls.pointee.topic_partition_list_destroy(list) }
    return unsafe list.pointee.count > 0 ? .active : .standingBy
  }

  /// Why no broker can be reached; `nil` if one can.
  package var trouble: String? {
    client.troubles.isDown
      ? "\(client.brokers) cannot be reached: \(client.reasonOfTrouble)" : nil
  }

  /// Which cluster the brokers are of; `nil` while that is not known.
  package func cluster(milliseconds: Int) -> String? {
    let calls = unsafe client.library.calls
    guard
      let name = unsafe calls.pointee.clusterid(client.handle, Int32(milliseconds))
    else { return nil }
    defer { unsafe calls.pointee.mem_free(client.handle, name) }
    return unsafe String(cString: name)
  }

  /// Asks brokers whether the topic is there and has one partition; `nil` if they do not answer within a
  /// second.
  ///
  /// - Throws: what is wrong with the topic.
  package func hasTopic() throws(KafkaError) -> Bool? {
    let found: TopicMetadata?
    do throws(KafkaError) {
      found = try client.metadata(of: topic, milliseconds: 1_000).first
    } catch {
      return nil
    }
    switch found?.code {
    case KafkaCode.none:
      guard found?.partitions.count == 1 else {
        throw .failed(
          code: -1,
          text: "the topic '\(topic)' at \(client.brokers) has \(found?.partitions.count ?? 0) "
            + "partitions; one of alerts has 1, as hightide topics create makes it")
      }
      return true
    case KafkaCode.topicAuthorizationFailed:
      throw .failed(code: -1, text: "\(client.brokers) gives no right to read '\(topic)'")
    default: return false
    }
  }
}
