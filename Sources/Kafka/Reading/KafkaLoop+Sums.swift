import Feed
import LogTail
import System

// Sums of servers, in the order in which they arrived over all partitions: what a server sent is not passed
// on before what others sent earlier is known.
extension KafkaLoop {
  /// How many bytes of a partition may wait for those of others, and of all that are read as context, most of
  /// which are replaced by what comes next.
  private static let (mostWaiting, mostContext) = (4 << 20, 12 << 20)
  /// How much is passed on at a time.
  private static let batchSize = 1 << 20
  /// How much the first of what is passed on spans at least: all servers that send are in it, so that the fleet
  /// knows whom it has to wait for; in milliseconds.
  private static let firstSpan = 2_500

  /// Whether so many sums of a partition wait that no more are read.
  func isFull(_ partition: TopicPartition) -> Bool {
    let most =
      isReadingContext
      ? max(KafkaLoop.mostWaiting, KafkaLoop.mostContext / max(1, partitions.count))
      : KafkaLoop.mostWaiting
    return partition.sums.byteCount >= most
  }

  /// Whether nothing is passed on but what was there at the start.
  private var isReadingContext: Bool { merge != nil && mergeOrigin == .backfill }

  /// Passes on what has arrived by the time up to which all partitions are known; `false` once it was stopped.
  ///
  /// As long as what was there at the start is read as context, nothing else is passed on.
  func giveSums() -> Bool {
    guard holdsSums else { return true }
    let isContext = isReadingContext
    // Most of what is there is replaced by what comes next.
    if isContext, configuration.stamp != nil, !partitions.allSatisfy(\.isThroughContext),
      !partitions.contains(where: isFull)
    {
      return true
    }
    let bound = knownThrough(ofContext: isContext)
    guard bound > .min, hasGivenSums || isContext && bound == .max || spans(through: bound) else {
      return true
    }
    while true {
      let batch = takeSums(through: bound, isContext: isContext)
      guard !batch.records.isEmpty else { break }
      hasGivenSums = true
      guard queue.put(.tallies(batch)) else { return false }
    }
    return tellTime(through: bound, isContext: isContext)
  }

  /// By when all that arrived has been read; `.max` if nothing more is known to be there.
  private func knownThrough(ofContext isContext: Bool) -> Int {
    var bound = Int.max
    for partition in partitions
    where !partition.isThroughContext || !isContext && !isAtEnd(partition) {
      bound = min(bound, partition.sums.lastTime ?? partition.lastTime ?? .min)
    }
    return bound
  }

  /// Whether what waits spans enough for the first to be passed on.
  private func spans(through bound: Int) -> Bool {
    let first = partitions.compactMap { $0.sums.first?.time }.min()
    let end = min(bound, Int(MachineClock.wall / .milliseconds(1)))
    return first.map { end - $0 >= KafkaLoop.firstSpan } ?? false
      || queue.isLast || partitions.contains(where: isFull)
  }

  /// Takes what comes next, in the order of arrival.
  private func takeSums(through bound: Int, isContext: Bool) -> TallyBatch {
    var records: [[UInt8]] = []
    var times: [Int] = []
    var places: [RecordPlace] = []
    var bytes = 0
    while bytes < KafkaLoop.batchSize || !hasGivenSums {
      var first: (partition: TopicPartition, record: SumQueue.Record)?
      for partition in partitions {
        guard let record = partition.sums.first, record.time <= bound,
          record.isEarly || !isContext, record.time < first?.record.time ?? .max
        else { continue }
        first = (partition, record)
      }
      guard let first else { break }
      first.partition.sums.removeFirst()
      records.append(first.record.bytes)
      times.append(first.record.time)
      places.append(
        RecordPlace(partition: first.partition.number, offset: first.record.offset))
      bytes += first.record.bytes.count
    }
    let arrival = TallyBatch.Arrival(
      times: times, places: places, through: times.last ?? 0, paused: pausedMilliseconds)
    return TallyBatch(source: source, records: records, arrival: arrival, isContext: isContext)
  }

  /// Says by when all that arrived has been passed on, about once a second: who has sent nothing by then is
  /// idle.
  private func tellTime(through bound: Int, isContext: Bool) -> Bool {
    guard bound != .max || failure == nil && !client.troubles.isDown, hasGivenSums else {
      return true
    }
    let now = Int(MachineClock.wall / .milliseconds(1))
    let through = bound == .max ? now : bound
    // Of the context the last arrival says enough.
    guard !isContext, through - toldTime >= 1_000 else { return true }
    toldTime = through
    let arrival = TallyBatch.Arrival(times: [], through: through, paused: pausedMilliseconds)
    return queue.put(.tallies(TallyBatch(source: source, records: [], arrival: arrival)))
  }

  /// Says that a topic of sums cannot be read, and why; returns whether that is so.
  func refusesSums() -> Bool {
    guard holdsSums, let reason = configuration.sumsRefusal else { return false }
    _ = say(.failed(SourceFailure(reason: reason, isFinal: true)))
    return true
  }
}
