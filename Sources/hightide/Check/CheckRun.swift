import AccessLog
import Alerting
import Notifying
import Reporting
import System

/// `hightide check`: what the settings and the rules mean, and what they would have done.
struct CheckRun {
  let check: CheckOptions
  /// As the settings have them; for a replay with its files.
  let options: Options

  /// Those that are judged.
  private var rules: [AlertRule] { options.rules.filter(\.isEnabled) }

  /// Checks and writes; returns the exit status.
  func run() -> Int32 {
    switch check.task {
    case .describe: write(check.isJSON ? descriptionJSON : description)
    case .replay: replay()
    case .suggest: suggest()
    case .test(let file): test(file)
    case .notify(let name): notify(name)
    }
  }

  private func write(_ text: String) -> Int32 {
    do throws(OutputError) {
      try FileOutput.standard.write(Array(text.utf8))
      return 0
    } catch {
      guard error != .readerGone else { return 0 }
      FileOutput.complain("\(error)")
      return 1
    }
  }

  /// A line for each rule, and its warnings beneath it.
  private var description: String {
    guard !rules.isEmpty else { return "There are no rules.\n" }
    return rules.map { rule in
      let words = RuleWords(rule)
      return "\(rule.name) (\(rule.severity.rawValue)): \(words.sentence)\n"
        + words.warnings.map { "  warning: \($0)\n" }.joined()
    }.joined()
  }

  private var descriptionJSON: String {
    rules.map { rule in
      let words = RuleWords(rule)
      return CheckReport.json(rule: rule, sentence: words.sentence, warnings: words.warnings)
    }.joined()
  }

  private func notify(_ name: String) -> Int32 {
    guard let test = NotifyTest(name, options, isJSON: check.isJSON) else {
      let names = options.channels.map(\.name)
      FileOutput.complain(
        "option --notify: the settings have no channel '\(name)' that is enabled; there "
          + (names.isEmpty ? "is none" : "is \(names.joined(separator: ", "))"))
      return 2
    }
    defer { LiveChildren.endAll() }
    do throws(SystemError) {
      let outcome = try test.run()
      let status = write(outcome.text)
      return outcome.isFine ? status : 1
    } catch {
      FileOutput.complain("cannot start: \(error)")
      return 1
    }
  }

  /// The options for reading the logs once: no channel is told, and no state is read or written.
  private var backtested: Options {
    var options = options
    options.reading = .replay
    options.output = .plain
    options.stateFile = nil
    options.channels = []
    return options
  }

  private func replay() -> Int32 {
    let report = CheckReport(
      rules: rules, isJSON: check.isJSON, zone: check.isJSON ? .utc : check.zone)
    return WatchRun(options: backtested).run(writing: CheckWriter(report))
  }

  private func suggest() -> Int32 {
    let report = SuggestReport(rules: rules, isJSON: check.isJSON)
    var options = backtested
    options.configuredRules = report.judged
    return WatchRun(options: options).run(writing: SuggestWriter(report))
  }

  private func test(_ file: String) -> Int32 {
    do {
      let tests = try RuleTest.read(file)
      var failed = 0
      var text = ""
      for test in tests {
        let outcome = test.run(with: options)
        if !outcome.isPassed { failed += 1 }
        text += check.isJSON ? outcome.json : outcome.text
      }
      if !check.isJSON { text += "\(tests.count - failed) of \(tests.count) tests passed\n" }
      let status = write(text)
      return failed > 0 ? 1 : status
    } catch {
      FileOutput.complain("\(error)")
      return 2
    }
  }
}
