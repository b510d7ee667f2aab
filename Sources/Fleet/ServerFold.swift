package import AccessLog
package import Traffic

/// Adds up the lines of one server at one origin, as ``MetricsRecord``s.
///
/// A pure function of the lines and of how the clock was carried on between them: the same lines, in chunks
/// of any size, give the same records. Between two calls of ``takeRecords(wall:revision:)`` any number of
/// lines may come; what changed is in the records then.
package struct ServerFold: Sendable {
  struct Draft: Sendable {
    var hits: [FoldedHits] = []
    var lines: [FoldedLines] = []
    var late: Tally?
    /// What the interval added up to when it ended.
    var ended: IntervalTally?
    /// The number of the first call of ``add(_:as:)`` that added something.
    var firstTurn: Int
  }

  package let origin: [UInt8]
  package let server: [UInt8]
  let timing: Timing
  let counting: Counting
  var ledger: Ledger
  /// By the numbers of their intervals, without those that no more hits can come for.
  var drafts: [Int: Draft] = [:]
  var changed: Set<Int> = []
  /// The intervals of records that were not final yet.
  var told: Set<Int> = []
  /// Lines from before the first hit, when there is no clock.
  private var linesBefore = LineCounts()
  /// The names of the groups of selections, by their hashes.
  var groupNames = HashedNames()
  /// Beyond this many those are forgotten that no open interval has.
  private static let mostGroupNames = 1 << 14
  /// What the clock showed in the last record.
  private var toldClock = Int.min
  package private(set) var revision: Int
  /// The last interval that is not written any more.
  package private(set) var closedThrough: Int
  /// How many chunks were added.
  package private(set) var turn = 0

  /// Begins a fold; the scanner and the counting must be those that the chunks are tallied with.
  ///
  /// A fold that takes another one's place begins with that one's clock at a place in the lines from which
  /// on everything is added again, and writes neither what was closed nor a revision that there was.
  package init(
    origin: [UInt8], server: [UInt8], timing: Timing, scanner: LineScanner, counting: Counting,
    clock: Int? = nil, closedThrough: Int = .min, revision: Int = 0
  ) {
    self.origin = Array(origin.prefix(MetricsRecord.longestName))
    self.server = Array(server.prefix(MetricsRecord.longestName))
    self.timing = timing
    self.counting = counting
    self.closedThrough = closedThrough
    self.revision = revision
    ledger = Ledger(
      timing: timing, longestWindow: 1, reportsSilence: false, scanner: scanner, counting: counting,
      keptSeconds: 0)
    ledger.timeline.journal = Journal()
    if let clock {
      ledger.timeline.advance(to: Instant(clock))
      toldClock = clock
    }
  }

  /// Has the clock show a time before the first hit; later it changes nothing.
  package mutating func begin(at clock: Int) {
    guard self.clock == nil else { return }
    ledger.timeline.advance(to: Instant(clock))
  }

  /// The stream clock; `nil` before the first hit.
  package var clock: Int? { instant?.seconds }

  /// What the stream clock shows; `nil` before the first hit.
  package var instant: Instant? { ledger.timeline.clock }

  /// Whether a hit waits for the next one to show whether its time is right; no fold can begin here.
  package var isHolding: Bool { ledger.held != nil }

  /// Whether lines wait for the first hit, whose record counts them.
  package var hasLinesBefore: Bool { linesBefore != LineCounts() }

  /// The first chunk that something was added by that may still change; `nil` if all is closed.
  package var firstOpenTurn: Int? { drafts.values.map(\.firstTurn).min() }

  /// Adds the next chunk of the server's lines.
  package mutating func add(_ chunk: ChunkTally, as origin: Origin = .live) {
    if chunk.selections != counting.selections {
      // It was tallied for other rules.
      var numbered = chunk
      numbered.number(by: counting.selections)
      return add(numbered, as: origin)
    }
    turn += 1
    groupNames.add(chunk.groupNames)
    for step in 0..<chunk.stepCount {
      switch ledger.verdictOnHeld(before: step, of: chunk) {
      case .counts: countHeld()
      case .isSkewed:
        let origin = ledger.held?.origin ?? .live
        ledger.countHeldAsSkewed()
        note(as: origin)
      case .none: break
      }
      ledger.beginStep(step, of: chunk)
      close()
      ledger.addStep(step, of: chunk, as: origin)
      note(as: origin)
    }
  }

  /// Carries the clock on while no lines come; an earlier time than it shows changes nothing.
  package mutating func advance(to second: Int) {
    guard clock != nil else { return }
    ledger.advance(to: Instant(second))
    close()
  }

  /// Counts a hit that is held and that no other follows.
  package mutating func countHeld() {
    guard let origin = ledger.held?.origin else { return }
    ledger.advanceToHeld()
    close()
    ledger.countHeld()
    note(as: origin)
  }

  private mutating func close() {
    while let closed = ledger.closeNext() {
      guard let interval = closed.ended.first else { continue }
      let number = timing.interval(of: interval.start.seconds)
      drafts[number, default: Draft(firstTurn: turn)].ended = interval.tally
      changed.insert(number)
    }
  }

  /// Records what the last step added.
  private mutating func note(as origin: Origin) {
    var counts = ledger.takeCounts()
    // Readers of the records decide which hits are late.
    counts.late = 0
    let added = ledger.takeAdded()
    guard let clock else { return linesBefore.add(counts) }
    counts.add(linesBefore)
    linesBefore = LineCounts()
    let late = ledger.takeLate()
    guard counts != LineCounts() || !added.isEmpty || late != nil else { return }
    let number = timing.interval(of: clock)
    var draft = drafts[number] ?? Draft(firstTurn: turn)
    for (second, sums) in added { draft.add(sums, to: second, clock: clock, as: origin) }
    if counts != LineCounts() { draft.add(counts, clock: clock) }
    if let late {
      if draft.late == nil { draft.late = late } else { draft.late?.merge(late) }
    }
    drafts[number] = draft
    changed.insert(number)
    for (second, _) in added where timing.interval(of: second) != number {
      let other = timing.interval(of: second)
      guard ledger.tally(ofInterval: other) != nil else { continue }
      if drafts[other] == nil { drafts[other] = Draft(firstTurn: turn) }
      changed.insert(other)
    }
  }

  /// Which records are taken.
  package enum Choice: Sendable {
    case all
    /// Those that get no more hits; the others have changed until they are taken.
    case final
  }

  /// The records that have changed since the last call, the oldest interval first.
  ///
  /// There is one at least if the clock has moved, and each interval that there was a record of has a last
  /// one that is final.
  ///
  /// `wall` is what the wall clock shows if the lines are being followed: then there is always a record. An
  /// origin with numbers of its own gives a `revision` that is greater than at the last call; otherwise
  /// records are counted.
  package mutating func takeRecords(
    _ choice: Choice = .all, wall: Int? = nil, revision given: Int? = nil
  ) -> [MetricsRecord] {
    guard let clock else { return [] }
    if clock > toldClock || wall != nil {
      changed.insert(timing.interval(of: clock))
    }
    let firstOpen = timing.firstOpenInterval(at: clock)
    changed.formUnion(told.lazy.filter { $0 < firstOpen })
    let taken = choice == .all ? changed : changed.filter { $0 < firstOpen }
    guard !taken.isEmpty else { return [] }
    revision = max(revision + 1, given ?? 0)
    if choice == .all { toldClock = clock }
    let records = taken.sorted().filter { $0 > closedThrough }.map {
      record(ofInterval: $0, clock: clock, wall: wall)
    }
    told.formUnion(taken)
    told = told.filter { $0 >= firstOpen }
    changed.subtract(taken)
    forgetClosed(at: clock)
    return records
  }

  func record(ofInterval number: Int, clock: Int, wall: Int?) -> MetricsRecord {
    var record = MetricsRecord(
      origin: origin, server: server, interval: number, timing: timing, revision: revision,
      clock: clock)
    record.wall = wall
    let draft = drafts[number]
    record.hits = draft?.hits ?? []
    record.lines = draft?.lines ?? []
    record.late = draft?.late
    record.tally = draft?.ended ?? ledger.tally(ofInterval: number) ?? IntervalTally()
    record.selections = counting.selections
    record.dimensions = counting.groups
    for entry in record.hits {
      for hits in entry.sums.selected where hits.cell.group != 0 {
        record.groupNames.add(hits.cell.group, of: groupNames)
      }
    }
    return record
  }

  private mutating func forgetClosed(at clock: Int) {
    closedThrough = max(closedThrough, timing.firstOpenInterval(at: clock) - 1)
    drafts = drafts.filter { $0.key > closedThrough }
    guard groupNames.count > ServerFold.mostGroupNames else { return }
    var used = Set((ledger.held?.sums.selected ?? []).map(\.cell.group))
    for draft in drafts.values {
      for entry in draft.hits { for hits in entry.sums.selected { used.insert(hits.cell.group) } }
    }
    groupNames.keep(where: used.contains)
  }
}

extension ServerFold.Draft {
  /// How many entries are searched for one of the same second.
  private static let searchedEntries = 8

  mutating func add(
    _ sums: SecondSums, to second: Int, clock: Int, as origin: Origin
  ) {
    for index in hits.indices.suffix(ServerFold.Draft.searchedEntries)
    where hits[index].clock == clock && hits[index].second == second
      && hits[index].origin == origin
    {
      hits[index].sums.merge(sums)
      return
    }
    hits.append(FoldedHits(clock: clock, second: second, sums: sums, origin: origin))
  }

  mutating func add(_ counts: LineCounts, clock: Int) {
    if let last = lines.indices.last, lines[last].clock == clock {
      lines[last].counts.add(counts)
    } else {
      lines.append(FoldedLines(clock: clock, counts: counts))
    }
  }
}
