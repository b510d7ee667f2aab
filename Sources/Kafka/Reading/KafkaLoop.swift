import Feed
import LogTail
import Remote
import System

/// What the thread does that reads a topic.
final class KafkaLoop {
  static let defaults = [
    ("client.id", "hightide"), ("enable.partition.eof", "true"),
    // Where a place is gone, what that means is found out before reading goes on.
    ("auto.offset.reset", "error"), ("topic.metadata.refresh.interval.ms", "10000"),
    ("fetch.wait.max.ms", "500"), ("queued.max.messages.kbytes", "4096"),
    ("queued.min.messages", "10000"),
    // Compressed: what is like itself takes fifty times as much in memory.
    ("fetch.message.max.bytes", "262144"),
  ]
  /// How many records of a partition are taken at a time.
  static let mostRecords = 1_024
  /// How long records gather, so that one costs no wake-up.
  static let gatherPause = Duration.milliseconds(20)
  static let lookPause = Duration.seconds(1)
  static let metadataPause = Duration.seconds(10)
  /// How long brokers have for an answer, in milliseconds.
  static let patience = 5_000
  /// Reading is behind from that delay on.
  static let leastLagSeconds = 5
  static let lagPause = Duration.seconds(10)

  let configuration: KafkaSource.Configuration
  let client: KafkaClient
  let queue: ItemQueue
  let progress: LoadProgress
  let records: WakeUp
  let name: String
  let source: SourceName
  var unwrapping: RecordUnwrapping
  let knowledge: LineKnowledge
  var partitions: [TopicPartition] = []
  /// The partitions that had no leader at the last look, and those of them that was said of.
  var leaderless: Set<Int32> = []
  var toldLeaderless: Set<Int32> = []
  /// Those that could not be begun at the start, since they had none.
  var unbegun: Set<Int32> = []
  /// When it was begun to read, in milliseconds since the epoch.
  var startTime = 0
  /// Orders what was there at the start, or was written while no broker could be reached.
  var merge: SourceMerge?
  var isFirstMerge = true
  /// How far back what is read of the context begins; `nil` if nothing was left out.
  var coveredSeconds: Int?
  /// What the lines of the partitions that are merged are.
  var mergeOrigin = LineBatch.Origin.live
  /// Since when no broker can be reached.
  var downSince: Duration?
  var failure: String?
  private var isUnreachable = false
  /// When it was last said that the topic is another one.
  var toldRestart: Duration?
  private var nextLook = Duration.zero
  var nextMetadata = Duration.zero
  private var unknown = 0
  private var toldUnknown = 0
  private var lastUnknown: RecordPlace?
  var toldLag = SourceLag.none
  var nextLag = Duration.zero
  /// At how many looks in a row reading was behind.
  private var lagLooks = 0
  /// Whether any record of sums was there.
  private(set) var holdsSums = false
  var hasGivenSums = false
  /// By when all that arrived has been passed on, as was last said.
  var toldTime = 0
  /// For how long nothing could be read.
  private var paused = Duration.zero
  private var pausedSince: Duration?

  init(
    _ configuration: KafkaSource.Configuration, _ client: KafkaClient, _ knowledge: LineKnowledge,
    _ queue: ItemQueue, _ progress: LoadProgress, records: WakeUp
  ) {
    self.configuration = configuration
    self.client = client
    self.knowledge = knowledge
    self.queue = queue
    self.progress = progress
    self.records = records
    name = configuration.place.name
    source = SourceName(name)
    unwrapping = RecordUnwrapping(name, topic: configuration.place.topic, knowledge)
  }

  /// Reads until it is stopped, or the end is asked for and what is there has been read.
  func run() {
    defer { queue.finish() }
    guard begin(), mergeAll(), giveSums() else { return }
    var endsAt: Duration?
    while !queue.isStopped {
      guard lookAround() else { return }
      let hasRead = readAll()
      guard !refusesSums(), giveLive(), mergeAll(), giveSums() else { return }
      if queue.isLast {
        let end = endsAt ?? MachineClock.uptime + .seconds(1)
        endsAt = end
        // What has been written by now may still be on its way.
        if MachineClock.uptime >= end || !hasRead && partitions.allSatisfy(isAtEnd) { return }
      }
      if hasRead {
        if !queue.isLast { queue.wakeUp.wait(atMost: KafkaLoop.gatherPause) }
      } else {
        sleep(atMost: queue.isLast ? .milliseconds(50) : .milliseconds(500))
      }
    }
  }

  /// Sleeps until something comes.
  func sleep(atMost time: Duration) {
    queue.wakeUp.wait(atMost: time, orFor: [records.number])
    records.clear()
  }

  func say(_ change: SourceEvent.Change) -> Bool {
    queue.put(.source(SourceEvent(source: source, change: change)))
  }

  /// Takes what has come of all partitions; whether anything had.
  func readAll() -> Bool {
    var hasRead = false
    for partition in partitions where read(partition) { hasRead = true }
    return hasRead
  }

  /// Takes what has come of a partition, and deals with what is wrong with it; whether anything had come.
  func read(_ partition: TopicPartition) -> Bool {
    guard !isFull(partition) else { return false }
    let read = partition.reader.read(milliseconds: 0, atMost: KafkaLoop.mostRecords) {
      [self] record in
      let outcome =
        configuration.takesLines
        ? partition.take(record, &unwrapping) : partition.takeSums(record, &unwrapping)
      if outcome == .unknown {
        unknown += 1
        lastUnknown = RecordPlace(partition: partition.number, offset: record.offset)
      }
    }
    switch read {
    case .records(let some):
      if !partition.sums.isEmpty { holdsSums = true }
      if partition.isAnother { startAgain(partition, .another) }
      if downSince != nil { client.troubles.clear() }
      return !some.isEmpty
    case .nothing: return false
    case .end:
      // The last records may have been removed by compaction.
      partition.endContext()
      return false
    case .failed(let code, let text):
      recover(partition, code, text)
      return true
    }
  }

  /// Gives what has come and counts; `false` once it was stopped.
  func giveLive() -> Bool {
    guard merge == nil else { return true }
    for partition in partitions {
      let positions = [partition.position.position(of: name)]
      if let lines = partition.live.take(.live, positions, &unwrapping.origins),
        !queue.put(.lines(lines))
      {
        return false
      }
    }
    return true
  }

  /// Looks at brokers and partitions from time to time; `false` once it was stopped.
  func lookAround() -> Bool {
    client.poll()
    let now = MachineClock.uptime
    guard now >= nextLook else { return true }
    nextLook = now + KafkaLoop.lookPause
    if unknown > toldUnknown {
      let news = unknown - toldUnknown
      toldUnknown = unknown
      guard
        say(
          .lost(
            records: news,
            reason: "were written by another version of hightide, or are "
              + (configuration.takesLines ? "neither lines nor sums" : "no sums")
              + (lastUnknown.map { "; the last one is \($0)" } ?? "")))
      else { return false }
    }
    if client.troubles.isDown {
      if downSince == nil {
        downSince = now
        guard failToReach() else { return false }
      }
      return reach()
    }
    for partition in partitions where partition.anchor == nil { partition.setAnchor() }
    if now >= nextMetadata { return reach() }
    return tellLag()
  }

  /// Says that the topic can be read, if that is news.
  func succeed(first change: SourceEvent.Change) -> Bool {
    isUnreachable = false
    downSince = nil
    if let since = pausedSince.take() { paused += MachineClock.uptime - since }
    guard failure != nil || change != .resumed else { return true }
    defer { failure = nil }
    return say(failure == nil ? change : .resumed)
  }

  /// Says that no broker can be reached, once until one can.
  func failToReach() -> Bool {
    guard !isUnreachable else { return true }
    isUnreachable = true
    let time = MachineClock.wall.components.seconds % 86_400
    let since = [time / 3_600, time / 60 % 60, time % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return fail(
      "\(client.brokers) cannot be reached since \(since.joined(separator: ":")) UTC: "
        + client.reasonOfTrouble)
  }

  /// For how long nothing could be read so far, in milliseconds.
  var pausedMilliseconds: Int {
    let current = pausedSince.map { MachineClock.uptime - $0 } ?? .zero
    return Int((paused + current) / .milliseconds(1))
  }

  /// Says why the topic cannot be read, unless that was said.
  func fail(_ reason: String) -> Bool {
    guard failure != reason else { return true }
    failure = reason
    pausedSince = pausedSince ?? MachineClock.uptime
    return say(.failed(SourceFailure(reason: reason, isFinal: false)))
  }

  /// How far behind reading is, if that is news; `false` once it was stopped.
  private func tellLag() -> Bool {
    let lag = currentLag()
    let now = MachineClock.uptime
    guard lag != toldLag, lag.isNone || now >= nextLag else { return true }
    toldLag = lag
    nextLag = now + KafkaLoop.lagPause
    return say(.lag(lag))
  }

  private func currentLag() -> SourceLag {
    var lag = SourceLag.none
    for partition in partitions {
      guard let (_, high) = cachedWatermarks(partition.number), high > partition.next,
        let time = partition.lastTime
      else { continue }
      lag.records += high - partition.next
      let now = Int(MachineClock.wall.components.seconds)
      lag.seconds = max(lag.seconds, now - time / 1_000)
    }
    // Of sums a few records are much, but one that came just now after a pause is no lag.
    lagLooks = lag.seconds >= KafkaLoop.leastLagSeconds ? lagLooks + 1 : 0
    let isMuch = holdsSums ? lagLooks > 2 : lag.records > KafkaLoop.mostRecords
    return lagLooks > 0 && isMuch ? lag : .none
  }
}
