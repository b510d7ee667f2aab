internal import CRdkafka
import Remote
import System

/// Reads what the topic of alerts holds, without what no transaction has ended.
struct AlertReading {
  private static let patience = Duration.seconds(20)
  private static let defaults = [
    ("client.id", "hightide"), ("enable.partition.eof", "true"),
    ("isolation.level", "read_committed"), ("auto.offset.reset", "earliest"),
    ("fetch.wait.max.ms", "100"),
  ]

  private let place: KafkaPlace
  private let client: KafkaClient

  init(_ place: KafkaPlace, _ settings: KafkaSettings) throws(KafkaError) {
    self.place = place
    client = try KafkaClient(
      .consumer, place.brokers, settings, defaults: AlertReading.defaults)
  }

  /// The oldest record's offset, and the next one's.
  func bounds() throws(KafkaError) -> (low: Int, high: Int) {
    let end = MachineClock.uptime + AlertReading.patience
    while true {
      var (low, high): (Int64, Int64) = (0, 0)
      let code = unsafe client.library.calls.pointee.query_watermark_offsets(
        client.handle, place.topic, 0, &low, &high, 2_000)
      if code == KafkaCode.none { return (Int(low), Int(high)) }
      guard MachineClock.uptime < end else {
        throw .failed(code: code, text: client.library.words(for: code))
      }
      client.poll(milliseconds: 100)
    }
  }

  /// Reads from an offset to what stood before another; `nil` once that is not wanted any more.
  ///
  /// `fault` says why a state cannot be read, which then counts for nothing.
  func read(
    from start: Int, to high: Int, while isWanted: () -> Bool,
    fault: ([UInt8]) -> String? = { _ in nil }
  ) throws(KafkaError) -> AlertTopic.Contents? {
    var contents = AlertTopic.Contents()
    guard start < high else { return contents }
    guard let reader = PartitionReader(client, place.topic, 0), reader.start(at: start) else {
      throw .client(text: "'\(place.topic)' cannot be read")
    }
    defer { reader.stop() }
    var next = start
    var lastNews = MachineClock.uptime
    while isWanted() {
      client.poll()
      let read = reader.read(milliseconds: 100, atMost: 1_024) { record in
        next = record.offset + 1
        contents.take(record, fault)
      }
      switch read {
      case .records:
        lastNews = MachineClock.uptime
        if next >= high { return contents }
      // Behind the last record may stand marks of transactions.
      case .end: return contents
      case .nothing:
        guard MachineClock.uptime - lastNews < AlertReading.patience else {
          throw .failed(
            code: KafkaCode.timedOut,
            text: "cannot read '\(place.topic)': \(client.reasonOfTrouble)"
          )
        }
      case .failed(let code, let text): throw .failed(code: code, text: text)
      }
    }
    return nil
  }
}

extension AlertTopic.Contents {
  fileprivate mutating func take(_ record: TopicRecord, _ fault: ([UInt8]) -> String?) {
    guard let header = unsafe record.header else {
      unknown += 1
      return
    }
    switch unsafe RecordHeader(header) {
    case .state:
      let bytes = unsafe Array(record.value)
      if let reason = fault(bytes) {
        damaged = ((damaged?.count ?? 0) + 1, record.offset, reason)
      } else {
        state = bytes
        alerts = []
      }
    case .alert:
      alerts.append(AlertRecord(key: unsafe Array(record.key), value: unsafe Array(record.value)))
    case .line, .clock, .metrics, .unknown: unknown += 1
    }
  }
}
