internal import CRdkafka
import Feed
import Remote
import System

extension KafkaLoop {
  /// Where partitions are begun to be read; `isLate` if they could not be read at the start.
  func beginnings(_ numbers: [Int32], isLate: Bool) throws(KafkaError) -> [Int32: Int] {
    guard !numbers.isEmpty else { return [:] }
    let since: Int
    switch configuration.beginning {
    case .oldest: return [:]
    case .since(let time): since = time
    // What they held at the start would have been context, which has been read.
    case .back where isLate: since = startTime
    case .back(let seconds):
      since = Int((MachineClock.wall - .seconds(seconds)).components.seconds) * 1_000
    }
    var found = try offsets(numbers.map { (number: $0, time: since) })
    // Brokers in memory do not know when what arrived.
    for number in numbers where found[number] == nil {
      if let last = try lastTime(of: number), last >= since { found[number] = 0 }
    }
    // Where nothing has arrived since, at the end.
    return Dictionary(uniqueKeysWithValues: numbers.map { ($0, found[$0] ?? .max) })
  }

  /// When the last record of a partition arrived, which is not read yet; `nil` if there is none.
  private func lastTime(of number: Int32) throws(KafkaError) -> Int? {
    let (low, high) = try watermarks(number)
    guard high > low,
      let reader = PartitionReader(client, configuration.place.topic, number),
      reader.start(at: high - 1)
    else { return nil }
    defer { reader.stop() }
    let end = MachineClock.uptime + KafkaLoop.lookPause
    while MachineClock.uptime < end {
      switch reader.read(milliseconds: 100, atMost: 1, { $0.time }) {
      case .records(let times): return times.last ?? nil
      case .nothing: continue
      case .end, .failed: return nil
      }
    }
    return nil
  }

  /// Looks whether each partition is still the one that was read before.
  ///
  /// A topic that is erased and made again within seconds has no error. But then records stand before the
  /// place that was reached at the last look that have arrived after it.
  func verify() throws(KafkaError) {
    let anchored = partitions.filter { !leaderless.contains($0.number) }.compactMap { partition in
      partition.anchor.map { (number: partition.number, time: $0.time + 1) }
    }
    if !anchored.isEmpty {
      let found = try offsets(anchored)
      for partition in partitions {
        guard let anchor = partition.anchor, let first = found[partition.number],
          first < anchor.next
        else { continue }
        startAgain(partition, .another)
      }
    }
    for partition in partitions { partition.setAnchor() }
  }

  /// The first offsets of records from a time on, in milliseconds since the epoch, where there are any.
  private func offsets(
    _ wanted: [(number: Int32, time: Int)]
  ) throws(KafkaError) -> [Int32: Int] {
    let calls = unsafe client.library.calls
    let list = unsafe calls.pointee.topic_partition_list_new(Int32(wanted.count))
    defer { unsafe calls.pointee.topic_partition_list_destroy(list) }
    for (number, time) in wanted {
      let element = unsafe calls.pointee.topic_partition_list_add(
        list, configuration.place.topic, number)
      unsafe element.pointee.offset = Int64(time)
    }
    let code = unsafe calls.pointee.offsets_for_times(
      client.handle, list, Int32(KafkaLoop.patience))
    guard code == KafkaCode.none else {
      throw .failed(code: code, text: client.library.words(for: code))
    }
    var found: [Int32: Int] = [:]
    // As many as were added.
    for index in unsafe 0..<Int(list.pointee.count) {
      guard let element = unsafe list.pointee.elements?[index], unsafe element.offset >= 0,
        unsafe element.err == KafkaCode.none
      else { continue }
      unsafe found[element.partition] = Int(element.offset)
    }
    return found
  }

  /// The oldest record's offset, and that which the next one will have.
  func watermarks(_ partition: Int32) throws(KafkaError) -> (low: Int, high: Int) {
    var (low, high): (Int64, Int64) = (0, 0)
    let code = unsafe client.library.calls.pointee.query_watermark_offsets(
      client.handle, configuration.place.topic, partition, &low, &high, Int32(KafkaLoop.patience))
    guard code == KafkaCode.none else {
      throw .failed(code: code, text: client.library.words(for: code))
    }
    return (Int(low), Int(high))
  }

  /// The same as the last answer to a fetch said.
  func cachedWatermarks(_ partition: Int32) -> (low: Int, high: Int)? {
    var (low, high): (Int64, Int64) = (0, 0)
    let code = unsafe client.library.calls.pointee.get_watermark_offsets(
      client.handle, configuration.place.topic, partition, &low, &high)
    return code == KafkaCode.none && high >= 0 ? (Int(low), Int(high)) : nil
  }

  /// Whether nothing more is known to be there.
  func isAtEnd(_ partition: TopicPartition) -> Bool {
    cachedWatermarks(partition.number).map { partition.next >= $0.high } ?? true
  }
}
