import System

/// The lines that were there at the start and come before what backfill shows: read behind the first
/// frame, while nothing new comes, in stretches that go backwards.
struct EarlierLines {
  /// The longest time and the most bytes that are read of what was there, backfill included.
  static let longestSeconds = 3_600
  static let maximumBytes = 256 << 20
  /// How far a line may be out of order, in seconds, and still be read with those of its time.
  static let disorderSeconds = 60

  /// A log of which the part before `start` has not been read.
  struct Log {
    var path: String
    var file: LogFile
    var extent: Extent
    var start: Int
  }

  private var logs: [Log]
  private let knowledge: LineKnowledge
  /// All lines from this time on have been read.
  private var coveredSince: Int
  private let readableSince: Int?
  /// No line is read that is older.
  private let oldest: Int
  private var bytesLeft: Int
  private var merge: LineMerge?
  /// What is being read, and where each part of it ends.
  private var parts: [(generation: Generation, end: Int)] = []
  private var target: Int?

  /// Begins with the stretch of a window before `coveredSince`.
  ///
  /// All lines since `readableSince` are in the logs, or all there are if it is `nil`.
  init(
    _ logs: [Log], coveredSince: Int, readableSince: Int?, newest: Int, window: Int,
    bytesRead: Int, _ knowledge: LineKnowledge
  ) {
    self.logs = logs
    self.coveredSince = coveredSince
    self.readableSince = readableSince
    self.knowledge = knowledge
    oldest = min(
      coveredSince, max(newest - EarlierLines.longestSeconds, readableSince ?? .min))
    bytesLeft = max(0, EarlierLines.maximumBytes - bytesRead)
    target = max(oldest, coveredSince - window)
  }

  /// Whether there is nothing to do until another stretch is asked for.
  var isWaiting: Bool { merge == nil && target == nil }

  /// Goes back as far as may be.
  mutating func readOn() {
    if isWaiting { target = oldest }
  }

  /// What comes next; `nil` while no stretch is asked for.
  mutating func next(at now: ContinuousClock.Instant) -> TailItem? {
    if let since = target.take() { begin(since: since, at: now) }
    guard merge != nil else { return nil }
    while let batch = merge?.next() {
      if !batch.bytes.isEmpty { return .earlier(batch.bytes, spans: batch.spans) }
    }
    return end()
  }

  /// Makes ready to read the lines from `since` on, or as many as the bytes that are left allow.
  private mutating func begin(since: Int, at now: ContinuousClock.Instant) {
    parts = []
    var segments: [[Segment]] = []
    do {
      // What was emptied meanwhile cannot be read.
      for log in logs {
        guard try log.file.descriptor.status().size >= log.start else { throw SystemError.missing }
      }
      let bound = try boundedTime(since: since)
      for index in logs.indices {
        let log = logs[index]
        let start = try log.extent.offset(since: bound, before: log.start)
        guard start < log.start else { continue }
        let generation = try Generation(path: log.path, log.file, offset: start, now: now)
        parts.append((generation, log.start))
        segments.append([Segment(generation: generation, limit: log.start, ending: .open)])
        logs[index].start = start
        bytesLeft -= log.start - start
      }
      reached = logs.allSatisfy { $0.start == 0 } ? .some(readableSince) : bound
    } catch {
      // What cannot be read is not covered.
      parts = []
      segments = []
      reached = nil
    }
    merge = .loading(segments, origin: .backfill, knowledge)
  }

  /// From which time on everything will have been read with the stretch; `.some(nil)` for all there
  /// is, `nil` if the stretch cannot be read.
  private var reached: Int??

  private mutating func end() -> TailItem {
    merge = nil
    let isRead = parts.allSatisfy { $0.generation.offset >= $0.end }
    parts = []
    guard isRead, let reached else {
      logs = []
      return .earlierEnds(coveredSince: coveredSince, isAll: true)
    }
    guard let since = reached else {
      logs = []
      return .earlierEnds(coveredSince: nil, isAll: true)
    }
    let isAll = since <= oldest || since >= coveredSince || bytesLeft <= 0
    coveredSince = min(coveredSince, since)
    if isAll { logs = [] }
    return .earlierEnds(coveredSince: coveredSince, isAll: isAll)
  }

  /// The earliest time, not before `since`, from which on no more bytes are to be read than are left.
  private func boundedTime(since: Int) throws(SystemError) -> Int {
    let logs = logs
    return try earliestTime(from: since, to: coveredSince, fitting: bytesLeft) {
      (time) throws(SystemError) in
      var bytes = 0
      for log in logs {
        bytes += log.start - (try log.extent.offset(since: time, before: log.start))
      }
      return bytes
    }
  }
}

/// The earliest time from `first` on for which `bytes` gives no more than `limit`; `last` if none
/// does.
///
/// - Complexity: O(log(last - first)) calls, one if all fits.
func earliestTime(
  from first: Int, to last: Int, fitting limit: Int,
  _ bytes: (Int) throws(SystemError) -> Int
) throws(SystemError) -> Int {
  guard first < last, try bytes(first) > limit else { return min(first, last) }
  var (low, high) = (first, last)
  while high - low > 1 {
    let middle = low + (high - low) / 2
    if try bytes(middle) > limit { low = middle } else { high = middle }
  }
  return high
}
