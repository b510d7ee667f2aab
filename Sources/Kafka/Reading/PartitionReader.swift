internal import CRdkafka

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
        answers.append(unsafe take(TopicRecord(message, calls)))
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
}
