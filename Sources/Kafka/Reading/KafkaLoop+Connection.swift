import Feed
import LogTail
import Remote
import System

extension KafkaLoop {
  /// Why a partition is read from its oldest record.
  enum Restart {
    /// What was to be read next was deleted.
    case retention
    /// The topic is another one than that which was read.
    case another
  }

  /// Waits until brokers can be reached and the topic is there, and begins to read; `false` once it was
  /// stopped.
  func begin() -> Bool {
    while !queue.isStopped, !queue.isLast {
      // In a topic that was made just now all have a leader at the next look.
      if let found = metadata(), found.leaderless.isEmpty || hasLookedTwice(at: found) {
        do throws(KafkaError) {
          unbegun = found.leaderless
          startTime = Int(MachineClock.wall / .milliseconds(1))
          try add(found.readable, isBeginning: true)
          guard succeed(first: .opened), tellLeaders(found) else { return false }
          nextMetadata = MachineClock.uptime + KafkaLoop.metadataPause
          return true
        } catch {
          drop()
          guard failToReach() else { return false }
        }
      } else if queue.isStopped {
        return false
      }
      let end = MachineClock.uptime + KafkaLoop.lookPause
      while !queue.isStopped, !queue.isLast, MachineClock.uptime < end {
        client.poll()
        queue.wakeUp.wait(atMost: end - MachineClock.uptime)
      }
    }
    return false
  }

  /// Whether the same partitions have no leader as at the look before.
  private func hasLookedTwice(at found: TopicMetadata) -> Bool {
    defer { leaderless = found.leaderless }
    guard leaderless == found.leaderless else { return false }
    guard found.readable.isEmpty else { return true }
    _ = fail("no partition of '\(configuration.place.topic)' at \(client.brokers) has a leader")
    return false
  }

  /// Says which partitions cannot be read since no broker leads them; `false` once it was stopped.
  private func tellLeaders(_ found: TopicMetadata) -> Bool {
    defer { leaderless = found.leaderless }
    // A leader that has gone is replaced within seconds.
    let lasting = found.leaderless.intersection(leaderless)
    toldLeaderless.formIntersection(found.leaderless)
    let news = lasting.subtracting(toldLeaderless)
    guard !news.isEmpty else { return true }
    toldLeaderless.formUnion(news)
    let isOne = news.count == 1
    let numbers = news.sorted().map { "\($0)" }.joined(separator: ", ")
    let text =
      "partition\(isOne ? "" : "s") \(numbers) of '\(configuration.place.topic)' "
      + "\(isOne ? "has" : "have") no leader, and cannot be read until a broker leads "
      + (isOne ? "it" : "them")
    return say(.lost(records: nil, reason: text))
  }

  /// What brokers say of the topic; `nil` if it cannot be read, which is said.
  private func metadata() -> TopicMetadata? {
    let topic = configuration.place.topic
    do throws(KafkaError) {
      let found = try client.metadata(of: topic, milliseconds: 2_000).first
      switch found?.code {
      case KafkaCode.none: return found
      case KafkaCode.topicAuthorizationFailed:
        _ = fail("\(client.brokers) gives no right to read '\(topic)'")
      case KafkaCode.unknownTopicOrPartition, nil:
        _ = fail(
          "there is no topic '\(topic)' at \(client.brokers); hightide topics create "
            + "\(KafkaPlace.scheme)\(client.brokers) makes those of hightide")
      // A topic that was made just now.
      case KafkaCode.leaderNotAvailable: break
      case let code?: _ = fail(client.library.words(for: code))
      }
    } catch {
      // Not the first try to connect may be the one that fails.
      if client.troubles.reason != nil || failure != nil || error.code == KafkaCode.timedOut {
        _ = failToReach()
      }
    }
    return nil
  }

  /// Asks brokers for the topic's partitions, and begins to read those that are new; `false` once it was
  /// stopped.
  func reach() -> Bool {
    nextMetadata = MachineClock.uptime + KafkaLoop.metadataPause
    guard let found = metadata() else {
      nextMetadata = MachineClock.uptime + KafkaLoop.lookPause
      // A topic that is not there any more is another one when it comes again.
      if failure?.hasPrefix("there is no topic") == true, !partitions.isEmpty { drop() }
      return !queue.isStopped
    }
    let wasDown = failure != nil
    let wasErased = partitions.isEmpty
    do throws(KafkaError) {
      let known = partitions.map(\.number)
      let new = found.readable.filter { !known.contains($0) }
      if !new.isEmpty { try add(new, isBeginning: false) }
      guard tellLeaders(found) else { return false }
      guard wasDown else {
        try verify()
        return true
      }
      guard succeed(first: .resumed) else { return false }
      if wasErased {
        return say(
          .lost(
            records: nil,
            reason: "the topic was erased and made again; it is read from its oldest record"))
      }
      try mergeWhatIsNew()
      return true
    } catch {
      return failToReach()
    }
  }

  /// Reads nothing more.
  private func drop() {
    for partition in partitions { partition.reader.stop() }
    partitions = []
    merge = nil
  }

  /// Begins to read partitions.
  private func add(_ numbers: [Int32], isBeginning: Bool) throws(KafkaError) {
    let atStart = isBeginning ? numbers : numbers.filter(unbegun.contains)
    let starts = try beginnings(atStart, isLate: !isBeginning)
    for number in numbers {
      guard let reader = PartitionReader(client, configuration.place.topic, number) else {
        throw .client(text: "'\(configuration.place.topic)' is no topic")
      }
      reader.wake(records.writingNumber)
      let partition = TopicPartition(reader)
      let (low, high) = try watermarks(number)
      let saved = configuration.positions.lazy.compactMap(TopicPosition.init)
        .first { $0.partition == number }
      if let saved, atStart.contains(number) {
        resume(partition, saved, low, high)
      } else {
        // A partition that appeared since others were read is read from its beginning: its first records
        // count.
        let start = configuration.positions.isEmpty ? starts[number] ?? low : low
        _ = partition.begin(at: min(high, max(low, start)))
      }
      if isBeginning {
        partition.contextEnd = high
        if readsContext { partition.stamp = configuration.stamp }
      }
      partitions.append(partition)
      unbegun.remove(number)
    }
    guard isBeginning else { return }
    mergeOrigin = .live
    if readsContext, case .back(let seconds) = configuration.beginning {
      mergeOrigin = .backfill
      coveredSeconds = seconds
    }
    merge = SourceMerge(count: partitions.count, knowledge)
  }

  /// Whether what was there at the start is in no total.
  private var readsContext: Bool {
    guard case .back = configuration.beginning else { return false }
    return configuration.positions.isEmpty
  }

  private func resume(_ partition: TopicPartition, _ saved: TopicPosition, _ low: Int, _ high: Int)
  {
    if saved.offset > high {
      _ = partition.begin(at: low)
      _ = say(.lost(records: nil, reason: KafkaLoop.words(for: .another)))
    } else if saved.offset < low {
      _ = partition.begin(at: low)
      _ = say(.lost(records: low - saved.offset, reason: KafkaLoop.words(for: .retention)))
    } else {
      _ = partition.resume(at: saved, low: low)
    }
  }

  static func words(for restart: Restart) -> String {
    switch restart {
    case .retention: "were deleted by the topic's retention before they were read"
    case .another: "the topic was erased and made again; it is read from its oldest record"
    }
  }

  /// Deals with an error of a partition.
  func recover(_ partition: TopicPartition, _ code: Int32, _ text: String) {
    switch code {
    case KafkaCode.offsetOutOfRange, KafkaCode.offsetReset:
      guard let (low, high) = try? watermarks(partition.number) else {
        // Asked again when brokers answer.
        nextMetadata = .zero
        _ = partition.reader.start(at: partition.next)
        return
      }
      if partition.next > high || low <= partition.next {
        startAgain(partition, .another)
      } else {
        _ = say(
          .lost(records: low - partition.next, reason: KafkaLoop.words(for: .retention)))
        _ = partition.begin(at: low)
      }
    case KafkaCode.unknownTopic, KafkaCode.unknownTopicOrPartition, KafkaCode.unknownPartition:
      // Its place is void, whatever comes under the name.
      drop()
      nextMetadata = .zero
      _ = fail("there is no topic '\(configuration.place.topic)' at \(client.brokers) any more")
    case KafkaCode.allBrokersDown, KafkaCode.transport, KafkaCode.resolve, KafkaCode.timedOut: break
    case KafkaCode.topicAuthorizationFailed:
      _ = fail("\(client.brokers) gives no right to read '\(configuration.place.topic)'")
    default:
      // A batch that is damaged is passed by the library, which says so.
      _ = say(.lost(records: nil, reason: text))
    }
  }

  /// Reads a partition from its oldest record, and says so.
  func startAgain(_ partition: TopicPartition, _ restart: Restart) {
    guard let (low, _) = try? watermarks(partition.number) else {
      nextMetadata = .zero
      return
    }
    _ = partition.beginAnother(at: low)
    // Of all partitions once.
    let now = MachineClock.uptime
    if toldRestart.map({ now - $0 > KafkaLoop.metadataPause }) ?? true {
      _ = say(.lost(records: nil, reason: KafkaLoop.words(for: restart)))
    }
    toldRestart = now
  }
}
