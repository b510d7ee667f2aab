import AccessLog
import Feed
import Fleet
import Pipeline
import Remote
import Traffic

/// What a fold knows: its lines added up, what became of its sources, and where it could begin again.
///
/// A value without clocks; ``FoldSession`` owns one.
struct FoldState {
  /// Where reading was after a chunk.
  private struct Mark {
    var turn: Int
    var clock: Int?
    var sources: SourceCheckpoints
  }

  /// What origins are called: what was there at the start is of one of its own, so that what counts can
  /// always be begun again.
  private static let (contextOrigin, liveOrigin) = ([UInt8(ascii: "c")], [UInt8(ascii: "l")])

  private var fold: ServerFold
  /// What was there at the start, until it has been written.
  private var context: ServerFold
  private let settings: WatchSettings
  private var parsing = ParseBook()
  private var sources: SourceCheckpoints
  private var marks: [Mark] = []
  private var events: [SourceEvent.Change] = []
  private var start: FoldStart?
  private(set) var hasCaughtUp = false
  /// Whether it goes on where another one ended, and has not read as much yet.
  private var isBehind: Bool
  private var carried = CarriedClock()
  private var pace = RecordPace()

  /// Begins a fold, where another one ended if there is a checkpoint.
  init(server: [UInt8], settings: WatchSettings, from checkpoint: FoldCheckpoint?) {
    self.settings = settings
    // Less than has been said is not said.
    isBehind = checkpoint != nil
    sources = checkpoint?.sources ?? SourceCheckpoints()
    fold = ServerFold(
      origin: FoldState.liveOrigin, server: server, timing: settings.timing,
      scanner: settings.scanner, counting: settings.counting, clock: checkpoint?.clock,
      closedThrough: checkpoint?.closedThrough ?? .min, revision: checkpoint?.revision ?? 0)
    context = ServerFold(
      origin: FoldState.contextOrigin, server: server, timing: settings.timing,
      scanner: settings.scanner, counting: settings.counting, revision: checkpoint?.revision ?? 0)
    marks = [Mark(turn: 0, clock: checkpoint?.clock, sources: sources)]
  }

  /// Adds lines.
  mutating func add(
    _ chunk: ChunkTally, as origin: Origin, checkpoints: [SourceCheckpoint],
    of names: [SourceName], at moment: Moment
  ) {
    if origin == .context { context.add(chunk, as: .context) } else { addLive(chunk, at: moment) }
    for checkpoint in checkpoints { sources.note(checkpoint) }
    for (run, source) in zip(chunk.parseRuns, names) {
      events += parsing.note(ParseRun(run, in: chunk), of: source, at: moment.uptime).map(\.change)
    }
    guard origin == .live, isWhole else { return }
    let mark = Mark(turn: fold.turn, clock: fold.clock, sources: sources)
    // The first one is kept: of what is still open, nothing may have been read there.
    if marks.count > 1, let last = marks.last, last.clock == mark.clock { marks.removeLast() }
    marks.append(mark)
  }

  /// Whether nothing that was read waits for lines to come, so that a fold can begin behind it.
  private var isWhole: Bool { !fold.isHolding && !fold.hasLinesBefore }

  private mutating func addLive(_ chunk: ChunkTally, at moment: Moment) {
    let before = fold.instant
    fold.add(chunk)
    carried.note(chunk, clock: fold.instant, before: before, at: moment)
  }

  mutating func add(_ event: SourceEvent) { events.append(event.change) }

  /// Notes that all that was there at the start has been added.
  mutating func catchUp(
    modified: Instant?, coveredSince: Instant?, checkpoints: [SourceCheckpoint], at moment: Moment
  ) {
    for checkpoint in checkpoints { sources.note(checkpoint) }
    start = FoldStart(modified: modified?.seconds, coveredSince: coveredSince?.seconds)
    hasCaughtUp = true
    isBehind = false
    context.countHeld()
    if fold.clock == nil {
      if let clock = context.clock { fold.begin(at: clock) }
      // Where there was no hit at all, a fold can begin too.
      if isWhole { marks = [Mark(turn: fold.turn, clock: fold.clock, sources: sources)] }
    }
    carried.start(fold.instant, modified: modified, at: moment)
  }

  /// Notes that no more lines come.
  mutating func end() {
    fold.countHeld()
    isBehind = false
    events.append(.ended)
  }

  /// Carries the clock on while no lines come.
  mutating func tick(at moment: Moment) {
    guard hasCaughtUp else { return }
    events += parsing.tick(at: moment.uptime).map(\.change)
    if parsing.isInDoubt(at: moment.uptime) {
      carried.hold(fold.instant, at: moment)
    } else if let clock = carried.clock(at: moment) {
      fold.advance(to: clock.seconds)
    }
  }

  /// What is to be written now, of a fold that follows once a second.
  mutating func frames(at moment: Moment, isLast: Bool = false) -> [UInt8] {
    var bytes: [UInt8] = []
    for change in events {
      guard let event = FoldEvent.bytes(of: change) else { continue }
      bytes += FoldFrame(.event, event).encoded
    }
    events = []
    guard !isBehind else { return bytes + FoldFrame(.alive, []).encoded }
    for record in context.takeRecords() { bytes += FoldFrame(.record, record.bytes).encoded }
    let records = fold.takeRecords(wall: hasCaughtUp ? moment.wallClock.seconds : nil)
    for written in pace.write(records, at: moment, isLast: isLast) {
      bytes += FoldFrame(.record, written.bytes).encoded
    }
    bytes += FoldFrame(.checkpoint, wallBytes(moment) + checkpoint.bytes).encoded
    if let start = start.take() { bytes += FoldFrame(.caughtUp, start.bytes).encoded }
    return bytes
  }

  private func wallBytes(_ moment: Moment) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: moment.wallClock.seconds >> ($0 * 8)) }
  }

  /// From where all can be said again that is not closed.
  private var checkpoint: FoldCheckpoint {
    mutating get {
      let firstOpen = fold.firstOpenTurn ?? .max
      if let place = marks.lastIndex(where: { $0.turn < firstOpen }) {
        marks.removeFirst(place)
      }
      var checkpoint = FoldCheckpoint()
      checkpoint.revision = max(fold.revision, context.revision)
      guard let mark = marks.first, mark.turn < firstOpen, hasCaughtUp else { return checkpoint }
      checkpoint.clock = mark.clock
      checkpoint.closedThrough = fold.closedThrough == .min ? nil : fold.closedThrough
      checkpoint.sources = mark.sources
      return checkpoint
    }
  }
}
