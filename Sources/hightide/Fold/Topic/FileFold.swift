import AccessLog
import Feed
import Fleet
import Pipeline
import TallyCodec
import Traffic

/// What a fold of files for a topic knows: its lines added up, and how it goes on after any end.
///
/// A value without clocks; ``FileFoldSession`` owns one.
struct FileFold {
  /// How many revisions a place leaves for those that follow it.
  private static let spareRevisions = 100_000
  /// How long a hit is held that no other follows.
  private static let holding = Duration.seconds(2)
  /// Records are taken at once where so many intervals have ended, as they do in a log that is caught up with.
  private static let mostEnded = 32

  private var fold: ServerFold
  /// What was there at the start, of which the clock is needed; `nil` once it was.
  private var context: ServerFold?
  private let settings: WatchSettings
  private var parsing = ParseBook()
  private var sources: SourceCheckpoints
  /// How far sources were read before the first hit, without which nothing is said of lines.
  private var sourcesBefore: SourceCheckpoints
  private var carried = CarriedClock()
  private var heldSince: Duration?
  private var hasCaughtUp = false
  /// Whether it goes on where another run ended, and has not read as much yet: less than has been said is
  /// not said.
  private var isBehind: Bool
  private var pace = RecordPace()
  /// The greatest revision that the last place leaves.
  private var lastRevision: Int

  /// Begins a fold, or goes on from a place of the same meaning.
  init(
    origin: [UInt8], server: [UInt8], settings: WatchSettings, from place: FoldPlace?
  ) throws(RecordError) {
    self.settings = settings
    var open: [MetricsRecord] = []
    for bytes in place?.open ?? [] {
      do throws(MetricsError) {
        open.append(
          try MetricsRecord(bytes, scanner: settings.scanner, counting: settings.counting))
      } catch {
        throw .impossible("\(error)")
      }
    }
    sources = place?.sources ?? SourceCheckpoints()
    sourcesBefore = sources
    isBehind = place != nil
    lastRevision = place?.revision ?? 0
    fold = ServerFold(
      origin: origin, server: server, timing: settings.timing, scanner: settings.scanner,
      counting: settings.counting, clock: place?.clock,
      closedThrough: place?.closedThrough ?? .min, revision: lastRevision, open: open)
    guard fold.clock == nil else { return }
    context = ServerFold(
      origin: origin, server: server, timing: settings.timing, scanner: settings.scanner,
      counting: settings.counting)
  }

  /// Goes on reading where another run ended, as another origin.
  mutating func read(from sources: SourceCheckpoints) {
    self.sources = sources
    sourcesBefore = sources
  }

  /// Reads the clock off lines that do not count.
  mutating func addContext(_ chunk: ChunkTally) {
    context?.add(chunk, as: .context)
    _ = context?.takeRecords()
  }

  /// Adds lines, and returns what is to be said of their sources.
  mutating func add(
    _ chunk: ChunkTally, checkpoints: [SourceCheckpoint], of names: [SourceName], at moment: Moment
  ) -> [SourceEvent] {
    let before = fold.instant
    fold.add(chunk)
    carried.note(chunk, clock: fold.instant, before: before, at: moment)
    heldSince = fold.isHolding ? heldSince ?? moment.uptime : nil
    for checkpoint in checkpoints { sources.note(checkpoint) }
    return zip(chunk.parseRuns, names).flatMap { run, source in
      parsing.note(ParseRun(run, in: chunk), of: source, at: moment.uptime)
    }
  }

  /// Notes that all that was there at the start has been added.
  mutating func catchUp(
    modified: Instant?, checkpoints: [SourceCheckpoint], at moment: Moment
  ) {
    for checkpoint in checkpoints { sources.note(checkpoint) }
    if fold.clock == nil {
      for checkpoint in checkpoints { sourcesBefore.note(checkpoint) }
      if let clock = context?.clock { fold.begin(at: clock) }
    }
    context = nil
    hasCaughtUp = true
    isBehind = false
    carried.start(fold.instant, modified: modified, at: moment)
  }

  /// Notes that no more lines come; `closing` has all intervals end, since no other run goes on with them.
  mutating func end(closing: Bool) {
    fold.countHeld()
    heldSince = nil
    isBehind = false
    guard closing, let clock = fold.clock else { return }
    let timing = settings.timing
    let next = timing.start(ofInterval: timing.interval(of: clock) + 1)
    fold.advance(to: next + timing.latenessSeconds)
  }

  /// Carries the clock on while no lines come, and returns what is to be said of the sources.
  mutating func tick(at moment: Moment) -> [SourceEvent] {
    guard hasCaughtUp else { return [] }
    if let heldSince, moment.uptime - heldSince >= FileFold.holding {
      fold.countHeld()
      carried.hold(fold.instant, at: moment)
      self.heldSince = nil
    }
    let events = parsing.tick(at: moment.uptime)
    if parsing.isInDoubt(at: moment.uptime) {
      carried.hold(fold.instant, at: moment)
    } else if let clock = carried.clock(at: moment) {
      fold.advance(to: clock.seconds)
    }
    return events
  }

  /// Whether records are to be taken before time passes.
  var isFull: Bool { fold.endedCount >= FileFold.mostEnded }

  /// Takes the records that have changed; none while a hit is held, with which no run could begin.
  ///
  /// After final ones the place is to be kept before they are sent.
  mutating func take(
    _ choice: ServerFold.Choice, at moment: Moment, isLast: Bool = false
  ) -> [RecordPace.Written] {
    guard !fold.isHolding else { return [] }
    let records = fold.takeRecords(
      isBehind ? .final : choice, wall: hasCaughtUp ? moment.wallClock.seconds : nil)
    return pace.write(records, at: moment, isLast: isLast)
  }

  /// Whether a place has to be kept so that there are revisions.
  var isOutOfRevisions: Bool { fold.revision + 1_000 > lastRevision }

  /// Where a run can go on, whatever was sent since, if these have not arrived; `nil` while a hit is held.
  mutating func place(unsent: [[UInt8]]) -> FoldPlace? {
    guard !fold.isHolding else { return nil }
    var place = FoldPlace()
    place.origin = fold.origin
    place.clock = fold.clock
    place.closedThrough = fold.closedThrough == .min ? nil : fold.closedThrough
    place.revision = fold.revision + FileFold.spareRevisions
    place.sources = fold.clock == nil ? sourcesBefore : sources
    place.open = fold.openRecords.map { record in
      var record = record
      record.revision = place.revision
      return record.bytes
    }
    place.unsent = unsent
    lastRevision = place.revision
    return place
  }
}
