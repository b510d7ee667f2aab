import AccessLog

/// Tallies a chunk of whole lines: what a parse worker does.
///
/// A value without memory of earlier chunks: which worker tallies which chunk changes nothing.
package struct ChunkTallier {
  /// A run of fewer hits gets no tally of its own: scanning it again costs less than merging one.
  private static let shortRun = 96
  /// A run with more bytes of names gets none either: only hostile lines have that many, the table
  /// that it is merged into is soon full, and the tallies of all chunks under way would hold as much
  /// as the lines themselves.
  static let longNames = 1 << 18
  /// Of how many malformed lines of a chunk it is found out why they are.
  private static let examinedLines = 64
  /// How many of a step's seconds are searched for the one of a hit that is out of order.
  private static let searchedSeconds = 4

  private let timing: Timing
  /// What the tally of the next run begins as.
  private(set) var emptyTally: Tally
  /// A run with more bytes of names gets no tally; see ``longNames``.
  private let longNames: Int
  /// Whether runs get tallies at all; see ``Counting/talliesRuns``.
  var talliesRuns = true
  /// The names of the hits of the block that is being added.
  var names = HitNames.none
  /// Which filters of selections they match.
  var marks = HitMarks.none
  /// The hits of ``second`` that are in each selection.
  private var selected: SelectionTally
  private let isSelecting: Bool
  /// Whether it is found out why lines are malformed.
  private let findsFaults: Bool
  /// Whether the lines that are added may turn out to be of another format.
  var mayChange = false

  var chunk: ChunkTally
  private var step = ChunkTally.Step()
  /// The greatest instant that the hits so far confirm, in seconds.
  private var greatest: Int?
  private var second: ChunkTally.Second?
  private var run: ChunkTally.Run?
  var reading = ChunkTally.Reading()
  /// Malformed lines of the part before this block whose reasons are yet to be found.
  private var malformed: [Range<Int>] = []
  private var examined = 0
  /// The hits of the part before this block.
  private var hitsOfPart = 0
  /// The index in the block of the first hit of the run that is in no tally yet.
  private var pendingStart = 0

  init(
    timing: Timing, emptyTally: Tally, selected: SelectionTally, findsFaults: Bool, longNames: Int,
    chunk: ChunkTally
  ) {
    self.timing = timing
    self.emptyTally = emptyTally
    self.selected = selected
    isSelecting = !selected.isEmpty
    self.findsFaults = findsFaults
    self.longNames = longNames
    self.chunk = chunk
  }

  /// Adds a block of records, moving the hits among them together.
  mutating func add(
    _ block: inout [LineRecord], _ count: Int, _ bytes: RawSpan, nextStart: Int
  ) {
    var hits = 0
    var index = 0
    pendingStart = 0
    while index < count {
      let end = addSameSecond(block.span, from: index, to: count)
      if hits != index { for moved in index..<end { block[hits + moved - index] = block[moved] } }
      hits += end - index
      index = end
      guard index < count else { break }
      if block[index].isHit {
        admit(block[index], block.span, hits, bytes)
        if hits != index { block[hits] = block[index] }
        hits += 1
      } else if block[index].status == LineRecord.excluded {
        exclude(block[index], block.span, hits, bytes)
      } else {
        countOther(
          block[index], hits: hits,
          end: index + 1 < count ? Int(block[index + 1].start) : nextStart)
      }
      step.lines += 1
      index += 1
    }
    tallyPending(block.span, hits, bytes)
    hitsOfPart += hits
  }

  /// Ends a part of the chunk whose lines come from one source.
  mutating func endPart(readWith memory: SourceMemory) {
    reading.end(hits: hitsOfPart, readWith: memory)
    chunk.parseRuns.append(reading)
    reading = ChunkTally.Reading()
    hitsOfPart = 0
  }

  /// Adds the hits from `start` on that are of the same second as the one before, and returns where
  /// they end.
  private mutating func addSameSecond(
    _ block: Span<LineRecord>, from start: Int, to end: Int
  ) -> Int {
    guard let current = second?.second else { return start }
    var sums = HitSums()
    var index = start
    while index < end, block[index].second == current, block[index].isHit {
      sums.add(block[index])
      if isSelecting { selected.add(block[index], marks) }
      index += 1
    }
    second?.sums.all.merge(sums)
    step.lines += index - start
    return index
  }

  /// Counts a hit of another second than the one before, and begins what has to begin before it.
  private mutating func admit(
    _ record: LineRecord, _ block: Span<LineRecord>, _ hits: Int, _ bytes: RawSpan
  ) {
    endSecond()
    let followsJump = step.jump != nil
    if followsJump, let jump = step.firstHit, record.second >= jump - Timing.longestJump {
      greatest = max(greatest ?? jump, jump)
    }
    guard let before = greatest, record.second - before <= Timing.longestJump else {
      beginJump(record, block, hits, bytes)
      return
    }
    let interval = timing.interval(of: record.second)
    if record.second > before || followsJump {
      if endsRun(record.second, after: before) { endRun(block, hits, bytes) }
      endStep()
      greatest = max(before, record.second)
      step = ChunkTally.Step(
        start: Int(record.start), second: greatest, firstHit: record.second)
    }
    if run == nil || run?.interval != interval {
      beginRun(of: interval, record, block, hits, bytes)
    }
    second = ChunkTally.Second(second: record.second, sums: SecondSums(HitSums(record)))
    if isSelecting { selected.add(record, marks) }
  }

  /// Takes in a hit that does not count: it moves the clock as any other.
  private mutating func exclude(
    _ record: LineRecord, _ block: Span<LineRecord>, _ hits: Int, _ bytes: RawSpan
  ) {
    // For what is said of the source it is a hit.
    hitsOfPart += 1
    chunk.excludedSeconds?[record.second, default: 0] += 1
    defer { step.excluded += 1 }
    let followsJump = step.jump != nil
    if !followsJump, let greatest, record.second <= greatest { return }
    endSecond()
    if followsJump, let jump = step.firstHit, record.second >= jump - Timing.longestJump {
      greatest = max(greatest ?? jump, jump)
    }
    guard let before = greatest, record.second - before <= Timing.longestJump else {
      endRun(block, hits, bytes)
      endStep()
      step = ChunkTally.Step(
        start: Int(record.start), second: greatest, firstHit: record.second, jump: SecondSums())
      return
    }
    // What follows of the interval under way may be late.
    if endsRun(record.second, after: before) { endRun(block, hits, bytes) }
    endStep()
    greatest = max(before, record.second)
    step = ChunkTally.Step(
      start: Int(record.start), second: greatest, firstHit: record.second)
  }

  /// Begins a step and a run of the one hit that may be held, as the first hit of a chunk may be.
  ///
  /// Which hit follows is not known yet, so that no second is under way behind it.
  private mutating func beginJump(
    _ record: LineRecord, _ block: Span<LineRecord>, _ hits: Int, _ bytes: RawSpan
  ) {
    endRun(block, hits, bytes)
    endStep()
    if isSelecting { selected.add(record, marks) }
    step = ChunkTally.Step(
      start: Int(record.start), second: greatest, firstHit: record.second,
      jump: SecondSums(HitSums(record), selected: isSelecting ? selected.take() : []))
    beginRun(of: nil, record, block, hits, bytes)
  }

  /// Whether the run under way ends where the greatest instant becomes `second`: where its interval
  /// does, and where more intervals are reported that share what sections they may keep.
  ///
  /// Inlined, as a call from a method that changes the tallier would copy it.
  @inline(__always)
  private func endsRun(_ second: Int, after before: Int) -> Bool {
    // Each report changes how many sections the other intervals may keep.
    run?.interval != timing.interval(of: second)
      || timing.sharesNameCapacity
        && timing.firstOpenInterval(at: before) != timing.firstOpenInterval(at: second)
  }

  private mutating func countOther(_ record: LineRecord, hits: Int, end: Int) {
    if mayChange {
      reading.keep(
        Int(record.start)..<end, MalformedTails.Kind(record), behind: hitsOfPart + hits)
    }
    switch record.status {
    case LineRecord.malformed:
      step.malformed += 1
      chunk.malformedExample = Int(record.start)..<end
      note(malformed: Int(record.start)..<end)
      reading.addMalformed(Int(record.start)..<end, behind: hitsOfPart + hits)
    // No sign that the lines have another format.
    case LineRecord.continuation:
      step.malformed += 1
      note(malformed: Int(record.start)..<end)
    case LineRecord.comment: step.comments += 1
    default: break
    }
  }

  private mutating func note(malformed line: Range<Int>) {
    guard findsFaults else { return }
    guard examined < ChunkTallier.examinedLines else { return chunk.faults.addOthers(1) }
    examined += 1
    malformed.append(line)
  }

  /// Finds out why lines are malformed that were read with a memory.
  mutating func examine(_ bytes: RawSpan, readWith memory: SourceMemory) {
    for line in malformed {
      var end = line.upperBound
      while end > line.lowerBound,
        [UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains(bytes[end - 1])
      {
        end -= 1
      }
      chunk.faults.add(bytes, line.lowerBound..<end, readWith: memory)
    }
    malformed.removeAll(keepingCapacity: true)
  }

  private mutating func beginRun(
    of interval: Int?, _ record: LineRecord, _ block: Span<LineRecord>, _ hits: Int,
    _ bytes: RawSpan
  ) {
    endRun(block, hits, bytes)
    run = ChunkTally.Run(
      interval: interval, start: Int(record.start), isReadAgain: !talliesRuns)
  }

  /// Ends the run under way, whose hits in the block end at `hits`.
  mutating func endRun(_ block: Span<LineRecord>, _ hits: Int, _ bytes: RawSpan) {
    // `run` is not bound to a constant: with a second reference to its tally, adding hits would copy it.
    let hasTally = run?.tally != nil || run?.isReadAgain == true
    if hasTally || run != nil && hits - pendingStart >= ChunkTallier.shortRun {
      tallyPending(block, hits, bytes)
    } else {
      run?.hits += hits - pendingStart
      pendingStart = hits
    }
    guard let ended = run.take() else { return }
    // Intervals of one log have about as many groups, and a chunk has but a part of its first and last.
    if let tally = ended.tally { emptyTally = tally.emptied(besides: emptyTally) }
    chunk.runs.append(ended)
  }

  private mutating func tallyPending(_ block: Span<LineRecord>, _ hits: Int, _ bytes: RawSpan) {
    guard hits > pendingStart, run != nil else { return }
    run?.hits += hits - pendingStart
    defer { pendingStart = hits }
    guard run?.isReadAgain == false else { return }
    if run?.tally == nil { run?.tally = emptyTally }
    run?.tally?.add(block.extracting(pendingStart..<hits), bytes, names)
    if run?.tally.map({ $0.nameBytes > longNames }) == true {
      run?.isReadAgain = true
      run?.tally = nil
    }
  }

  private mutating func endSecond() {
    guard var ended = second else { return }
    second = nil
    if isSelecting { ended.sums.selected = selected.take() }
    let stepStart = chunk.steps.last?.secondsEnd ?? 0
    let searched = max(stepStart, chunk.seconds.count - ChunkTallier.searchedSeconds)
    for index in searched..<chunk.seconds.count
    where chunk.seconds[index].second == ended.second {
      chunk.seconds[index].sums.merge(ended.sums)
      return
    }
    chunk.seconds.append(ended)
  }

  mutating func endStep() {
    endSecond()
    step.secondsEnd = chunk.seconds.count
    step.endedRuns = chunk.runs.count
    // A run that is under way continues in the next step, but began in this one or before.
    step.runsEnd = chunk.runs.count + (run == nil ? 0 : 1)
    chunk.steps.append(step)
  }
}
