internal import CRdkafka

/// Brokers in memory, those of librdkafka's mock cluster: for a demo and for nothing else.
///
/// They listen on loopback, and end with the last reference; what was sent to them ends with them.
@safe package final class MemoryBrokers {
  private let client: KafkaClient
  private let cluster: OpaquePointer
  /// As `kafka://` takes them.
  package let addresses: String

  /// Starts a broker with topics of so many partitions each.
  package init(topics: [(name: String, partitions: Int)]) throws(KafkaError) {
    // Nothing is sent by it; it has to have a name of a broker.
    client = try KafkaClient(
      .producer, "127.0.0.1:9", KafkaSettings(), defaults: [("client.id", "hightide")])
    let calls = unsafe client.library.calls
    guard let cluster = unsafe calls.pointee.mock_cluster_new(client.handle, 1) else {
      throw .client(text: "no broker can be started in memory")
    }
    unsafe self.cluster = unsafe cluster
    addresses = unsafe String(cString: calls.pointee.mock_cluster_bootstraps(cluster))
    for topic in topics {
      _ = unsafe calls.pointee.mock_topic_create(cluster, topic.name, Int32(topic.partitions), 1)
    }
  }

  deinit { unsafe client.library.calls.pointee.mock_cluster_destroy(cluster) }
}
