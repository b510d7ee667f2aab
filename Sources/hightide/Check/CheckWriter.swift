import Alerting
import Feed
import Reporting
import Synchronization
import Traffic

/// Thresholds that suit a replay, as a report of it.
final class SuggestWriter: Report {
  private let suggest: Mutex<SuggestReport>

  init(_ suggest: SuggestReport) { self.suggest = Mutex(suggest) }

  func append(_ interval: IntervalReport, to bytes: inout [UInt8], takePiece: TakePiece) {}

  func append(_ event: SourceEvent, at time: Instant, to bytes: inout [UInt8]) {}

  func append(_ transition: AlertTransition, to bytes: inout [UInt8]) {
    suggest.withLock { $0.note(transition) }
  }

  func append(_ summary: Summary, to bytes: inout [UInt8], takePiece: TakePiece) {
    suggest.withLock { $0 }.append(to: &bytes)
  }
}

/// What rules would have done over a replay, as a report of it.
final class CheckWriter: Report {
  private let check: Mutex<CheckReport>

  init(_ check: CheckReport) { self.check = Mutex(check) }

  func append(_ interval: IntervalReport, to bytes: inout [UInt8], takePiece: TakePiece) {}

  func append(_ event: SourceEvent, at time: Instant, to bytes: inout [UInt8]) {}

  func append(_ transition: AlertTransition, to bytes: inout [UInt8]) {
    bytes += check.withLock { check in
      var text: [UInt8] = []
      check.append(transition, to: &text)
      return text
    }
  }

  func note(underWay: [AlertTransition]) {
    check.withLock { $0.note(underWay: underWay) }
  }

  func append(_ summary: Summary, to bytes: inout [UInt8], takePiece: TakePiece) {
    check.withLock { $0 }.append(summary, to: &bytes)
  }
}
