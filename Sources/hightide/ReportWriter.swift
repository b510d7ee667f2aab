import Feed
import Pipeline
import Reporting
import Synchronization
import System
import Traffic

/// Writes reports to standard output as they come.
final class ReportWriter: EventSink {
  /// More bytes than an interval of ordinary traffic takes.
  private static let usualLength = 4_096

  private let report: any Report
  private let executor: MainThreadExecutor
  private let progress: ProgressLine?
  /// Whether it says what becomes of the sources: a replay is about what they hold.
  private let tellsSources: Bool
  /// Whether nothing can be written any more.
  private let hasFailed = Atomic(false)

  /// Creates a writer that ends the program when nothing can be written any more.
  init(
    _ report: some Report, executor: MainThreadExecutor, progress: ProgressLine?,
    tellsSources: Bool
  ) {
    self.report = report
    self.executor = executor
    self.progress = progress
    self.tellsSources = tellsSources
  }

  func wants(_ event: TrafficEvent) -> Bool {
    switch event {
    case .caughtUp, .rulesEnded, .silenced, .released, .resumed, .judged: false
    case .alert, .interval, .silence, .summary, .source, .underWay: true
    }
  }

  func take(_ events: [TrafficEvent]) {
    let told = tellsSources ? events : events.filter { !$0.isOfSource }
    guard !told.isEmpty, !hasFailed.load(ordering: .relaxed) else { return }
    guard let progress else { return tell(told) }
    // For all of them: an entry in pieces must not have the line of progress between them.
    progress.interrupted { tell(told) }
  }

  private func tell(_ events: [TrafficEvent]) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(ReportWriter.usualLength)
    for event in events {
      switch event {
      case .alert(let transition): report.append(transition, to: &bytes)
      case .interval(let interval): report.append(interval, to: &bytes, takePiece: write)
      case .silence(let silence):
        for interval in silence.reports { report.append(interval, to: &bytes, takePiece: write) }
      case .summary(let summary): report.append(summary, to: &bytes, takePiece: write)
      case .source(let event, let time): report.append(event, at: time, to: &bytes)
      case .underWay(let alerts): report.note(underWay: alerts)
      case .caughtUp, .rulesEnded, .silenced, .released, .resumed, .judged: break
      }
      if bytes.count >= ReportPiece.byteCount { write(&bytes) }
    }
    write(&bytes)
  }

  private func write(_ bytes: inout [UInt8]) {
    defer { bytes.removeAll(keepingCapacity: true) }
    guard !bytes.isEmpty, !hasFailed.load(ordering: .relaxed) else { return }
    do throws(OutputError) {
      try FileOutput.standard.write(bytes)
    } catch {
      hasFailed.store(true, ordering: .relaxed)
      guard error != .readerGone else { return executor.end(status: 0) }
      FileOutput.complain("\(error)")
      executor.end(status: 1)
    }
  }
}

extension TrafficEvent {
  fileprivate var isOfSource: Bool {
    if case .source = self { true } else { false }
  }
}
