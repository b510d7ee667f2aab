import LogTail
import Pipeline
import Reporting
import Synchronization
import System
import Terminal
import Traffic

/// Writes reports to standard output as they come.
struct ReportWriter: Sendable {
  /// Reports come from whoever counts, what becomes of a file from whoever reads: where the reader of
  /// the output is slow, the one waits until the other has written all of its lines.
  private static let turn = Mutex(())

  private let report: any Report
  private let executor: MainThreadExecutor
  private let progress: ProgressLine?

  /// Creates a writer that ends the program when nothing can be written any more.
  init(_ report: some Report, executor: MainThreadExecutor, progress: ProgressLine?) {
    self.report = report
    self.executor = executor
    self.progress = progress
  }

  func write(_ events: [TrafficEvent]) {
    var bytes: [UInt8] = []
    // An interval takes between one and two KiB as JSON.
    bytes.reserveCapacity(events.count * 2_048)
    for event in events {
      switch event {
      case .alert(let transition): report.append(transition, to: &bytes)
      case .interval(let interval): report.append(interval, to: &bytes)
      case .summary(let summary): report.append(summary, to: &bytes)
      }
    }
    write(bytes)
  }

  func write(_ event: SourceEvent) {
    var bytes: [UInt8] = []
    report.append(SourceNotice(event, time: Moment.now.wallClock), to: &bytes)
    write(bytes)
  }

  private func write(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    do throws(OutputError) {
      try ReportWriter.turn.withLock { _ throws(OutputError) in
        guard let progress else { return try FileOutput.standard.write(bytes) }
        try progress.interrupted { () throws(OutputError) in
          try FileOutput.standard.write(bytes)
        }
      }
    } catch .readerGone {
      executor.end(status: 0)
    } catch {
      FileOutput.complain("\(error)")
      executor.end(status: 1)
    }
  }
}

extension SourceNotice {
  /// What the tail says of a source, at a time of the wall clock.
  init(_ event: SourceEvent, time: Instant) {
    var reason: String?
    let kind: Event
    switch event.change {
    case .opened: kind = .opened
    case .rotated: kind = .rotated
    case .truncated: kind = .truncated
    case .waiting: kind = .waiting
    case .failed(let error):
      kind = .failed
      reason = "\(error)"
    case .resumed: kind = .resumed
    case .missed:
      kind = .missed
      reason = "the file that was read last is gone"
    case .ended: kind = .ended
    }
    self.init(event: kind, path: event.path, reason: reason, time: time)
  }
}
