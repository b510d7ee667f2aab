import AccessLog
import Alerting
package import TallyCodec
import Traffic

extension Watch {
  private enum Field: Int {
    case ledger = 1
    case alerts
    case history
    /// The wall clock less the log's; missing as long as it is not known.
    case skewSeconds
    case writtenAt
    /// The stream clock when it was last advanced by a line; missing before the first hit.
    case lastClock
    /// How many nanoseconds before it was written that was.
    case sinceLastClock
  }

  /// Writes what is known at `moment`; between two calls that change it.
  package func write(to writer: inout RecordWriter, at moment: Moment) {
    guard hindsight == nil else {
      // The next run reads on from the end, and nothing of the time before.
      var judged = self
      _ = judged.endHindsight()
      return judged.write(to: &writer, at: moment)
    }
    writer.field(Field.ledger) { ledger.write(to: &$0) }
    writer.field(Field.alerts) { book.write(to: &$0) }
    writer.field(Field.history) { history.write(to: &$0) }
    writer.field(Field.skewSeconds, number: skewSeconds)
    writer.field(Field.writtenAt, instant: moment.wallClock)
    guard let base = carried.base else { return }
    writer.field(Field.lastClock, instant: base.clock)
    // The uptime means nothing after the machine has been restarted.
    writer.field(
      Field.sinceLastClock, count: max(0, (moment.uptime - base.uptime).nanoseconds))
  }

  /// Reads a watch that continues: it first waits for what was written between the two runs, until
  /// ``endContext(modified:at:)`` is called.
  package init(
    from reader: inout RecordReader, settings: WatchSettings, at moment: Moment
  ) throws(RecordError) {
    // What the rules add up has to be known before that is read.
    var resumed = settings
    if settings.rules.contains(where: { !$0.isEnabled }) {
      var ahead = reader
      let rules = try Watch.switchedOn(settings.rules, from: &ahead)
      if rules != settings.rules { resumed.rules = rules }
    }
    self.init(resumed, startsWithContext: false)
    var writtenAt = moment.wallClock
    var lastClock: Instant?
    var passed = 0
    while let field = try reader.next(Field.self) {
      switch field {
      case .ledger: try readLedger(from: &reader, resumed)
      case .alerts: book = try AlertBook(from: &reader, rules: settings.rules)
      case .history: try readHistory(from: &reader, settings)
      case .skewSeconds: skewSeconds = try reader.number()
      case .writtenAt: writtenAt = try reader.instant()
      case .lastClock: lastClock = try reader.instant()
      case .sinceLastClock: passed = try reader.count(upTo: .max)
      }
    }
    book.keepsTrails = settings.keepsLines
    book.renumber(in: ledger.timeline)
    if let lastClock { setLastAdvance(lastClock, passed, before: writtenAt, now: moment) }
    try resume(at: moment)
  }

  private enum AlertsField: Int {
    /// ``Field/alerts`` alone; all else is skipped.
    case alerts = 2
  }

  /// The rules of the settings, with those switched on that the earlier run had switched on.
  private static func switchedOn(
    _ settings: [AlertRule], from reader: inout RecordReader
  ) throws(RecordError) -> [AlertRule] {
    var rules = settings
    while try reader.next(AlertsField.self) != nil {
      rules = try AlertBook.switchedOn(settings, from: &reader)
    }
    return rules
  }

  mutating func readLedger(
    from reader: inout RecordReader, _ settings: WatchSettings
  ) throws(RecordError) {
    ledger = try Ledger(
      from: &reader, timing: settings.timing, longestWindow: book.longestWindow,
      reportsSilence: settings.isFollowing, scanner: settings.scanner,
      counting: settings.counting)
  }

  mutating func readHistory(
    from reader: inout RecordReader, _ settings: WatchSettings
  ) throws(RecordError) {
    history = try History(
      from: &reader, intervalSeconds: settings.timing.intervalSeconds,
      dimensions: settings.counting.listed.count)
  }

  /// Takes over when the stream clock was last advanced: so many nanoseconds before `writtenAt`.
  mutating func setLastAdvance(
    _ clock: Instant, _ nanoseconds: Int, before writtenAt: Instant, now moment: Moment
  ) {
    let passed = Duration.nanoseconds(nanoseconds)
    let since = Duration.seconds(max(0, moment.wallClock - writtenAt))
    carried.start(clock, at: moment.uptime - passed - since)
  }

  /// Waits for what was written between the two runs; all else has been read.
  mutating func resume(at moment: Moment) throws(RecordError) {
    phase = .resuming
    beginDigests()
    if ledger.held != nil { heldAt = moment }
    resumedAt = moment
    try require(
      (carried.base == nil) == (clock == nil)
        && carried.base?.clock ?? Instant(0) <= clock ?? Instant(0),
      or: "the stream clock was never advanced")
  }
}

extension Duration {
  /// Whole nanoseconds; 146 years at most, so that a sum with others does not overflow.
  fileprivate var nanoseconds: Int {
    let (whole, overflow) = Int(components.seconds).multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? .max / 2 : min(.max / 2, whole) + Int(components.attoseconds / 1_000_000_000)
  }
}
