import AccessLog
import Alerting
import TallyCodec

@testable import Traffic

/// A book of rules over a timeline whose clock and hits a test decides; the lateness is 0.
struct BookSession {
  private(set) var book: AlertBook
  private(set) var timeline: Timeline

  init(_ rules: [AlertRule], start: Int) {
    book = AlertBook(rules)
    timeline = Timeline(
      timing: Timing(latenessSeconds: 0), longestWindow: book.longestWindow, reportsSilence: false)
    timeline.advance(to: Instant(start))
  }

  /// Closes every second before `clock`; returns how many verdicts there were and what they told.
  @discardableResult
  mutating func advance(to clock: Int) -> (verdicts: Int, transitions: [AlertTransition]) {
    timeline.advance(to: Instant(clock))
    var verdicts = 0
    var transitions: [AlertTransition] = []
    while let closed = timeline.closeNext(nextVerdict: book.nextVerdict(in: timeline)) {
      verdicts += 1
      transitions += book.judge(closed.second, in: timeline)
    }
    return (verdicts, transitions)
  }

  mutating func add(hits: Int, errors: Int = 0, to second: Int) {
    precondition(Instant(second) <= timeline.clock ?? Instant(.min), "the clock is not there yet")
    timeline.add(SecondSums(HitSums(hits: hits, errors: errors)), to: second)
    book.correct(by: timeline)
    timeline.forgetCorrections()
  }

  mutating func setThreshold(
    _ threshold: Double, of rule: RuleName = .highTraffic
  ) -> AlertTransition? {
    book.setThreshold(threshold, of: rule, in: timeline).first
  }

  mutating func silence(until second: Int?, _ rule: RuleName = .highTraffic) {
    book.silence(rule, until: second.map { Instant($0) })
  }

  /// Judges other rules; returns the ends of their alerts.
  mutating func adopt(_ rules: [AlertRule]) -> [AlertTransition] {
    defer { book.renumber(in: timeline) }
    return book.adopt(rules, in: timeline)
  }

  /// Switches a rule off or on; returns the ends of its alerts.
  mutating func setEnabled(
    _ isEnabled: Bool, _ rule: RuleName = .highTraffic
  ) -> [AlertTransition] {
    defer { book.renumber(in: timeline) }
    return book.setEnabled(isEnabled, rule, in: timeline)
  }

  mutating func keepTrails() { book.keepsTrails = true }

  /// The book as another run with these rules finds it.
  mutating func restart(with rules: [AlertRule]) throws {
    var writer = RecordWriter()
    book.write(to: &writer)
    var reader = RecordReader(writer.bytes)
    book = try AlertBook(from: &reader, rules: rules)
    book.recount(in: timeline)
  }

  /// The ends of alerts that the run before left.
  mutating func endLeft() -> [AlertTransition] { book.endLeft(in: timeline) }

  /// What was held back and is to be told since the last call.
  mutating func released() -> [AlertTransition] { book.takeReleased() }

  /// What the default rule measured last.
  var reading: Reading { book.board[.highTraffic].reading }

  var changes: [ThresholdChange] {
    book.board.history.compactMap { event in
      if case .thresholdChange(let change) = event { change } else { nil }
    }
  }
}
