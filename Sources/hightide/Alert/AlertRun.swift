import Kafka
import LogTail
import Pipeline
import Remote
import Reporting
import System

/// `hightide alert`: judges the rules over what a whole fleet sends.
struct AlertRun {
  private let options: AlertOptions
  /// Of the command line, for when the settings file is read again.
  private let arguments: [String]

  init(options: AlertOptions, arguments: [String]) {
    self.options = options
    self.arguments = arguments
  }

  /// Judges, or stands by, until a signal ends it; returns the exit status.
  func run() -> Int32 {
    options.place.map { place in RoleRun.run { try judge(place, $0) } } ?? 2
  }

  private func judge(_ place: KafkaPlace, _ signals: ProcessSignals) throws -> Int32 {
    defer { LiveChildren.endAll() }
    _ = try KafkaLibrary.load()
    let executor = try MainThreadExecutor()
    let watch = options.watch
    let report: any Report =
      watch.output == .json ? JSONReport(top: 0) : PlainReport(zone: watch.zone, top: 0)
    let queue = try report.queue(executor)
    let role = AlertRole(options, place: place, arguments: arguments, report: queue)
    let end = RunEnd()
    let path = SettingsFile.path(watch.settings, standard: SettingsFile.standardPaths)
    try signals.deliver(
      onHangUp: path == nil ? .ends : .reloads,
      { request in
        switch request {
        case .end:
          end.ask()
          role.end()
        case .reload: Task { FileOutput.complain(await role.reload()) }
        case .suspend, .resume, .resize: break
        }
      },
      abandon: { isAskedAgain in
        guard case .leave(let status) = end.advice(isAskedAgain: isAskedAgain) else { return nil }
        LiveChildren.endAll()
        return status
      })
    try Thread.start {
      let status = role.run()
      Task {
        end.enter(.telling)
        await role.finish { end.isOverdue }
        _ = await EventBus([queue]).delivered { end.isOverdue }
        executor.end(status: status)
      }
    }
    return executor.run()
  }
}

extension Report {
  /// The queue of its writer.
  fileprivate func queue(_ executor: MainThreadExecutor) throws(SystemError) -> SinkQueue {
    try SinkQueue(
      ReportWriter(self, executor: executor, progress: nil, tellsSources: true), whenSlow: .holdUp)
  }
}
