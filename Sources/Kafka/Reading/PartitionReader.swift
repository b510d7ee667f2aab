internal import CRdkafka

/// A record of a topic.
///
/// Its bytes are librdkafka's, and may be looked at only within the call that it is given to.
@safe struct TopicRecord {
  let offset: Int
  /// In milliseconds since the epoch; `nil` where it has none.
  let time: Int?
  /// Whether that is when it arrived, so that it never goes back.
  let isArrival: Bool
  let value: UnsafeRawBufferPointer
  let key: UnsafeRawBufferPointer
  /// What the program's own header says; `nil` for a record of another program.
  let header: UnsafeRawBufferPointer?
}

/// Reads one partition of a topic from a place on, outside of any group.
@safe final class PartitionReader {
  /// What a look came to.
  enum Read<Answer> {
    case records([Answer])
    /// Nothing has come yet.
    case nothing
    /// All that there is was read.
    case end
    case failed(code: Int32, text: String)
  }

  static let header = "hightide"

  let partition: Int32
  private let client: KafkaClient
  private let topic: OpaquePointer
  private let queue: OpaquePointer
  private var isReading = false
  private var messages: [UnsafeMutablePointer<rdk_message>?]
  /// What could not be given with what was read before it.
  private var pendingEnd = false
  private var pendingFailure: (code: Int32, text: String)?

  /// Prepares to read; `nil` if that is not possible.
  init?(_ client: KafkaClient, _ name: String, _ partition: Int32) {
    self.client = client
    self.partition = partition
    guard let topic = unsafe client.library.calls.pointee.topic_new(client.handle, name, nil) else {
      return nil
    }
    unsafe self.topic = unsafe topic
    unsafe queue = unsafe client.library.calls.pointee.queue_new(client.handle)
    unsafe messages = unsafe Array(repeating: nil, count: 4_096)
  }

  deinit {
    stop()
    unsafe client.library.calls.pointee.queue_destroy(queue)
    unsafe client.library.calls.pointee.topic_destroy(topic)
  }

  /// Has a byte written to a descriptor whenever something comes after there was nothing.
  func wake(_ descriptor: Int32) {
    let byte: [UInt8] = [1]
    // The byte is copied.
    unsafe client.library.calls.pointee.queue_io_event_enable(queue, descriptor, byte, 1)
  }

  /// Begins to fetch from an offset on; `false` if that is not possible.
  func start(at offset: Int) -> Bool {
    stop()
    pendingEnd = false
    pendingFailure = nil
    isReading =
      unsafe client.library.calls.pointee.consume_start_queue(
        topic, partition, Int64(offset), queue) == 0
    return isReading
  }

  /// Ends fetching; what was fetched and not read is dropped, by the library too.
  func stop() {
    guard isReading else { return }
    isReading = false
    _ = unsafe client.library.calls.pointee.consume_stop(topic, partition)
    pendingEnd = false
    pendingFailure = nil
  }

  /// Takes what has come, waiting for it no longer than that, and hands each record to `take`.
  func read<Answer>(
    milliseconds: Int, atMost most: Int, _ take: (TopicRecord) -> Answer
  ) -> Read<Answer> {
    if pendingEnd {
      pendingEnd = false
      return .end
    }
    if let (code, text) = pendingFailure.take() { return .failed(code: code, text: text) }
    let calls = unsafe client.library.calls
    let count = unsafe messages.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      // No more than there is space for.
      return unsafe calls.pointee.consume_batch_queue(
        queue, Int32(milliseconds), base, min(most, buffer.count))
    }
    guard count > 0 else { return .nothing }
    var answers: [Answer] = []
    answers.reserveCapacity(count)
    for index in 0..<count {
      guard let message = unsafe messages[index] else { continue }
      defer { unsafe calls.pointee.message_destroy(message) }
      switch unsafe message.pointee.err {
      case KafkaCode.none:
        pendingEnd = false
        answers.append(unsafe take(record(message, calls)))
      case KafkaCode.partitionEnd: pendingEnd = true
      case let code:
        let text = unsafe message.pointee.payload.map {
          unsafe String(
            decoding: UnsafeRawBufferPointer(start: $0, count: message.pointee.len), as: UTF8.self)
        }
        pendingFailure = (code, text ?? client.library.words(for: code))
      }
    }
    if !answers.isEmpty { return .records(answers) }
    if let (code, text) = pendingFailure.take() { return .failed(code: code, text: text) }
    guard pendingEnd else { return .nothing }
    pendingEnd = false
    return .end
  }

  @inline(__always)
  private func record(
    _ message: UnsafeMutablePointer<rdk_message>, _ calls: UnsafePointer<rdk_table>
  ) -> TopicRecord {
    var kind: Int32 = 0
    let time = unsafe calls.pointee.message_timestamp(message, &kind)
    var headers: OpaquePointer?
    var header: UnsafeRawBufferPointer?
    if unsafe calls.pointee.message_headers(message, &headers) == KafkaCode.none,
      let headers = unsafe headers
    {
      var bytes: UnsafeRawPointer?
      var count = 0
      if unsafe calls.pointee.header_get_last(headers, PartitionReader.header, &bytes, &count)
        == KafkaCode.none
      {
        unsafe header = UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count)
      }
    }
    let value = unsafe message.pointee
    return unsafe TopicRecord(
      offset: Int(value.offset), time: time > 0 ? Int(time) : nil,
      isArrival: kind == Int32(RDK_TIME_OF_ARRIVAL),
      value: UnsafeRawBufferPointer(
        start: value.payload, count: value.payload == nil ? 0 : value.len),
      key: UnsafeRawBufferPointer(start: value.key, count: value.key == nil ? 0 : value.key_len),
      header: header)
  }
}
