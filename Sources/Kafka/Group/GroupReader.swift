internal import CRdkafka
package import LogTail
package import Remote
private import System

/// Reads a topic as a member of a group, which shares its partitions among those that are there.
///
/// For one thread, which has to poll again and again, whatever else it does.
@safe package final class GroupReader {
  private static let defaults = [
    ("client.id", "hightide"), ("enable.auto.commit", "false"),
    ("enable.auto.offset.store", "false"), ("auto.offset.reset", "error"),
    ("partition.assignment.strategy", "cooperative-sticky"), ("session.timeout.ms", "10000"),
    ("topic.metadata.refresh.interval.ms", "10000"), ("fetch.wait.max.ms", "500"),
    ("queued.max.messages.kbytes", "8192"), ("queued.min.messages", "100000"),
    ("fetch.message.max.bytes", "1048576"),
  ]
  /// Pause reading beyond so many bytes that were not taken: as many as the memory of freed chunks keeps, or
  /// for each server as many as it takes to be worth adding up.
  private static let mostBytes = (least: 3 << 18, ofServer: 16 << 10, most: 8 << 20)
  private static let mostMessages = 4_096

  let client: KafkaClient
  let place: KafkaPlace
  private let watch: TopicWatch
  private let rebalances: Rebalances
  private let knowledge: LineKnowledge
  var partitions: [Int32: Partition] = [:]
  private var nextNudge = Duration.zero

  /// A partition that is read here.
  final class Partition {
    let place: PartitionPlace
    var lines: ServerLines
    var unwrapping: RecordUnwrapping
    /// Where the records begin that were not taken yet, and what was before them.
    var batchStart: TopicPosition
    /// When the first record that was read arrived.
    var firstTime: Int?
    var unknown = 0
    var lastUnknown: Int?

    init(_ number: Int32, _ source: KafkaPlace, _ knowledge: LineKnowledge) {
      place = PartitionPlace(number)
      lines = ServerLines(topic: source.topic)
      unwrapping = RecordUnwrapping(source.name, topic: source.topic, knowledge)
      batchStart = place.position
    }
  }

  /// What the library says of the group, on the thread that polls.
  private final class Rebalances {
    var news: [(code: Int32, partitions: [Int32])] = []
    var isClosing: (() -> Void)?
  }

  /// Joins the group of that name, unless the settings name another one.
  package init(
    _ place: KafkaPlace, group: String, _ settings: KafkaSettings, _ knowledge: LineKnowledge,
    telling tell: @escaping (ShipNews) -> Void
  ) throws(KafkaError) {
    let rebalances = Rebalances()
    client = try KafkaClient(
      .consumer, place.brokers, settings, defaults: GroupReader.defaults + [("group.id", group)],
      rebalanced: { code, partitions in
        if let close = rebalances.isClosing {
          close()
        } else {
          rebalances.news.append((code: code, partitions: partitions))
        }
      })
    let calls = unsafe client.library.calls
    client.becomeMember()
    self.rebalances = rebalances
    self.place = place
    self.knowledge = knowledge
    watch = TopicWatch(client, place, for: .reading, telling: tell)
    let list = unsafe calls.pointee.topic_partition_list_new(1)
    defer { unsafe calls.pointee.topic_partition_list_destroy(list) }
    _ = unsafe calls.pointee.topic_partition_list_add(list, place.topic, -1)
    let code = unsafe calls.pointee.subscribe(client.handle, list)
    guard code == KafkaCode.none else {
      throw .failed(code: code, text: client.library.words(for: code))
    }
  }

  /// The text of an error that ends the role: another one has its identity, or the library gave up.
  package var fatalError: String? { client.fatalError }

  /// Reads what has come, waiting for it no longer than that, and returns what the group did.
  package func poll(milliseconds: Int) -> [GroupEvent] {
    var events: [GroupEvent] = []
    var wait = milliseconds
    while true {
      let count = read(milliseconds: wait, &events)
      wait = 0
      // A group waits for its members.
      guard count == GroupReader.mostMessages, rebalances.news.isEmpty,
        hasSpace
      else {
        if count < GroupReader.mostMessages { nudge() }
        break
      }
    }
    watch.look()
    for (code, numbers) in rebalances.news {
      switch code {
      case KafkaCode.assignPartitions: events.append(.assigned(numbers))
      case KafkaCode.revokePartitions:
        let isLost = unsafe client.library.calls.pointee.assignment_lost(client.handle) != 0
        events.append(.revoked(numbers, isLost: isLost))
      default: events.append(.revoked(numbers, isLost: true))
      }
    }
    rebalances.news = []
    return events
  }

  /// Whether more may be read before what has come is taken.
  private var hasSpace: Bool {
    var (bytes, servers) = (0, 0)
    for partition in partitions.values {
      bytes += partition.lines.byteCount
      servers += partition.lines.waitingCount
    }
    let limit = GroupReader.mostBytes
    return bytes < min(limit.most, max(limit.least, servers * limit.ofServer))
  }

  /// Has more fetched of what is there.
  ///
  /// Once its queue was full the library looks at it again after up to a second, unless something else wakes
  /// its thread, so that a partition is caught up with by no more than its queue each second.
  private func nudge() {
    let now = MachineClock.uptime
    guard now >= nextNudge else { return }
    nextNudge = now + .milliseconds(20)
    let calls = unsafe client.library.calls
    for (number, partition) in partitions {
      var (low, high): (Int64, Int64) = (0, 0)
      guard
        unsafe calls.pointee.get_watermark_offsets(
          client.handle, place.topic, number, &low, &high) == KafkaCode.none,
        Int(high) - partition.place.next > GroupReader.mostMessages
      else { continue }
      _ = unsafe calls.pointee.query_watermark_offsets(
        client.handle, place.topic, number, &low, &high, 100)
    }
  }

  /// Reads what has come, up to a number of messages, which is returned.
  ///
  /// One at a time: read by `rd_kafka_consume_batch_queue` of version 2.0.2, some hundred records were passed
  /// over at a rebalance, without a word.
  private func read(milliseconds: Int, _ events: inout [GroupEvent]) -> Int {
    let calls = unsafe client.library.calls
    var count = 0
    var last: Partition?
    while count < GroupReader.mostMessages,
      let message = unsafe calls.pointee.consumer_poll(
        client.handle, Int32(count == 0 ? milliseconds : 0))
    {
      defer { unsafe calls.pointee.message_destroy(message) }
      count += 1
      let number = unsafe message.pointee.partition
      let code = unsafe message.pointee.err
      guard code == KafkaCode.none else {
        if let event = event(code, number) { events.append(event) }
        continue
      }
      // Most are of the partition of the one before.
      if last?.place.number != number { last = partitions[number] }
      guard let partition = last else { continue }
      let record = unsafe TopicRecord(message, calls)
      take(record, of: partition)
      if partition.place.isAnother { events.append(.another(number)) }
    }
    if count > 0 { watch.noteArrival() }
    return count
  }

  @inline(__always)
  private func take(_ record: TopicRecord, of partition: Partition) {
    partition.lines.begin(record)
    if partition.firstTime == nil { partition.firstTime = record.time }
    switch partition.place.judge(record, &partition.unwrapping) {
    case .foreign: partition.unwrapping.add(record, to: &partition.lines)
    case .line(let origin):
      unsafe partition.lines.add(
        record.value, of: origin, at: record.time, &partition.unwrapping.origins)
    case .clock(let second):
      partition.lines.addClock(second, of: partition.unwrapping.server(record))
    case .passed, .repeated: break
    case .sums, .unknown:
      partition.unknown += 1
      partition.lastUnknown = record.offset
    }
  }

  private func event(_ code: Int32, _ number: Int32) -> GroupEvent? {
    switch code {
    case KafkaCode.offsetOutOfRange, KafkaCode.offsetReset: .outOfRange(number)
    case KafkaCode.unknownTopic, KafkaCode.unknownTopicOrPartition, KafkaCode.unknownPartition:
      .erased
    case KafkaCode.partitionEnd, KafkaCode.allBrokersDown, KafkaCode.transport, KafkaCode.resolve,
      KafkaCode.timedOut, KafkaCode.maxPollExceeded:
      nil
    default: .failed(client.library.words(for: code))
    }
  }

  /// Takes what has come of each partition.
  package func takeBatches() -> [PartitionBatch] {
    partitions.keys.sorted().compactMap { number in
      guard let partition = partitions[number] else { return nil }
      let end = partition.place.position
      guard end.offset > partition.batchStart.offset || partition.unknown > 0 else { return nil }
      defer {
        partition.batchStart = end
        partition.unknown = 0
      }
      return PartitionBatch(
        partition: number, offset: partition.batchStart.offset, next: end.offset,
        timeBefore: partition.batchStart.time, time: end.time,
        topicTime: partition.batchStart.offset == 0 ? partition.firstTime : nil,
        servers: partition.lines.take(&partition.unwrapping.origins), unknown: partition.unknown,
        lastUnknown: partition.lastUnknown)
    }
  }

  /// Where a partition is to be read from.
  package enum Start: Sendable {
    case fresh(offset: Int)
    /// At a commit, where the record before arrived at `time`; `low` is the oldest record.
    case committed(offset: Int, time: Int?, low: Int)
  }

  /// Has a partition read from a place on, once it is assigned.
  package func begin(_ number: Int32, at start: Start) {
    let partition = Partition(number, place, knowledge)
    switch start {
    case .fresh(let offset): _ = partition.place.begin(at: offset)
    case .committed(let offset, let time, let low):
      _ = partition.place.resume(
        at: TopicPosition(partition: number, offset: offset, time: time), low: low)
    }
    partition.batchStart = partition.place.position
    partitions[number] = partition
  }

  /// Leaves the group, so that another member takes over at once.
  package func close() {
    let (library, handle) = (client.library, unsafe client.handle)
    rebalances.isClosing = {
      _ = unsafe library.calls.pointee.assign(handle, nil)
    }
    _ = unsafe library.calls.pointee.consumer_close(handle)
    rebalances.isClosing = nil
  }
}
