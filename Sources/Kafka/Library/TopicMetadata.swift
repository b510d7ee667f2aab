internal import CRdkafka

/// What brokers say of a topic.
struct TopicMetadata: Equatable {
  var name: String
  /// In their order.
  var partitions: [Int32]
  /// Those of them without a leader: nothing of them can be read or written for now.
  var leaderless: Set<Int32> = []
  /// 0 if the topic is there and may be used.
  var code: Int32
  var replicas: Int

  /// The partitions that have a leader, in their order.
  var readable: [Int32] { partitions.filter { !leaderless.contains($0) } }
}

extension KafkaClient {
  /// Asks for a topic, or for all; waits for an answer no longer than that.
  func metadata(
    of topic: String?, milliseconds: Int
  ) throws(KafkaError) -> [TopicMetadata] {
    let calls = unsafe library.calls
    var answer: UnsafePointer<rdk_metadata>?
    var asked: OpaquePointer?
    if let topic { unsafe asked = unsafe calls.pointee.topic_new(handle, topic, nil) }
    defer { if let asked = unsafe asked { unsafe calls.pointee.topic_destroy(asked) } }
    let code = unsafe calls.pointee.metadata(
      handle, asked == nil ? 1 : 0, asked, &answer, Int32(milliseconds))
    // Its errors are passed to the thread that polls.
    poll()
    guard code == KafkaCode.none, let answer = unsafe answer else {
      throw .failed(code: code, text: library.words(for: code))
    }
    defer { unsafe calls.pointee.metadata_destroy(answer) }
    troubles.clear()
    var topics: [TopicMetadata] = []
    // As many as the answer says there are.
    for index in unsafe 0..<Int(answer.pointee.topic_count) {
      guard let topic = unsafe answer.pointee.topics?[index] else { continue }
      var partitions: [Int32] = []
      var leaderless: Set<Int32> = []
      var replicas = 0
      for index in unsafe 0..<Int(topic.partition_count) {
        guard let partition = unsafe topic.partitions?[index] else { continue }
        partitions.append(unsafe partition.id)
        if unsafe partition.leader < 0 { unsafe leaderless.insert(partition.id) }
        replicas = max(replicas, Int(unsafe partition.replica_count))
      }
      topics.append(
        TopicMetadata(
          name: unsafe topic.name.map { unsafe String(cString: $0) } ?? "",
          partitions: partitions.sorted(), leaderless: leaderless, code: unsafe topic.err,
          replicas: replicas))
    }
    return topics
  }

  /// How many brokers there are.
  func brokerCount(milliseconds: Int) throws(KafkaError) -> Int {
    let calls = unsafe library.calls
    var answer: UnsafePointer<rdk_metadata>?
    let code = unsafe calls.pointee.metadata(handle, 0, nil, &answer, Int32(milliseconds))
    guard code == KafkaCode.none, let answer = unsafe answer else {
      throw .failed(code: code, text: library.words(for: code))
    }
    defer { unsafe calls.pointee.metadata_destroy(answer) }
    return unsafe Int(answer.pointee.broker_count)
  }
}
