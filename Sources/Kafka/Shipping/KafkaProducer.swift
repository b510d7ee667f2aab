internal import CRdkafka
private import Synchronization

/// Sends records to one topic.
///
/// For one thread: what became of records is told to it when it polls.
@safe final class KafkaProducer {
  enum Outcome: Equatable {
    case taken
    /// So many records wait already that none is taken.
    case full
    case failed(code: Int32, text: String)
  }

  /// What holds unless the user sets it.
  ///
  /// A record is tried for ever: the log itself is the buffer, and what waits in memory is bounded.
  static let defaults = [
    ("client.id", "hightide"), ("enable.idempotence", "true"), ("acks", "all"),
    ("compression.type", "zstd"), ("linger.ms", "50"), ("batch.num.messages", "10000"),
    ("queue.buffering.max.kbytes", "16384"), ("message.timeout.ms", "0"),
    // As Java's clients spread keys, so that all writers of a server agree.
    ("partitioner", "murmur2_random"), ("topic.metadata.refresh.interval.ms", "10000"),
  ]

  /// The same for records of metrics, the greatest of which have some megabytes.
  static let metricsDefaults =
    defaults + [("message.max.bytes", "16777216"), ("queue.buffering.max.kbytes", "65536")]

  let client: KafkaClient
  private let topic: OpaquePointer
  private var arguments: [rdk_argument]

  /// Begins to connect.
  init(
    _ brokers: String, topic name: String, _ settings: KafkaSettings,
    defaults: [(String, String)] = KafkaProducer.defaults,
    delivered: @escaping KafkaClient.Delivered
  ) throws(KafkaError) {
    client = try KafkaClient(.producer, brokers, settings, defaults: defaults, delivered: delivered)
    guard let topic = unsafe client.library.calls.pointee.topic_new(client.handle, name, nil) else {
      throw .client(text: "'\(name)' is no topic")
    }
    unsafe self.topic = unsafe topic
    unsafe arguments = unsafe Array(repeating: rdk_argument(), count: 6)
  }

  deinit { unsafe client.library.calls.pointee.topic_destroy(topic) }

  /// How many records have not been told of yet.
  var waiting: Int { unsafe Int(client.library.calls.pointee.outq_len(client.handle)) }

  /// Has a byte written to a descriptor when there is something to poll for.
  func wake(_ descriptor: Int32) {
    let queue = unsafe client.library.calls.pointee.queue_get_main(client.handle)
    let byte: [UInt8] = [1]
    // The byte is copied.
    unsafe client.library.calls.pointee.queue_io_event_enable(queue, descriptor, byte, 1)
    unsafe client.library.calls.pointee.queue_destroy(queue)
  }

  /// Copies and sends a record.
  ///
  /// Its delivery report has `tag`.
  func send(
    _ value: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer, header: UnsafeRawBufferPointer,
    tag: Int
  ) -> Outcome {
    let calls = unsafe client.library.calls
    unsafe arguments[0].kind = Int32(RDK_ARGUMENT_TOPIC)
    unsafe arguments[0].value.topic = unsafe topic
    unsafe arguments[1].kind = Int32(RDK_ARGUMENT_FLAGS)
    unsafe arguments[1].value.flags = Int32(RDK_FLAG_COPY)
    unsafe arguments[2].kind = Int32(RDK_ARGUMENT_VALUE)
    unsafe arguments[2].value.memory = .init(bytes: value.baseAddress, count: value.count)
    unsafe arguments[3].kind = Int32(RDK_ARGUMENT_KEY)
    unsafe arguments[3].value.memory = .init(bytes: key.baseAddress, count: key.count)
    unsafe arguments[4].kind = Int32(RDK_ARGUMENT_OPAQUE)
    unsafe arguments[4].value.opaque = UnsafeMutableRawPointer(bitPattern: tag)
    unsafe arguments[5].kind = Int32(RDK_ARGUMENT_HEADER)
    unsafe arguments[5].value.header = .init(
      name: RecordHeader.nameBytes, bytes: header.baseAddress, count: header.count)
    guard let error = unsafe calls.pointee.produceva(client.handle, arguments, arguments.count)
    else { return .taken }
    defer { unsafe calls.pointee.error_destroy(error) }
    let code = unsafe calls.pointee.error_code(error)
    if code == KafkaCode.queueFull { return .full }
    return .failed(code: code, text: unsafe String(cString: calls.pointee.error_string(error)))
  }

  /// Waits until all has been told of, no longer than that.
  func flush(milliseconds: Int) {
    _ = unsafe client.library.calls.pointee.flush(client.handle, Int32(milliseconds))
  }
}
