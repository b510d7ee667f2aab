import AccessLog
import Alerting
package import TallyCodec
import Traffic

extension Watch {
  /// Writes what is known at `moment`; between two calls that change it.
  package func write(to writer: inout StateWriter, at moment: Moment) {
    guard hindsight == nil else {
      // The next run reads on from the end, and nothing of the time before.
      var judged = self
      _ = judged.endHindsight()
      return judged.write(to: &writer, at: moment)
    }
    ledger.write(to: &writer)
    book.write(to: &writer)
    history.write(to: &writer)
    writer.number(skewSeconds ?? 0)
    writer.flag(skewSeconds != nil)
    writer.instant(moment.wallClock)
    writer.flag(lastAdvance != nil)
    if let lastAdvance {
      writer.instant(lastAdvance.clock)
      // The uptime means nothing once the machine has been started anew.
      writer.count(max(0, (moment.uptime - lastAdvance.uptime).nanoseconds))
    }
  }

  /// Reads a watch that goes on: it first waits for what was written between the two runs, until
  /// ``endContext(modified:at:)`` is called.
  package init(
    from reader: inout StateReader, settings: WatchSettings, at moment: Moment
  ) throws(StateError) {
    self.init(settings, startsWithContext: false)
    phase = .resuming
    ledger = try Ledger(
      from: &reader, timing: settings.timing, longestWindow: book.longestWindow,
      reportsSilence: settings.isFollowing,
      scanner: settings.scanner)
    book = try AlertBook(from: &reader, rules: settings.rules)
    book.recount(in: ledger.timeline)
    history = try History(from: &reader, intervalSeconds: settings.timing.intervalSeconds)
    if reader.layout < 4 { try book.readAskedThreshold(layout3: &reader) }
    let skew = try reader.number()
    skewSeconds = try reader.flag() ? skew : nil
    let writtenAt = try reader.instant()
    if try reader.flag() {
      let clock = try reader.instant()
      let passed = Duration.nanoseconds(try reader.count(upTo: .max))
      let since = Duration.seconds(max(0, moment.wallClock - writtenAt))
      lastAdvance = (clock, moment.uptime - passed - since)
    }
    if ledger.held != nil { heldAt = moment }
    resumedAt = moment
    if reader.layout < 4, lastAdvance == nil, let clock { lastAdvance = (clock, moment.uptime) }
    guard (lastAdvance == nil) == (clock == nil),
      lastAdvance?.clock ?? Instant(0) <= clock ?? Instant(0)
    else { throw .impossible("the stream clock was never advanced") }
  }
}

extension Duration {
  /// Whole nanoseconds; 146 years at most, so that a sum with others does not overflow.
  fileprivate var nanoseconds: Int {
    let (whole, overflow) = Int(components.seconds).multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? .max / 2 : min(.max / 2, whole) + Int(components.attoseconds / 1_000_000_000)
  }
}
