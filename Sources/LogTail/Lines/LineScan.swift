import System

/// Looks at single lines of a file without reading all of it.
struct LineScan {
  static let blockSize = 65_536
  /// How far is looked for a line that has a time, in bytes.
  static let timeSearchSpan = 1 << 20

  /// How far ahead of the two lines behind it a line may be, in seconds, to be begun with.
  private static let longestJump = 3_600

  /// How many lines without a time are passed where a few lines show the time of a place.
  private static let patience = 4

  let descriptor: Descriptor
  /// The time of a line wherever it stands; see ``LineKnowledge/times(with:)``.
  let timeOfLine: LineTime
  /// What is known of the file; `nil` where times are not asked for.
  private let known: (knowledge: LineKnowledge, memory: SourceMemory)?

  /// Creates a scan that asks for no times.
  init(descriptor: Descriptor) {
    self.descriptor = descriptor
    timeOfLine = { _ in nil }
    known = nil
  }

  /// Creates a scan of a file whose last lines are read with that memory.
  init(descriptor: Descriptor, _ knowledge: LineKnowledge, _ memory: SourceMemory) {
    self.descriptor = descriptor
    timeOfLine = knowledge.times(with: memory)
    known = (knowledge, memory)
  }

  /// Where the last line that has an end ends, at most `size`; zero if none has.
  ///
  /// - Complexity: O(bytes behind it), holes left out, and O(log size) calls of the system.
  func endOfLastLine(before size: Int) throws(SystemError) -> Int {
    var end = size
    while end > 0 {
      // Holes, which a writer leaves that did not notice a truncation, hold no newline.
      end = descriptor.endOfData(before: end, step: LineScan.blockSize)
      let start = max(0, end - LineScan.blockSize)
      let block = try descriptor.bytes(at: start, count: end - start)
      if let last = block.lastIndex(of: newline) { return start + last + 1 }
      end = start
    }
    return 0
  }

  /// Where the first line begins that begins at `start` or behind it; `end` if none does.
  func startOfLine(from start: Int, to end: Int) throws(SystemError) -> Int {
    guard start > 0, start < end else { return min(start, end) }
    var place = start - 1
    while place < end {
      let block = try descriptor.bytes(at: place, count: min(LineScan.blockSize, end - place))
      if let first = block.firstIndex(of: newline) { return place + first + 1 }
      guard !block.isEmpty else { break }
      place += block.count
    }
    return end
  }

  /// The first line at or after `start` that has a time, where `start` begins a line.
  ///
  /// It is read as the directives before it say.
  func firstTime(
    from start: Int, to end: Int, _ knowledge: LineKnowledge
  ) throws(SystemError) -> TimedLine? {
    let end = min(end, start + LineScan.timeSearchSpan)
    var memory = try knowledge.memory(of: descriptor, before: start)
    var lines = LineWindow(descriptor: descriptor, start: start, end: end)
    while let line = try lines.next() {
      if let time = lines.time(of: line, knowledge.times(with: memory)) {
        return TimedLine(offset: line.lowerBound, time: time)
      }
      lines.learn(line, knowledge, &memory)
    }
    return nil
  }

  /// The time of the last line before `end` that has one, where `end` ends a line.
  ///
  /// Behind many lines that have none it is looked for farther, but only in the format of the last lines.
  ///
  /// - Complexity: a few blocks, or 64 MiB.
  func lastTime(from start: Int, to end: Int) throws(SystemError) -> Int? {
    var span = LineScan.blockSize
    var timeOfLine = timeOfLine
    while true {
      let from = max(start, end - span)
      var lines = LineWindow(descriptor: descriptor, start: from, end: end)
      if from > start { _ = try lines.next() }
      var last: Int?
      while let line = try lines.next() {
        last = lines.time(of: line, timeOfLine) ?? last
      }
      guard last == nil, from > start else { return last }
      span *= 4
      guard span > LineScan.timeSearchSpan else { continue }
      guard span <= LineKnowledge.tailSpan, let (knowledge, memory) = known,
        knowledge.isSettled(memory)
      else { return nil }
      timeOfLine = { knowledge.time($0, memory) }
    }
  }

  /// The place of the first line that is not older than `cutoff`, or `end`; `start` begins a line.
  ///
  /// Times are taken to rise but for single lines: a place is judged by the median of three.
  ///
  /// - Complexity: O(log size) reads of a block.
  func offset(ofFirstLineSince cutoff: Int, from start: Int, to end: Int) throws(SystemError) -> Int
  {
    // Lines at `low` are older than the cutoff; those from `high` on are not.
    var low = start
    var high = end
    while high - low > LineScan.blockSize {
      let middle = low + (high - low) / 2
      guard let probe = try medianTime(after: middle, before: high), probe.time < cutoff else {
        high = middle
        continue
      }
      low = probe.offset
    }
    var lines = TimedLines(from: low, to: end, self, patience: 0)
    var recent: [TimedLine] = []
    while let line = try lines.next() {
      recent.append(line)
      guard recent.count == 3 else { continue }
      let isSince = recent.map { $0.time >= cutoff }
      // A single line far ahead would set a clock that begins here wrong.
      let isAhead = recent[0].time - LineScan.longestJump > max(recent[1].time, recent[2].time)
      if isSince[0], isSince[1] || isSince[2], !isAhead { return recent[0].offset }
      recent.removeFirst()
    }
    return recent.first { $0.time >= cutoff }?.offset ?? end
  }

  /// The median time of the first three timed lines that begin behind `offset`, and the place of
  /// the first.
  private func medianTime(after offset: Int, before end: Int) throws(SystemError) -> TimedLine? {
    var lines = TimedLines(from: offset, to: end, self, patience: LineScan.patience)
    try lines.skip()
    var found: [TimedLine] = []
    while found.count < 3, let line = try lines.next() { found.append(line) }
    guard let first = found.first else { return nil }
    let times = found.map(\.time).sorted()
    return TimedLine(offset: first.offset, time: times[times.count / 2])
  }

  /// The lines of a part of a file that have a time.
  private struct TimedLines {
    private let scan: LineScan
    private var lines: LineWindow
    /// How many more lines without a time are passed before it is asked what stands before one.
    private var patience: Int
    /// What the lines before the next one say, once one had no time.
    private var memory: SourceMemory?

    init(from start: Int, to end: Int, _ scan: LineScan, patience: Int) {
      self.scan = scan
      self.patience = patience
      lines = LineWindow(descriptor: scan.descriptor, start: start, end: end)
    }

    /// Passes a line, or what is left of one.
    mutating func skip() throws(SystemError) { _ = try lines.next() }

    mutating func next() throws(SystemError) -> TimedLine? {
      while let line = try lines.next() {
        var time = lines.time(of: line, scan.timeOfLine)
        if let (knowledge, _) = scan.known {
          if time == nil, memory == nil {
            if patience == 0 {
              memory = try knowledge.memory(of: scan.descriptor, before: line.lowerBound)
            }
            patience -= 1
          }
          if let memory { time = time ?? lines.time(of: line, knowledge.times(with: memory)) }
          if memory != nil { lines.learn(line, knowledge, &memory) }
        }
        if let time { return TimedLine(offset: line.lowerBound, time: time) }
      }
      return nil
    }
  }
}

/// The time of a line, and where it begins.
struct TimedLine: Equatable {
  var offset: Int
  var time: Int
}
