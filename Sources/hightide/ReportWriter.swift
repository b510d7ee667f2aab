import Feed
import Pipeline
import Reporting
import System
import Traffic

/// Writes reports to standard output as they come.
struct ReportWriter: Sendable {
  private let report: any Report
  private let executor: MainThreadExecutor
  private let progress: ProgressLine?
  /// Whether it says what becomes of the sources: a replay is about what they hold.
  private let tellsSources: Bool

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

  func write(_ events: [TrafficEvent]) {
    var bytes: [UInt8] = []
    // An interval takes between one and two KiB as JSON.
    bytes.reserveCapacity(events.count * 2_048)
    for event in events {
      switch event {
      case .alert(let transition): report.append(transition, to: &bytes)
      case .interval(let interval): report.append(interval, to: &bytes)
      case .summary(let summary): report.append(summary, to: &bytes)
      case .source(let event, let time):
        if tellsSources { report.append(event, at: time, to: &bytes) }
      }
    }
    write(bytes)
  }

  private func write(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    do throws(OutputError) {
      guard let progress else { return try FileOutput.standard.write(bytes) }
      try progress.interrupted { () throws(OutputError) in
        try FileOutput.standard.write(bytes)
      }
    } catch .readerGone {
      executor.end(status: 0)
    } catch {
      FileOutput.complain("\(error)")
      executor.end(status: 1)
    }
  }
}
