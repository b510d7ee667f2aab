import LogTail

/// How far one partition of a topic has been read.
class PartitionPlace {
  /// How many records before its place are looked at when reading goes on after a restart: a log that was
  /// shipped again may repeat them.
  static let lookBack = 100_000
  /// How many logs are told apart; beyond that they are forgotten, and repeats of theirs count.
  private static let mostShipped = 65_536

  let number: Int32
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
  /// Whether records have the times of their arrival.
  private(set) var hasArrivalTimes = false
  /// Whether the topic was erased and made again since it was read.
  private(set) var isAnother = false
  /// Which line of each log came last, and whose it is.
  private var shipped: [UInt64: (number: Int, origin: Int)] = [:]
  /// The log that the last line was of, which ``shipped`` does not have yet: most lines are of one log.
  private var latest: (log: UInt64, number: Int, origin: Int)?

  /// Begins with nothing read.
  init(_ number: Int32) { self.number = number }

  /// Has records read from an offset on; `false` if that is not possible.
  func start(at offset: Int) -> Bool { true }

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
    isAnother = false
    skipped = 0..<0
    return start(at: offset)
  }

  /// Goes on where an earlier run was, `low` being the oldest record.
  func resume(at position: TopicPosition, low: Int) -> Bool {
    let start = max(low, position.offset - PartitionPlace.lookBack)
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

  /// What a record is.
  enum Verdict: Equatable {
    /// It counts no more, or not yet.
    case passed
    /// The line or lines that another program wrote.
    case foreign
    /// A line of an origin, as the program ships them.
    case line(origin: Int)
    /// A log had no line in a second since the epoch.
    case clock(second: Int)
    /// A record of sums.
    case sums
    /// It is there a second time.
    case repeated
    /// The program's own, and neither.
    case unknown
  }

  /// Takes in a record, and says what it is.
  func judge(_ record: TopicRecord, _ unwrapping: inout RecordUnwrapping) -> Verdict {
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
      return .passed
    }
    guard let header = unsafe record.header else { return .foreign }
    switch unsafe RecordHeader(header) {
    case .line(let origin, let number):
      let index: Int
      if let latest, latest.log == origin {
        guard number > latest.number else { return .repeated }
        index = latest.origin
      } else if let known = shipped[origin] {
        guard number > known.number else { return .repeated }
        index = known.origin
      } else {
        index = unwrapping.origins.index(of: unwrapping.server(record), .shipped(origin))
      }
      note(origin, number, index)
      return .line(origin: index)
    case .clock(_, let second): return .clock(second: second)
    case .metrics: return .sums
    case .alert, .state, .unknown: return .unknown
    }
  }

  @inline(__always)
  private func note(_ origin: UInt64, _ number: Int, _ index: Int) {
    if let latest, latest.log != origin { keep(latest) }
    latest = (origin, number, index)
  }

  private func keep(_ line: (log: UInt64, number: Int, origin: Int)) {
    if shipped.count >= PartitionPlace.mostShipped, shipped[line.log] == nil { shipped = [:] }
    shipped[line.log] = (line.number, line.origin)
  }
}
