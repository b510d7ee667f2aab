package import AccessLog
import Alerting
package import Traffic

/// What is yet to be known of the time before the context, which is read behind the first frame.
struct Hindsight: Sendable {
  /// How many entries the journal had at the start: transitions behind them are reported.
  let start: Int
  /// Whether a rule's state at the start does not follow from what was read: the rules are judged once
  /// it does, or cannot.
  let isWaiting: Bool
  /// What the stretch adds up to that is being read.
  var earlier: Ledger
}

extension Watch {
  /// Whether the rules are judged as seconds close.
  var isJudging: Bool { !isContext && !wantsEarlier }

  /// Judges the context, of which all lines since `coveredSince` were read; `nil` is for all there
  /// are.
  ///
  /// If lines were left out, more of them are to come, until ``endEarlier(coveredSince:isAll:)``.
  mutating func beginHindsight(coveredSince: Instant?) -> [TrafficEvent] {
    ledger.timeline.coveredSince = coveredSince
    if let coveredSince { history.forget(before: coveredSince) }
    ledger.timeline.journal?.endStep()
    guard let journal = ledger.timeline.journal, let judged = rejudge(journal, from: journal.count)
    else { return judgeFromNowOn() }
    guard coveredSince != nil else {
      ledger.timeline.journal = nil
      return judged.events
    }
    hindsight = Hindsight(
      start: journal.count, isWaiting: !judged.isCertain, earlier: emptyLedger)
    return wantsEarlier ? [] : judged.events
  }

  /// Adds the next chunk of a stretch that comes before all that was read.
  package mutating func addEarlier(_ chunk: ChunkTally) {
    for step in 0..<chunk.stepCount { hindsight?.earlier.addEarlier(step, of: chunk) }
  }

  /// Ends a stretch: all lines since `coveredSince` have been read now, or all there are if it is
  /// `nil`.
  ///
  /// An alert that was found to be under way is told with the time that it triggered; if that was not
  /// found, more is wanted, unless this was all that may be read.
  package mutating func endEarlier(coveredSince: Instant?, isAll: Bool) -> [TrafficEvent] {
    guard var past = hindsight, var journal = ledger.timeline.journal else { return [] }
    past.earlier.decideOnHeld(before: journal.firstHit)
    let before = past.earlier.timeline.journal ?? Journal()
    journal.prepend(before)
    ledger.timeline.groupNames.add(past.earlier.timeline.groupNames.names)
    let known = ledger.timeline.coveredSince
    ledger.timeline.coveredSince = coveredSince
    guard let judged = rejudge(journal, from: past.start + before.count) else {
      ledger.timeline.coveredSince = known
      return endHindsight()
    }
    before.fill(&ledger.timeline)
    guard past.isWaiting, !judged.isCertain, !isAll else {
      hindsight = nil
      ledger.timeline.journal = nil
      return past.isWaiting ? explained(judged.events) : []
    }
    ledger.timeline.journal = journal
    hindsight = Hindsight(
      start: past.start + before.count, isWaiting: true, earlier: emptyLedger)
    return []
  }

  /// Judges with what is known: no more is read of the time before.
  mutating func endHindsight() -> [TrafficEvent] {
    guard let past = hindsight else { return [] }
    hindsight = nil
    defer { ledger.timeline.journal = nil }
    guard past.isWaiting else { return [] }
    guard let journal = ledger.timeline.journal, let judged = rejudge(journal, from: past.start)
    else { return judgeFromNowOn() }
    return explained(judged.events)
  }

  /// The result of judging a journal.
  private struct Judgement {
    /// The alerts that were under way at the start, and what happened since.
    var events: [TrafficEvent]
    /// Whether the states at the start follow from what was read.
    var isCertain: Bool
  }

  /// Judges all that a journal has again; the program had started at one of its entries.
  ///
  /// `nil` if the journal is not whole, or another clock comes out.
  private mutating func rejudge(_ journal: Journal, from start: Int) -> Judgement? {
    guard journal.isWhole else { return nil }
    var timeline = Timeline(
      timing: ledger.timeline.timing, longestWindow: book.longestWindow, reportsSilence: false,
      selections: settings.counting.selections)
    timeline.coveredSince = ledger.timeline.coveredSince
    timeline.groupNames = ledger.timeline.groupNames
    var judged = book.begun()
    if timeline.coveredSince != nil { judged.beginUncertain() }
    judged.keepThresholdChanges(of: book)
    judged.lacksData = book.lacksData
    var told: [AlertTransition] = []
    journal.replay(0..<start, on: &timeline) {
      _ = judged.judge($0, in: $1)
    } correct: {
      judged.correct(by: $0)
    }
    told = judged.underWay
    let isCertain = judged.isCertain
    journal.replay(start..<journal.count, on: &timeline) {
      told += judged.judge($0, in: $1)
    } correct: {
      judged.correct(by: $0)
    }
    guard timeline.clock == ledger.timeline.clock else { return nil }
    // What was held back before the start is history, or among what is under way.
    _ = judged.takeReleased()
    // What made an alert is not known better for having read more of the time before.
    judged.keepCauses(of: book)
    book = judged
    ledger.timeline.firstHit = timeline.firstHit
    return Judgement(events: told.map { .alert($0) }, isCertain: isCertain)
  }

  /// Counts what was read so far as not covered: too much happened to judge it again.
  private mutating func judgeFromNowOn() -> [TrafficEvent] {
    ledger.timeline.journal = nil
    ledger.timeline.coveredSince = ledger.timeline.clock.map { $0 + 1 }
    book = book.begun()
    book.beginUncertain()
    book.recount(in: ledger.timeline)
    return []
  }

  private var emptyLedger: Ledger {
    var counting = Counting(
      filter: ledger.counting.filter, selections: settings.counting.selections)
    counting.clients = ledger.counting.clients
    var ledger = Ledger(
      timing: self.ledger.timeline.timing, longestWindow: book.longestWindow,
      reportsSilence: false, scanner: scanner,
      counting: counting)
    ledger.timeline.journal = Journal()
    return ledger
  }
}

extension Ledger {
  /// Adds a step of a chunk that is not reported.
  fileprivate mutating func addEarlier(_ step: Int, of chunk: ChunkTally) {
    switch verdictOnHeld(before: step, of: chunk) {
    case .counts: releaseHeld()
    case .isSkewed: countHeldAsSkewed()
    case .none: break
    }
    beginStep(step, of: chunk)
    passClosed()
    addStep(step, of: chunk, as: .context)
    forgetCorrections()
  }

  /// Decides about the hit that is held at the end of the stretch.
  fileprivate mutating func decideOnHeld(before next: Int?) {
    guard let held, let next else { return }
    if next >= held.second - Timing.longestJump { releaseHeld() } else { countHeldAsSkewed() }
  }

  private mutating func releaseHeld() {
    advanceToHeld()
    passClosed()
    countHeld()
  }

  private mutating func passClosed() {
    while closeNext() != nil {}
  }
}
