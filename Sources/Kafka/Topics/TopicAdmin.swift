internal import CRdkafka

/// Makes, erases and looks at topics.
package final class TopicAdmin {
  /// How long brokers have for an answer, in milliseconds.
  private static let patience: Int32 = 15_000
  /// What is asked of a topic's settings.
  private static let shown = [
    "message.timestamp.type", "cleanup.policy", "retention.ms", "min.insync.replicas",
  ]

  private let client: KafkaClient

  /// Begins to connect.
  package init(_ brokers: String, _ settings: KafkaSettings) throws(KafkaError) {
    // A consumer, since it has to look at records; no group is joined.
    client = try KafkaClient(
      .consumer, brokers, settings,
      defaults: [("enable.partition.eof", "true"), ("client.id", "hightide")])
  }

  /// Which topics there are.
  ///
  /// - Throws: that no broker could be reached, and why, as far as that is known.
  private func topics() throws(KafkaError) -> [TopicMetadata] {
    let start = ContinuousClock.now
    while true {
      do throws(KafkaError) {
        return try client.metadata(of: nil, milliseconds: 1_000)
      } catch {
        // Where every broker refuses, waiting longer has no use.
        let patience = client.troubles.isDown ? 2_000 : Int(TopicAdmin.patience)
        guard ContinuousClock.now - start < .milliseconds(patience) else {
          throw .failed(
            code: error.code, text: "cannot reach \(client.brokers): \(client.reasonOfTrouble)")
        }
      }
    }
  }

  /// How many brokers there are.
  package func brokerCount() throws(KafkaError) -> Int {
    _ = try topics()
    return try client.brokerCount(milliseconds: Int(TopicAdmin.patience))
  }

  /// Waits until a broker tells of a topic as it should be.
  ///
  /// Brokers learn a moment later what their controller has made or erased. If they take longer than
  /// ``patience``, the topic is made or erased all the same, so nothing is thrown.
  private func waitUntilTold(of name: String, _ isTold: (TopicMetadata?) -> Bool) {
    let end = ContinuousClock.now + .milliseconds(Int(TopicAdmin.patience))
    while ContinuousClock.now < end {
      if let topics = try? topics(), isTold(topics.first { $0.name == name }) { return }
      client.poll(milliseconds: 50)
    }
  }

  /// Makes a topic, and waits until it can be written to; `false` if there is one of that name.
  package func create(_ plan: TopicPlan, replicas: Int) throws(KafkaError) -> Bool {
    let calls = unsafe client.library.calls
    var text = [CChar](repeating: 0, count: 512)
    guard
      let topic = unsafe calls.pointee.NewTopic_new(
        plan.name, Int32(plan.partitions), Int32(replicas), &text, text.count)
    else {
      throw .failed(
        code: -1, text: String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self))
    }
    defer { unsafe calls.pointee.NewTopic_destroy(topic) }
    for setting in plan.settings {
      _ = unsafe calls.pointee.NewTopic_set_config(topic, setting.name, setting.value)
    }
    var list: [OpaquePointer?] = unsafe [topic]
    let code = unsafe try perform(RDK_ADMIN_CREATE_TOPICS) { options, queue in
      unsafe calls.pointee.CreateTopics(client.handle, &list, 1, options, queue)
    } result: { event in
      var count = 0
      guard let result = unsafe calls.pointee.event_CreateTopics_result(event) else { return nil }
      let topics = unsafe calls.pointee.CreateTopics_result_topics(result, &count)
      return unsafe count > 0 ? topics[0] : nil
    }
    let isMade = code == KafkaCode.none
    waitUntilTold(of: plan.name) { topic in
      guard let topic, topic.code == KafkaCode.none else { return false }
      return !isMade || topic.leaderless.isEmpty
    }
    return isMade
  }

  /// Erases a topic, with all that it holds, and waits until it is gone.
  package func erase(_ name: String) throws(KafkaError) {
    let calls = unsafe client.library.calls
    let topic = unsafe calls.pointee.DeleteTopic_new(name)
    defer { unsafe calls.pointee.DeleteTopic_destroy(topic) }
    var list: [OpaquePointer?] = unsafe [topic]
    _ = unsafe try perform(RDK_ADMIN_DELETE_TOPICS) { options, queue in
      unsafe calls.pointee.DeleteTopics(client.handle, &list, 1, options, queue)
    } result: { event in
      var count = 0
      guard let result = unsafe calls.pointee.event_DeleteTopics_result(event) else { return nil }
      let topics = unsafe calls.pointee.DeleteTopics_result_topics(result, &count)
      return unsafe count > 0 ? topics[0] : nil
    }
    waitUntilTold(of: name) { $0 == nil }
  }

  /// Asks for something, and waits for what brokers say of the one topic; returns 0, or that it is there.
  private func perform(
    _ operation: some BinaryInteger,
    _ ask: (OpaquePointer, OpaquePointer) -> Void,
    result: (OpaquePointer) -> OpaquePointer?
  ) throws(KafkaError) -> Int32 {
    let calls = unsafe client.library.calls
    let event = unsafe try answer(to: operation, ask)
    defer { unsafe calls.pointee.event_destroy(event) }
    guard let topic = unsafe result(event) else { return KafkaCode.none }
    let code = unsafe calls.pointee.topic_result_error(topic)
    guard code != KafkaCode.none, code != KafkaCode.topicAlreadyExists else { return code }
    let text = unsafe calls.pointee.topic_result_error_string(topic).map {
      unsafe String(cString: $0)
    }
    throw .failed(code: code, text: text ?? client.library.words(for: code))
  }

  /// The answer to a question, to be destroyed.
  private func answer(
    to operation: some BinaryInteger, _ ask: (OpaquePointer, OpaquePointer) -> Void
  ) throws(KafkaError) -> OpaquePointer {
    let calls = unsafe client.library.calls
    let queue = unsafe calls.pointee.queue_new(client.handle)
    defer { unsafe calls.pointee.queue_destroy(queue) }
    let options = unsafe calls.pointee.AdminOptions_new(client.handle, Int32(operation))
    defer { unsafe calls.pointee.AdminOptions_destroy(options) }
    _ = unsafe calls.pointee.AdminOptions_set_request_timeout(
      options, TopicAdmin.patience, nil, 0)
    unsafe ask(options, queue)
    guard let event = unsafe calls.pointee.queue_poll(queue, TopicAdmin.patience + 1_000) else {
      throw .failed(
        code: KafkaCode.timedOut,
        text: "cannot reach \(client.brokers): \(client.reasonOfTrouble)")
    }
    let code = unsafe calls.pointee.event_error(event)
    guard code == KafkaCode.none else {
      defer { unsafe calls.pointee.event_destroy(event) }
      let text = unsafe calls.pointee.event_error_string(event).map { unsafe String(cString: $0) }
      throw .failed(code: code, text: text ?? client.library.words(for: code))
    }
    return unsafe event
  }

  /// What a topic is now; `nil` if there is none of that name.
  package func state(of name: String) throws(KafkaError) -> TopicState? {
    guard let found = try topics().first(where: { $0.name == name }) else { return nil }
    guard found.code == KafkaCode.none else {
      throw .failed(code: found.code, text: client.library.words(for: found.code))
    }
    var state = TopicState(
      name: name, partitions: found.partitions.count, replicas: found.replicas, records: 0,
      contents: .nothing, settings: try settings(of: name))
    for partition in found.partitions {
      let (low, high) = try watermarks(of: name, partition)
      state.records += high - low
      guard high > low, state.contents != .foreign else { continue }
      for offset in [low, high - 1] {
        switch isOwn(name, partition, from: offset) {
        case true?: if state.contents == .nothing { state.contents = .own }
        case false?: state.contents = .foreign
        // Nothing is there any more: a compacted topic has gaps.
        case nil: break
        }
      }
    }
    return state
  }

  private func watermarks(
    of name: String, _ partition: Int32
  ) throws(KafkaError) -> (low: Int, high: Int) {
    var (low, high): (Int64, Int64) = (0, 0)
    let end = ContinuousClock.now + .milliseconds(Int(TopicAdmin.patience))
    var code = KafkaCode.none
    repeat {
      code = unsafe client.library.calls.pointee.query_watermark_offsets(
        client.handle, name, partition, &low, &high, TopicAdmin.patience)
      // A partition that was made just now has no leader yet, or is not known to all.
      guard KafkaCode.ofNewTopics.contains(code) else { break }
      client.poll(milliseconds: 100)
    } while ContinuousClock.now < end
    guard code == KafkaCode.none else {
      throw .failed(code: code, text: client.library.words(for: code))
    }
    return (Int(low), Int(high))
  }

  /// Whether the record at or behind an offset is the program's own; `nil` if there is none.
  private func isOwn(_ name: String, _ partition: Int32, from offset: Int) -> Bool? {
    guard let reader = PartitionReader(client, name, partition) else { return nil }
    guard reader.start(at: offset) else { return nil }
    defer { reader.stop() }
    let end = ContinuousClock.now + .milliseconds(Int(TopicAdmin.patience))
    while ContinuousClock.now < end {
      client.poll()
      let read = reader.read(milliseconds: 200, atMost: 1) { unsafe $0.header != nil }
      switch read {
      case .records(let answers): return answers.first
      case .nothing: continue
      case .end, .failed: return nil
      }
    }
    return nil
  }

  /// Some settings of a topic.
  private func settings(of name: String) throws(KafkaError) -> [String: String] {
    let calls = unsafe client.library.calls
    guard
      let resource = unsafe calls.pointee.ConfigResource_new(Int32(RDK_RESOURCE_TOPIC), name)
    else { return [:] }
    defer { unsafe calls.pointee.ConfigResource_destroy(resource) }
    var list: [OpaquePointer?] = unsafe [resource]
    let event = unsafe try answer(to: RDK_ADMIN_DESCRIBE_CONFIGS) { options, queue in
      unsafe calls.pointee.DescribeConfigs(client.handle, &list, 1, options, queue)
    }
    defer { unsafe calls.pointee.event_destroy(event) }
    var (count, entryCount) = (0, 0)
    guard let result = unsafe calls.pointee.event_DescribeConfigs_result(event) else { return [:] }
    let resources = unsafe calls.pointee.DescribeConfigs_result_resources(result, &count)
    guard count > 0 else { return [:] }
    let entries = unsafe calls.pointee.ConfigResource_configs(resources[0], &entryCount)
    var settings: [String: String] = [:]
    for index in 0..<entryCount {
      let name = unsafe String(cString: calls.pointee.ConfigEntry_name(entries[index]))
      guard TopicAdmin.shown.contains(name),
        let value = unsafe calls.pointee.ConfigEntry_value(entries[index])
      else { continue }
      settings[name] = unsafe String(cString: value)
    }
    return settings
  }
}
