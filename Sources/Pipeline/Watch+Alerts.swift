import AccessLog
import Alerting
package import TallyCodec
import Traffic

// A watch whose rules stand as another process left them.
extension Watch {
  /// Begins to watch with how the rules stood; what is judged by then fills windows and is not judged again.
  ///
  /// ``endContext(modified:at:)`` will be called once all has been read that was there at the start.
  package init(
    _ settings: WatchSettings, continuing saved: SavedAlerts, at moment: Moment
  ) throws(RecordError) {
    self.init(settings, startsWithContext: false)
    var reader = RecordReader(saved.book)
    book = try AlertBook(from: &reader, rules: settings.rules)
    book.keepsTrails = settings.keepsLines
    judgedThrough = Instant(saved.judgedThrough)
    ledger.timeline.firstHit = saved.firstHit.map(Instant.init)
    ledger.timeline.coveredSince = saved.coveredSince.map(Instant.init)
    phase = .resuming
    resumedAt = moment
  }

  /// How the rules stand; `nil` as long as what came before the start is not known.
  func savedAlerts(nameKey: UInt64) -> SavedAlerts? {
    guard !isContext, !wantsEarlier, judgedThrough == nil,
      let last = ledger.timeline.lastClosed
    else { return nil }
    var writer = RecordWriter()
    book.write(to: &writer, newest: SavedAlerts.keptTransitions)
    var saved = SavedAlerts(nameKey: nameKey, judgedThrough: last.seconds, book: writer.bytes)
    saved.firstHit = ledger.timeline.firstHit?.seconds
    saved.coveredSince = ledger.timeline.coveredSince?.seconds
    return saved
  }

  /// Whether a second that has closed is to be judged: not if another process has.
  ///
  /// Before the first one the windows are counted.
  mutating func isToBeJudged(_ second: Instant) -> Bool {
    guard let through = judgedThrough else { return true }
    guard second > through else { return false }
    judgedThrough = nil
    book.recount(endingAt: second - 1, in: ledger.timeline)
    return true
  }
}
