package import AccessLog

/// What the lines of one chunk add up to, cut so that merging chunks in their order gives the same
/// as adding line by line.
///
/// The stream clock advances only where the greatest instant of the chunk itself does, so a new
/// step begins there. The hit that has an interval reported is of a later one, so that hits of one
/// interval that follow one another are all before its report, or all late: they are one run, unless
/// intervals share what sections they may keep, which changes with each report.
package struct ChunkTally: Sendable {
  /// From a hit on that may advance the stream clock, or that follows one that may be held.
  struct Step: Sendable {
    /// Where its first line begins.
    var start = 0
    /// The greatest instant of the chunk that its own hits confirm, in seconds; `nil` as long as
    /// there is none.
    var second: Int?
    /// The second of the hit that the step begins with; `nil` before the first hit of the chunk.
    var firstHit: Int?
    /// The hit that the step begins with, and its only one, if it is so far ahead that only the
    /// stream clock tells whether it is held; sums of nothing if it does not count.
    var jump: SecondSums?
    var lines = 0
    var malformed = 0
    var comments = 0
    /// Hits that do not count.
    var excluded = 0
    /// Where the sums of its seconds end in ``seconds``.
    var secondsEnd = 0
    /// Where the runs that begin in it end in ``runs``.
    var runsEnd = 0
    /// How many runs have ended by its end: all that began, but for one that the next step continues.
    var endedRuns = 0
  }

  /// Hits of one second.
  struct Second: Sendable {
    var second: Int
    var sums: SecondSums
  }

  /// Hits of one interval that follow one another.
  struct Run: Sendable {
    /// The number of the interval since the epoch; `nil` for the hit of a jump, which may count in
    /// the one that the stream clock is in.
    var interval: Int?
    /// Where its first line begins.
    var start: Int
    var hits = 0
    /// `nil` if the run is so short, or its names are so long or so many, that it is better scanned again.
    var tally: Tally?
    /// Whether it gets no tally, however long it is, since its lines are read again.
    var isReadAgain = false
  }

  /// How the lines of a part of the chunk read that come from one source.
  package struct Reading: Sendable {
    /// What had to be known to read the last of them.
    private(set) var memory: SourceMemory?
    /// In which that was read.
    package var format: LogFormat { memory?.format ?? .common }
    /// What that format was found by, if it was not named.
    package var finding: FormatFinding? { memory?.finding }
    package var hits = 0
    package var malformed = 0
    /// Malformed lines before the first hit; all of them if there is none.
    package var leading = 0
    /// Malformed lines behind the last hit; all of them if there is none.
    package var trailing = 0
    /// The most malformed lines without a hit between them.
    package var longest = 0
    /// The last malformed line.
    package var example: Range<Int>?
    /// How many hits are without a request since the lines that say it are not known.
    package var lostPairs = 0
    /// The hits before the last malformed line.
    var hitsBefore = 0
    /// The newest lines behind the last hit from the first malformed one on, or all where there is no hit,
    /// if they may be of another format.
    private(set) var tail: [(line: Range<Int>, kind: MalformedTails.Kind)] = []
    /// The hits before ``tail``.
    private var hitsBeforeTail = 0

    /// Keeps a line that is no hit, behind that many hits, since it may be of another format.
    mutating func keep(_ line: Range<Int>, _ kind: MalformedTails.Kind, behind hits: Int) {
      if hits != hitsBeforeTail { tail.removeAll(keepingCapacity: true) }
      hitsBeforeTail = hits
      guard kind == .malformed || !tail.isEmpty || hits == 0 else { return }
      // No line has less than a byte, so that these are more than are read again.
      if tail.count >= MalformedTails.longest * 2 { tail.removeFirst(MalformedTails.longest) }
      tail.append((line, kind))
    }

    /// Counts a malformed line behind that many hits.
    mutating func addMalformed(_ line: Range<Int>, behind hits: Int) {
      malformed += 1
      if hits == 0 { leading += 1 }
      trailing = hits == hitsBefore ? trailing + 1 : 1
      hitsBefore = hits
      longest = max(longest, trailing)
      // What is left of UTF-16 behind the last newline is a byte, which says nothing.
      if line.count > 2 || example == nil { example = line }
    }

    /// Ends the part, which has that many hits.
    mutating func end(hits: Int, readWith memory: SourceMemory) {
      self.hits = hits
      self.memory = memory
      if hits > hitsBefore { trailing = 0 }
      if hits > hitsBeforeTail { tail = [] }
    }
  }

  /// The lines themselves.
  var lines: SourceLines
  var bytes: [UInt8] { lines.bytes }
  var steps: [Step] = []
  var seconds: [Second] = []
  /// How many hits that do not count each second has; `nil` where that is not wanted.
  var excludedSeconds: [Int: Int]?
  var runs: [Run] = []
  /// The names of the groups of selections, by their hashes.
  package internal(set) var groupNames = HashedNames()
  /// The selections by whose places its sums are numbered.
  package internal(set) var selections: [Selection] = []
  /// The last malformed line.
  var malformedExample: Range<Int>?
  /// Why lines are malformed, of at most ``ChunkTallier/examinedLines`` of them.
  package internal(set) var faults = FaultTally()
  /// How the lines of each part read, in the order of the parts.
  package var parseRuns: [Reading] = []
  /// Which of the parts that were tallied together the first of these is; see ``ChunkTallier/tallies``.
  package internal(set) var firstPart = 0
  /// The change of format that the last lines of the last part show.
  package internal(set) var change: FormatChange?

  /// That a log has another format now.
  package struct FormatChange: Sendable {
    /// What has to be known to read the malformed lines before.
    package var memory: SourceMemory
    /// What had to be known to read them.
    package var former: SourceMemory
  }

  init(_ lines: SourceLines) {
    self.lines = lines
  }

  /// The line at a range without its end, cut off behind `limit` bytes.
  package func line(_ range: Range<Int>, atMost limit: Int) -> [UInt8] {
    var line = bytes[range]
    if line.last == UInt8(ascii: "\n") { line.removeLast() }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    return Array(line.prefix(limit))
  }

  /// How many steps there are; each is begun, then added.
  package var stepCount: Int { steps.count }

  /// Whether any line is a hit.
  package var hasHits: Bool { steps.last?.firstHit != nil }

  /// The run that a step continues, which began before it.
  func runUnderWay(before step: Int) -> Int? {
    guard step > 0 else { return nil }
    let before = steps[step - 1]
    return before.endedRuns < before.runsEnd ? before.endedRuns : nil
  }

  /// Where the lines of a run stand, with lines between them that are no hits.
  func range(ofRun index: Int) -> Range<Int> {
    runs[index].start..<(index + 1 < runs.count ? runs[index + 1].start : bytes.count)
  }
}
