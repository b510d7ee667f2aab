import AccessLog
import Alerting
import Traffic

// What happens as a second closes.
extension Watch {
  /// Judges every second that has closed, and closes the intervals that end with one.
  ///
  /// `complete` adds the lines of the step under way to the ledger. It is called before causes are
  /// looked for.
  mutating func closeSeconds(
    _ events: inout [TrafficEvent], complete: (inout Ledger) -> Void = { _ in }
  ) {
    while let closed = ledger.closeNext(nextVerdict: nextVerdict) {
      let ended = closed.ended.map { ledger.keepDigest(of: $0) }
      if isJudging, isToBeJudged(closed.second) {
        for transition in judge(closed.second) {
          complete(&ledger)
          events.append(.alert(explained(transition)))
        }
        events += book.takeReleased().map { .released($0) }
      }
      for interval in ended { close(interval, &events) }
    }
  }

  /// The first second at which a verdict may change, if no hit is in any window; otherwise each
  /// second is judged.
  private var nextVerdict: Instant? {
    if let judgedThrough { return judgedThrough + 1 }
    return ledger.timeline.isQuiet ? book.nextVerdict(in: ledger.timeline) : nil
  }

  private mutating func judge(_ second: Instant) -> [AlertTransition] {
    book.judge(second, in: ledger.timeline)
  }

  /// Adds the hits of seconds that had already been judged to the windows.
  mutating func correctWindows() {
    guard !ledger.timeline.corrections.isEmpty else { return }
    if isJudging, judgedThrough == nil { book.correct(by: ledger.timeline) }
    ledger.forgetCorrections()
  }

  /// Adds an ended interval to the history, and reports it unless it is context.
  mutating func close(_ interval: EndedInterval, _ events: inout [TrafficEvent]) {
    var report = ledger.report(interval, top: max(settings.top, settings.keptSections ?? 0))
    if let kept = settings.keptSections, !isForgotten(interval) {
      history.add(interval, reported: report, top: kept, by: settings.counting)
    }
    guard !isContext else { return }
    // An interval across the start of which no line counts says nothing of the traffic.
    if ledger.isAcrossStart(interval), !interval.hasLiveHits { return }
    guard report.isSilent else {
      report.statistics.keepSections(settings.top)
      return events.append(.interval(report))
    }
    var silence = Silence(
      start: report.start, end: report.end, intervalSeconds: settings.timing.intervalSeconds)
    if case .silence(let before) = events.last, before.end == silence.start {
      silence.start = before.start
      events.removeLast()
    }
    events.append(.silence(silence))
  }

  /// Whether the history would forget an interval before the clock's: a long silence is not kept.
  private func isForgotten(_ interval: EndedInterval) -> Bool {
    guard let clock else { return false }
    return clock - interval.end > Timeline.historySeconds + settings.timing.intervalSeconds
  }
}
