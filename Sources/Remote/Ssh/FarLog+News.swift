import Feed
import LogTail

// What is said of the log.
extension FarLog {
  /// Says that the log is read, if that is news, or what else became of it.
  mutating func reads(as change: SourceEvent.Change = .opened) {
    if change != .opened || status != .reading { say(change) }
    status = .reading
  }

  /// Says why the log cannot be read.
  mutating func fail(_ reason: String) {
    let failure = SourceFailure(reason: reason, isFinal: false)
    if status != .failed(failure) { say(.failed(failure)) }
    status = .failed(failure)
  }

  /// Says that lines may be missing.
  mutating func miss() { say(.missed) }

  mutating func say(_ change: SourceEvent.Change) {
    items.append(.source(SourceEvent(source: SourceName(name), change: change)))
  }

  /// How far a clock is off before it is said, in seconds: it comes in whole ones, and was on its way.
  static let leastSkew = 3

  /// Notes the clock of an answer, beside what ours shows.
  mutating func noteClock(_ time: Int, _ wall: Int) {
    skew = time - wall
    let shown = abs(skew) >= FarLog.leastSkew ? skew : 0
    guard abs(shown - toldSkew) >= 2 else { return }
    toldSkew = shown
    say(.clock(secondsAhead: shown))
  }
}
