import System

/// What a log holds at the start, as far as can be told without reading it.
struct Extent {
  /// A part of the log from the beginning of a line on.
  struct Part {
    var start: Int
    var end: Int
    var firstTime: Int?
    var lastTime: Int?
  }

  /// Where what is there ends: with the last line that has an end, except in a replay.
  let end: Int
  /// The time of the last line that has one, near the end.
  let lastTime: Int?
  /// The format that the log is compressed in, if it is.
  ///
  /// Its end cannot be seen without decoding all of it, so that the time of its last line is not known.
  let compression: Compression?
  /// Reads times as the directives near the end of the file say; where others hold, a line has none,
  /// and is not begun with.
  private let scan: LineScan
  private let knowledge: LineKnowledge
  /// Whether the times of lines decide what is read.
  private let asksForTimes: Bool
  /// How much is read of a log near the end of which no line has a time.
  private static let sampleBytes = 65_536
  /// How far a line may be out of order, in seconds, and still be read with those of its time.
  private let disorder: Int

  /// - Complexity: a few reads of 64 KiB, at the end of the file.
  init(
    of file: LogFile, in compression: Compression?, _ configuration: TailConfiguration
  ) throws(SystemError) {
    self.compression = compression
    disorder = configuration.windowSeconds > 0 ? EarlierLines.disorderSeconds : 0
    knowledge = configuration.knowledge
    guard compression == nil else {
      scan = LineScan(descriptor: file.descriptor, knowledge, knowledge.blank)
      end = file.status.size
      lastTime = nil
      asksForTimes = false
      return
    }
    asksForTimes =
      configuration.mode != .follow(backfillSeconds: 0) || configuration.windowSeconds > 0
    let size = file.status.size
    // All of a replay is read: where its lines cannot be searched, they are merged one by one.
    let memory =
      asksForTimes
      ? try knowledge.memory(
        of: file.descriptor, before: size,
        searching: configuration.mode == .replay ? LineScan.timeSearchSpan : LineKnowledge.tailSpan)
      : knowledge.blank
    scan = LineScan(descriptor: file.descriptor, knowledge, memory)
    let lastEnd = try scan.endOfLastLine(before: size)
    end = configuration.mode == .replay ? size : lastEnd
    lastTime = asksForTimes ? try scan.lastTime(from: 0, to: lastEnd) : nil
  }

  /// The time of the first line that has one, near the beginning.
  ///
  /// - Complexity: a few reads of 64 KiB.
  func firstTime() throws(SystemError) -> Int? {
    asksForTimes ? try scan.firstTime(from: 0, to: end, knowledge)?.time : nil
  }

  /// The lines that are not older than `cutoff`, or all.
  ///
  /// - Complexity: O(log size) reads of 64 KiB.
  func part(since cutoff: Int?) throws(SystemError) -> Part {
    if let compression {
      let reader = CompressedReader(scan.descriptor, compression)
      return Part(start: 0, end: .max, firstTime: reader.firstTime(knowledge))
    }
    guard let cutoff else {
      let first = try scan.firstTime(from: 0, to: end, knowledge)
      return Part(start: 0, end: end, firstTime: first?.time, lastTime: lastTime)
    }
    guard let lastTime else {
      // That its lines cannot be parsed is to be said at once, not when more of them come.
      guard asksForTimes, end > 0 else { return Part(start: end, end: end) }
      let start = max(0, end - Extent.sampleBytes)
      return Part(start: start == 0 ? 0 : try scan.startOfLine(from: start, to: end), end: end)
    }
    guard lastTime >= cutoff else { return Part(start: end, end: end) }
    let start = try offset(since: cutoff, before: end)
    let first = try scan.firstTime(from: start, to: end, knowledge)
    return Part(start: start, end: end, firstTime: first?.time, lastTime: lastTime)
  }

  /// Where the lines begin that are not older than `time`; `limit` ends a line.
  ///
  /// Where a rule is judged by them, those that are out of order by no more than
  /// ``EarlierLines/disorderSeconds`` are among them.
  ///
  /// - Complexity: O(log size) reads of 64 KiB.
  func offset(since time: Int, before limit: Int) throws(SystemError) -> Int {
    guard limit > 0 else { return 0 }
    let (cutoff, isBeforeAll) = time.subtractingReportingOverflow(disorder)
    return isBeforeAll ? 0 : try scan.offset(ofFirstLineSince: cutoff, from: 0, to: limit)
  }
}
