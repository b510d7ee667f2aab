import LogTail

/// How far one partition of a topic has been read, and what of it waits to be passed on.
final class TopicPartition {
  /// How many records before its place are looked at when reading goes on after a restart: a log that was
  /// shipped again may repeat them.
  static let lookBack = 100_000
  /// How many logs are told apart; beyond that they are forgotten, and repeats of theirs count.
  private static let mostShipped = 65_536

  let number: Int32
  let reader: PartitionReader
  /// The offset that is read next.
  private(set) var next = 0
  /// When the last record arrived, in milliseconds since the epoch.
  private(set) var lastTime: Int?
  /// Where what was there at the start ends.
  var contextEnd = 0
  /// Up to there records only tell what was shipped.
  private var countsFrom = 0
  private var expectedTime: Int?
  private var skipped = 0..<0
  private var hasArrivalTimes = false
  /// Whether the topic was erased and made again since it was read.
  private(set) var isAnother = false
  var context = RecordLines()
  var live = RecordLines()
  /// Records of sums that wait to be passed on.
  var sums = SumQueue()
  /// Which line of each log came last, and whose it is.
  private var shipped: [UInt64: (number: Int, origin: Int)] = [:]

  init(_ reader: PartitionReader) {
    self.reader = reader
    number = reader.partition
  }

  /// Whether all that was there at the start was read.
  var isThroughContext: Bool { next >= contextEnd }

  var position: TopicPosition {
    TopicPosition(partition: number, offset: max(next, countsFrom), time: lastTime)
  }

  /// Records that nothing is behind what was read.
  func endContext() { contextEnd = min(contextEnd, next) }

  /// Begins to read at an offset.
  func begin(at offset: Int) -> Bool {
    next = offset
    countsFrom = offset
    // What is read again counts.
    contextEnd = 0
    expectedTime = nil
    sums = SumQueue()
    isAnother = false
    skipped = 0..<0
    return reader.start(at: offset)
  }

  /// Goes on where an earlier run was, `low` being the oldest record.
  func resume(at position: TopicPosition, low: Int) -> Bool {
    let start = max(low, position.offset - TopicPartition.lookBack)
    guard begin(at: start) else { return false }
    countsFrom = position.offset
    expectedTime = position.time
    lastTime = position.time
    return true
  }

  /// A place in the records at an earlier look: all those that arrived later stand behind it.
  struct Anchor {
    var time: Int
    var next: Int
  }

  /// That of the last look; `nil` where records do not have the times of their arrival.
  private(set) var anchor: Anchor?

  /// Starts again at the oldest record, since the topic was erased and made again.
  ///
  /// What has been read of that one since the last look is not counted again.
  func beginAnother(at offset: Int) -> Bool {
    let read = anchor.map { $0.next..<max($0.next, next) } ?? 0..<0
    lastTime = nil
    anchor = nil
    defer { skipped = read }
    return begin(at: offset)
  }

  /// Keeps the place for the next look.
  func setAnchor() {
    anchor = hasArrivalTimes ? lastTime.map { Anchor(time: $0, next: next) } : nil
  }

  /// Takes in a record; `false` if it cannot be read.
  func take(
    _ record: TopicRecord, _ unwrapping: inout RecordUnwrapping
  ) -> RecordUnwrapping.Outcome {
    defer {
      next = record.offset + 1
      lastTime = record.time ?? lastTime
      hasArrivalTimes = record.isArrival
    }
    guard !skipped.contains(record.offset) else { return .repeated }
    if record.offset < countsFrom {
      if record.offset == countsFrom - 1, let expectedTime, record.time != expectedTime {
        isAnother = true
      }
      if let header = unsafe record.header,
        case .line(let origin, let number) = unsafe RecordHeader(header)
      {
        note(
          origin, number, unwrapping.origins.index(of: unwrapping.server(record), .shipped(origin)))
      }
      return .taken
    }
    guard let header = unsafe record.header else {
      if record.offset < contextEnd {
        unwrapping.add(record, to: &context)
      } else {
        unwrapping.add(record, to: &live)
      }
      return .taken
    }
    switch unsafe RecordHeader(header) {
    case .line(let origin, let number):
      let index: Int
      if let known = shipped[origin] {
        guard number > known.number else { return .repeated }
        index = known.origin
      } else {
        index = unwrapping.origins.index(of: unwrapping.server(record), .shipped(origin))
      }
      note(origin, number, index)
      if record.offset < contextEnd {
        unsafe context.add(record.value, of: index, at: record.time, &unwrapping.origins)
      } else {
        unsafe live.add(record.value, of: index, at: record.time, &unwrapping.origins)
      }
      return .taken
    case .clock: return .taken
    case .metrics:
      sums.append(
        unsafe Array(record.value), at: record.time ?? lastTime ?? 0,
        isEarly: record.offset < contextEnd)
      return .taken
    // Alerts are neither lines nor sums.
    case .alert, .state, .unknown: return .unknown
    }
  }

  private func note(_ origin: UInt64, _ number: Int, _ index: Int) {
    if shipped.count >= TopicPartition.mostShipped, shipped[origin] == nil { shipped = [:] }
    shipped[origin] = (number, index)
  }
}
