import AccessLog
import Alerting
private import CArguments
import Feed
private import Glibc
import Kafka
import LogTail
import Pipeline
import Query
import Remote
import Reporting
import System
import Terminal
import Traffic

/// `hightide`: watches logs, on the screen or as a stream of reports.
struct WatchRun {
  private var options: Options
  /// Of the command line, for when the settings file is read again.
  private let arguments: [String]
  private let output: Options.Output
  /// What was chosen without being asked for, to be said once.
  private var news: String?

  init(options: Options, arguments: [String] = []) {
    self.options = options
    self.arguments = arguments
    // A replay is read to its end and exits; the dashboard plays one only if asked to.
    let isOnScreen = Surroundings.outputIsTerminal && options.reading != .replay
    output = options.output ?? (isOnScreen ? .dashboard : .plain)
  }

  /// Watches until the end of a replay, a signal or a key ends it; returns the exit status.
  ///
  /// What happens is written as `report` says, unless that is left to the options.
  func run(writing report: (any Report)? = nil) -> Int32 {
    if let mistake = InputMistake(options, output) {
      FileOutput.complain("\(mistake)")
      if mistake.isFatal { return 2 }
    }
    var run = self
    if options.namesNoFile, let status = run.options.chooseLog(telling: { run.news = $0 }) {
      return status
    }
    return run.watch(writing: report)
  }

  private func watch(writing report: (any Report)?) -> Int32 {
    for line in Advice.hidden(options.files) { FileOutput.complain(line) }
    Allocator.keepFreedMemory()
    DescriptorLimit.raise()
    defer { LiveChildren.endAll() }
    // Before any other thread is there: they inherit which signals are blocked.
    let signals = ProcessSignals(output == .dashboard ? .onRequest : .byDefault)
    _ = signal(SIGPIPE, SIG_IGN)
    do {
      if options.isFleetDemo { return try watchFleet(signals, report) }
      guard options.reading == .demo else { return try watch(signals, report) }
      let demo = try DemoLog()
      defer { demo.remove() }
      let writing = Task { try await demo.run() }
      defer { writing.cancel() }
      var run = self
      run.options.files = [demo.path]
      return try run.watch(signals, report)
    } catch let error as FollowError {
      for error in error.each { FileOutput.complain(Advice.text(for: error)) }
      return 1
    } catch let error as KafkaError {
      FileOutput.complain("\(error)")
      return error.isUsage ? 2 : 1
    } catch let error as SystemError {
      FileOutput.complain("cannot start: \(error)")
      return 1
    } catch {
      FileOutput.complain("\(error)")
      return 1
    }
  }

  /// Watches a made-up fleet on brokers in memory.
  private func watchFleet(_ signals: ProcessSignals, _ report: (any Report)?) throws -> Int32 {
    let demo = try RunningDemo { FileOutput.complain($0) }
    defer { demo.end() }
    var run = self
    run.options.files = [demo.metrics.name]
    run.news =
      "a demo in memory: \(KafkaDemo.servers) made-up servers, and all roles of a fleet; nothing stays behind"
    if output != .dashboard, let news = run.news { FileOutput.complain(news) }
    return try run.watch(signals, report)
  }

  private func watch(_ signals: ProcessSignals, _ report: (any Report)?) throws -> Int32 {
    let beginning = try Beginning(options, keepsLines: output == .dashboard)
    var feed = try LogFeed(options, resumeFrom: beginning.positions, since: beginning.savedAt)
    // A state begins there next time, and a screen looks back from there.
    feed.tellsPlaces = options.stateFile != nil || output == .dashboard
    let executor = try MainThreadExecutor()
    // What parsed the options and opened the files is not needed again.
    release_code()
    defer { complainAboutPatterns() }
    if let report { return try self.report(report, feed, beginning, executor, signals) }
    switch output {
    case .dashboard: return try show(feed, beginning, executor, signals)
    case .json:
      return try self.report(JSONReport(top: options.listed), feed, beginning, executor, signals)
    case .plain:
      let report = PlainReport(zone: options.zone, top: options.listed)
      return try self.report(report, feed, beginning, executor, signals)
    }
  }

  /// Ends all children, since the process ends at once with that status.
  private func leave(_ status: Int32) -> Int32 {
    LiveChildren.endAll()
    return status
  }

  /// Says where the filter's patterns were given up: there they did not match.
  private func complainAboutPatterns() {
    let abandoned = options.counting.filter?.abandonedMatches ?? 0
    guard abandoned > 0 else { return }
    FileOutput.complain(
      "option --where: a pattern took too many steps and was given up on "
        + (abandoned == 1 ? "1 hit" : "\(abandoned) hits"))
  }

  private func show(
    _ feed: LogFeed, _ beginning: Beginning, _ executor: MainThreadExecutor,
    _ signals: ProcessSignals
  ) throws -> Int32 {
    let (requests, continuation) = AsyncStream.makeStream(
      of: WatchRequest.self, bufferingPolicy: .bufferingNewest(64))
    let program = try DashboardProgram(
      options, hitsBefore: beginning.watch.totalHits, executor: executor, requests: continuation)
    let notifications = try Notifications(options, place: .screen(of: program)) { complaint in
      FileOutput.complain(complaint)
      Task { await program.show(complaint) }
    }
    if let news { Task { await program.show(news) } }
    let losses = try SinkQueue(
      LossSink { loss in Task { await program.show(loss) } }, whenSlow: .dropOldest)
    let bus = EventBus(notifications.queues + [losses])
    let aggregator = beginning.aggregator(of: options, asking: feed, bus: bus)
    let reload = SettingsReload(
      options, arguments: arguments, aggregator, notifications, keeper: beginning.keeper)
    let session = ScreenSession(
      options: options, feed: feed,
      program: program, requests: requests, beginning: beginning,
      aggregator: aggregator, notifications: notifications, reload: reload)
    let watching = Task { await session.run() }
    defer { watching.cancel() }
    let end = RunEnd()
    let status = try program.run(
      signals, onHangUp: reload == nil ? .ends : .reloads
    ) { isAskedAgain in
      switch end.advice(isAskedAgain: isAskedAgain) {
      case .wait: nil
      // A terminal that does not read must not keep the program from ending.
      case .stopReading: leave(0)
      case .leave(let status): leave(status)
      }
    }
    watching.cancel()
    for line in program.summary { FileOutput.tell(line) }
    end.enter(.saving)
    let ending = try MainThreadExecutor()
    Task { ending.end(status: await session.end()) }
    return max(status, ending.run())
  }

  private func report(
    _ report: some Report, _ feed: LogFeed, _ beginning: Beginning,
    _ executor: MainThreadExecutor, _ signals: ProcessSignals
  ) throws -> Int32 {
    let progress = options.reading == .replay ? ProgressLine() : nil
    let writer = ReportWriter(
      report, executor: executor, progress: progress, tellsSources: options.reading != .replay)
    let notifications = try Notifications(options, place: .standardError) { complaint in
      guard let progress else { return FileOutput.complain(complaint) }
      progress.interrupted { FileOutput.complain(complaint) }
    }
    let bus = EventBus([try SinkQueue(writer, whenSlow: .holdUp)] + notifications.queues)
    let end = RunEnd()
    let aggregator = beginning.aggregator(of: options, asking: feed, bus: bus)
    let reload = SettingsReload(
      options, arguments: arguments, aggregator, notifications, keeper: beginning.keeper)
    let session = ReportSession(
      options: options, feed: feed, aggregator: aggregator, end: end, progress: progress,
      beginning: beginning, notifications: notifications)
    try signals.deliver(
      onHangUp: reload == nil ? .ends : .reloads,
      { request in
        switch request {
        case .end:
          end.ask()
          feed.finish()
          bus.release()
        case .reload:
          Task { if let reload { FileOutput.complain(await reload.reload()) } }
        case .suspend, .resume, .resize: break
        }
      },
      abandon: { isAskedAgain in
        switch end.advice(isAskedAgain: isAskedAgain) {
        case .wait: return nil
        case .stopReading:
          feed.stop()
          return nil
        case .leave(let status): return leave(status)
        }
      })
    let watching = Task { await executor.end(status: session.run()) }
    defer { watching.cancel() }
    return executor.run()
  }
}
