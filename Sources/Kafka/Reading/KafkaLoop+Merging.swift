import Feed
import LogTail
import Remote
import System

extension KafkaLoop {
  /// How long is read on at most once the end was asked for.
  static let endPatience = Duration.seconds(1)

  /// Gives what was there when the merging began, of all partitions in the order of the lines' times; `false`
  /// once it was stopped.
  func mergeAll() -> Bool {
    // Those that appear meanwhile are read behind the others.
    var isThrough = Array(repeating: false, count: partitions.count)
    var deadline: Duration?
    while merge != nil {
      guard !queue.isStopped, lookAround() else { return false }
      if queue.isLast {
        let end = deadline ?? MachineClock.uptime + KafkaLoop.endPatience
        deadline = end
        if mergeOrigin == .backfill || MachineClock.uptime >= end { return false }
      }
      var hasMoved = false
      for (index, partition) in partitions.prefix(isThrough.count).enumerated()
      where !isThrough[index] && merge?.isFree(index) == true {
        if feedMerge(partition, index, &isThrough) { hasMoved = true }
      }
      guard !refusesSums(), giveSums() else { return false }
      while let item = merge?.next() {
        hasMoved = true
        guard give(item) else { return false }
      }
      if merge != nil, !hasMoved { sleep(atMost: .milliseconds(100)) }
    }
    guard isFirstMerge else { return true }
    // The topic was erased meanwhile.
    return give(.caughtUp(modified: nil, coveredSince: nil, positions: []))
  }

  /// Puts what comes next of a partition among what is merged; whether there was anything.
  private func feedMerge(
    _ partition: TopicPartition, _ index: Int, _ isThrough: inout [Bool]
  ) -> Bool {
    let hasRead = !partition.isThroughContext && read(partition)
    guard merge != nil else { return true }
    let positions = [partition.position.position(of: name)]
    if let lines = partition.context.take(mergeOrigin, positions, &unwrapping.origins) {
      merge?.put(.lines(lines), from: index)
    } else if partition.isThroughContext {
      isThrough[index] = true
      let item = TailItem.caughtUp(
        modified: partition.lastTime.map { $0 / 1_000 }, coveredSince: coveredSince,
        positions: positions)
      merge?.put(item, from: index)
    } else {
      return hasRead
    }
    return true
  }

  private func give(_ item: TailItem) -> Bool {
    guard case .caughtUp = item else { return queue.put(item) }
    let coveredSince = coveredSince
    merge = nil
    coveredSeconds = nil
    guard isFirstMerge else { return true }
    isFirstMerge = false
    progress.end()
    guard queue.put(item) else { return false }
    guard let coveredSince else { return true }
    return queue.put(.earlierEnds(coveredSince: coveredSince, isAll: true))
  }

  /// Since when all that arrived was given, where that is not all there is.
  private var coveredSince: Int? {
    coveredSeconds.map { Int(MachineClock.wall.components.seconds) - $0 }
  }

  /// Orders what was written while no broker could be reached, before what is written from now on.
  func mergeWhatIsNew() throws(KafkaError) {
    guard merge == nil else { return }
    for partition in partitions where !leaderless.contains(partition.number) {
      partition.contextEnd = try watermarks(partition.number).high
    }
    mergeOrigin = .live
    merge = SourceMerge(count: partitions.count, knowledge)
  }
}
