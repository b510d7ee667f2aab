internal import CRdkafka
import Remote

extension GroupReader {
  /// How long brokers have for an answer, in milliseconds.
  private static let patience: Int32 = 5_000

  /// What is known of partitions that are given; nothing of those without a leader.
  package func assignments(
    of numbers: [Int32]
  ) throws(KafkaError) -> [GroupAssignment] {
    let leaderless = try metadata()?.leaderless ?? []
    let numbers = numbers.filter { !leaderless.contains($0) }
    let commits = try commits(of: numbers)
    var assignments: [GroupAssignment] = []
    for number in numbers {
      var (low, high): (Int64, Int64) = (0, 0)
      try check(
        unsafe client.library.calls.pointee.query_watermark_offsets(
          client.handle, place.topic, number, &low, &high, GroupReader.patience))
      assignments.append(
        GroupAssignment(
          partition: number, committed: commits.first { $0.partition == number }, low: Int(low),
          high: Int(high)))
    }
    return assignments
  }

  /// The last commits of all partitions of the topic.
  package func commits() throws(KafkaError) -> [GroupCommit] {
    try commits(of: try metadata()?.partitions ?? [])
  }

  private func metadata() throws(KafkaError) -> TopicMetadata? {
    try client.metadata(of: place.topic, milliseconds: Int(GroupReader.patience)).first
  }

  /// The last commits of partitions; nothing of those that have none.
  private func commits(of numbers: [Int32]) throws(KafkaError) -> [GroupCommit] {
    guard !numbers.isEmpty else { return [] }
    let calls = unsafe client.library.calls
    let list = unsafe makeList(numbers.map { ($0, RDK_OFFSET_INVALID) })
    defer { unsafe calls.pointee.topic_partition_list_destroy(list) }
    try check(unsafe calls.pointee.committed(client.handle, list, GroupReader.patience))
    var commits: [GroupCommit] = []
    // As many as were added.
    for index in unsafe 0..<Int(list.pointee.count) {
      guard let element = unsafe list.pointee.elements?[index] else { continue }
      try check(unsafe element.err)
      guard unsafe element.offset >= 0 else { continue }
      let text = unsafe UnsafeRawBufferPointer(
        start: element.metadata, count: element.metadata == nil ? 0 : element.metadata_size)
      commits.append(
        unsafe GroupCommit(
          partition: element.partition, offset: Int(element.offset),
          metadata: String(decoding: text, as: UTF8.self)))
    }
    return commits
  }

  /// The offset of the first record of a partition that arrived at a time or later, in milliseconds since
  /// the epoch; `nil` if there is none.
  package func offset(of number: Int32, since time: Int) throws(KafkaError) -> Int? {
    let calls = unsafe client.library.calls
    let list = unsafe makeList([(number, Int64(time))])
    defer { unsafe calls.pointee.topic_partition_list_destroy(list) }
    try check(unsafe calls.pointee.offsets_for_times(client.handle, list, GroupReader.patience))
    guard let element = unsafe list.pointee.elements?[0], unsafe element.err == KafkaCode.none,
      unsafe element.offset >= 0
    else { return nil }
    return unsafe Int(element.offset)
  }

  private func check(_ code: Int32) throws(KafkaError) {
    guard code != KafkaCode.none else { return }
    throw .failed(code: code, text: client.library.words(for: code))
  }

  private func makeList(
    _ elements: [(Int32, Int64)]
  ) -> UnsafeMutablePointer<rdk_partition_list> {
    let calls = unsafe client.library.calls
    let list = unsafe calls.pointee.topic_partition_list_new(Int32(elements.count))
    for (number, offset) in elements {
      let element = unsafe calls.pointee.topic_partition_list_add(list, place.topic, number)
      unsafe element.pointee.offset = offset
    }
    return unsafe list
  }

  /// Whether the group moves single partitions, and not all at once.
  private var isCooperative: Bool {
    guard let name = unsafe client.library.calls.pointee.rebalance_protocol(client.handle) else {
      return false
    }
    return unsafe String(cString: name) == "COOPERATIVE"
  }

  /// Begins to read partitions that are given, each from where it begins.
  ///
  /// Those that cannot be read yet may be given later.
  package func assign(_ numbers: [Int32]) throws(KafkaError) {
    let calls = unsafe client.library.calls
    let isCooperative = isCooperative
    // Without single moves all are given at once.
    let numbers = isCooperative ? numbers : partitions.keys.sorted()
    let list = unsafe makeList(numbers.map { ($0, Int64(partitions[$0]?.place.next ?? 0)) })
    defer { unsafe calls.pointee.topic_partition_list_destroy(list) }
    guard isCooperative else {
      return try check(unsafe calls.pointee.assign(client.handle, list))
    }
    unsafe try check(calls.pointee.incremental_assign(client.handle, list))
  }

  /// Reads partitions no more that are taken away.
  package func unassign(_ numbers: [Int32]) throws(KafkaError) {
    let numbers = numbers.filter { partitions.removeValue(forKey: $0) != nil }
    let calls = unsafe client.library.calls
    guard isCooperative else { return try check(unsafe calls.pointee.assign(client.handle, nil)) }
    let list = unsafe makeList(numbers.map { ($0, RDK_OFFSET_INVALID) })
    defer { unsafe calls.pointee.topic_partition_list_destroy(list) }
    unsafe try check(calls.pointee.incremental_unassign(client.handle, list))
  }

  private func check(_ error: OpaquePointer?) throws(KafkaError) {
    guard let error = unsafe error else { return }
    let calls = unsafe client.library.calls
    defer { unsafe calls.pointee.error_destroy(error) }
    throw .failed(
      code: unsafe calls.pointee.error_code(error),
      text: unsafe String(cString: calls.pointee.error_string(error)))
  }

  /// Reads on at another place of a partition that is read here; see ``begin(_:at:)``.
  ///
  /// A place that is gone has ended the reading of it, so that it could not be sought.
  package func read(again number: Int32) throws(KafkaError) {
    let calls = unsafe client.library.calls
    guard isCooperative else { return try assign([]) }
    let list = unsafe makeList([(number, RDK_OFFSET_INVALID)])
    defer { unsafe calls.pointee.topic_partition_list_destroy(list) }
    unsafe try check(calls.pointee.incremental_unassign(client.handle, list))
    try assign([number])
  }

  /// Keeps places for the group; with `waits` only once brokers have them.
  package func commit(_ commits: [GroupCommit], waits: Bool) throws(KafkaError) {
    guard !commits.isEmpty else { return }
    let calls = unsafe client.library.calls
    let list = unsafe makeList(commits.map { ($0.partition, Int64($0.offset)) })
    defer { unsafe calls.pointee.topic_partition_list_destroy(list) }
    for (index, commit) in commits.enumerated() {
      let text = Array(commit.metadata.utf8)
      // As many as there are commits.
      guard let element = unsafe list.pointee.elements.map({ unsafe $0 + index }) else { continue }
      unsafe text.withUnsafeBytes {
        unsafe rdk_set_metadata(element, $0.baseAddress, $0.count)
      }
    }
    try check(unsafe calls.pointee.commit(client.handle, list, waits ? 0 : 1))
  }

  /// Reads nothing for now, or reads on; the group is polled all the same.
  package func pause(_ isPaused: Bool) {
    let calls = unsafe client.library.calls
    let list = unsafe makeList(partitions.keys.map { ($0, RDK_OFFSET_INVALID) })
    defer { unsafe calls.pointee.topic_partition_list_destroy(list) }
    if isPaused {
      _ = unsafe calls.pointee.pause_partitions(client.handle, list)
    } else {
      _ = unsafe calls.pointee.resume_partitions(client.handle, list)
    }
  }

  /// How many records are known to be there that were not read, and how long ago the oldest of the last ones
  /// arrived, in seconds.
  package func lag(at wall: Int) -> (records: Int, seconds: Int) {
    var lag = (records: 0, seconds: 0)
    for (number, partition) in partitions {
      var (low, high): (Int64, Int64) = (0, 0)
      let code = unsafe client.library.calls.pointee.get_watermark_offsets(
        client.handle, place.topic, number, &low, &high)
      guard code == KafkaCode.none, Int(high) > partition.place.next else { continue }
      lag.records += Int(high) - partition.place.next
      if let time = partition.place.lastTime { lag.seconds = max(lag.seconds, wall - time / 1_000) }
    }
    return lag
  }
}
