import AccessLog
import Alerting
import Dashboard
import Feed
import Pipeline
import Query
import Traffic

/// Watches a feed and writes what happens as a stream of reports.
struct ReportSession: Sendable {
  let options: Options
  let feed: any LineSource<Intake>
  let aggregator: Aggregator
  let end: RunEnd
  let progress: ProgressLine?
  let beginning: Beginning
  let notifications: Notifications

  /// Watches until the feed ends, and lets the channels tell the rest; returns the exit status.
  func run() async -> Int32 {
    let status = await watch()
    end.enter(.telling)
    await notifications.end { end.isOverdue }
    return status
  }

  private func watch() async -> Int32 {
    let settings = beginning.settings
    let pump = LinePump(
      into: aggregator, timing: settings.timing, scanner: settings.scanner,
      counting: settings.counting)
    let isFollowing = settings.isFollowing
    do {
      try await withThrowingTaskGroup { group in
        if isFollowing { group.addTask { try await aggregator.keepTicking() } }
        if let progress {
          group.addTask { try await progress.keepShowing(feed.progress, of: aggregator) }
        }
        if let keeper = beginning.keeper {
          group.addTask {
            await keeper.keep(aggregator) { if let error = $0 { FileOutput.complain("\(error)") } }
          }
        }
        try await pump.run(feed)
        group.cancelAll()
      }
    } catch is CancellationError {
      // The ticking was ended because the feed has.
    } catch {
      progress?.wipe()
      FileOutput.complain("\(error)")
      return 1
    }
    // Before the interval under way is reported: the next run continues it.
    end.enter(.saving)
    let isSaved = await beginning.keeper?.saveAtEnd(aggregator) ?? true
    await aggregator.finish()
    end.enter(.delivering)
    guard await aggregator.bus.delivered(orUntil: { end.isOverdue }) else {
      // Once nothing can be written, the run has ended, and what there was to say is said.
      guard !Task.isCancelled else { return 0 }
      // The line of progress is on a terminal that does not take it either.
      FileOutput.complain("the output is cut off: its reader did not take it")
      return 1
    }
    progress?.wipe()
    // A rule that is tried with many thresholds is there more than once.
    var named: Set<RuleName> = []
    for status in await aggregator.view().board.rules
    where status.isApproximate && named.insert(status.rule.name).inserted {
      FileOutput.complain(
        "rule \(status.rule.name) was not exact: there were more groups, clients or values than "
          + "are kept")
    }
    let verdict = RunVerdict(
      await aggregator.sources, replayed: isFollowing ? nil : await aggregator.parsing)
    verdict.complain()
    return verdict.isFine && isSaved ? 0 : 1
  }
}

extension Aggregator {
  /// Carries the stream clock on second by second until the task is cancelled; while a sink holds up
  /// reading, not at all.
  func keepTicking() async throws {
    while true {
      await bus.waitForCapacity()
      try await Task.sleep(for: tick(at: .now), tolerance: .zero)
    }
  }
}

extension Options {
  var timing: Timing {
    Timing(
      intervalSeconds: intervalSeconds, latenessSeconds: latenessSeconds)
  }

  /// Whether what is in the files at start is only context.
  var startsWithContext: Bool {
    switch reading {
    case .follow, .demo: true
    case .fromStart, .replay: false
    }
  }

  /// How many chunks may be on their way: enough to keep every core busy, few enough that they
  /// take no more than 16 MiB.
  var partLimit: Int { min(Surroundings.coreCount + 1, 16) }

  /// Whether the causes of alerts are looked for.
  private func looksForCauses(isOnScreen: Bool) -> Bool {
    reading != .replay || findsCauses || isOnScreen
  }

  /// What is counted: by all that causes are looked for in, and for the screen by every dimension.
  private func watched(isOnScreen: Bool) -> Counting {
    var counting = counting
    counting.findsFaults = isOnScreen
    // Both in one order, so that one may continue what the other has counted.
    let causes = [.client] + Cause.dimensions.filter { $0 != .section }
    let others = Dimension.listed.filter { $0 != .section && !causes.contains($0) }
    if isOnScreen {
      counting.tracked = causes + others
      counting.listsTracked = true
    } else if looksForCauses(isOnScreen: isOnScreen) {
      counting.tracked = causes
    }
    return counting
  }

  /// The rules, in the order in which they are judged.
  var rules: [AlertRule] {
    configuredRules.map { rule in
      var rule = rule
      if rule.name == .highTraffic {
        rule.threshold = threshold
        rule.windowSeconds = windowSeconds
      }
      return rule
    }
  }

  /// How many sections of past intervals are kept for the state; a replay without a state keeps none of
  /// them.
  private var lookedBackOn: Int? { reading == .replay && stateFile == nil ? nil : listed }

  /// How traffic is watched, with the key that section hashes have.
  func watchSettings(keepsLines: Bool, nameKey: UInt64) -> WatchSettings {
    WatchSettings(
      timing: timing, rules: rules,
      top: listed, keptSections: keepsLines ? top ?? History.sectionCount : lookedBackOn,
      keepsLines: keepsLines,
      isFollowing: reading != .replay,
      scanner: LineScanner(memory: SourceMemory(format), nameKey: nameKey),
      counting: watched(isOnScreen: keepsLines),
      findsCauses: looksForCauses(isOnScreen: keepsLines))
  }
}
