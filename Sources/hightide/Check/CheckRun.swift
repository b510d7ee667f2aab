import AccessLog
import Alerting
import Reporting

/// `hightide check`: what the settings and the rules mean, and what they would have done.
struct CheckRun {
  let check: CheckOptions
  /// As the settings have them; for a replay with its files.
  let options: Options

  /// Checks and writes; returns the exit status.
  func run() -> Int32 {
    switch check.task {
    case .describe: write(check.isJSON ? descriptionJSON : description)
    case .replay: replay()
    case .suggest: suggest()
    case .test(let file): test(file)
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
    guard !options.rules.isEmpty else { return "There are no rules.\n" }
    return options.rules.map { rule in
      let words = RuleWords(rule)
      return "\(rule.name) (\(rule.severity.rawValue)): \(words.sentence)\n"
        + words.warnings.map { "  warning: \($0)\n" }.joined()
    }.joined()
  }

  private var descriptionJSON: String {
    options.rules.map { rule in
      let words = RuleWords(rule)
      return CheckReport.json(rule: rule, sentence: words.sentence, warnings: words.warnings)
    }.joined()
  }

  private func replay() -> Int32 {
    var options = options
    options.reading = .replay
    let report = CheckReport(
      rules: options.rules, isJSON: check.isJSON, zone: check.isJSON ? .utc : check.zone)
    return WatchRun(options: options).run(writing: CheckWriter(report))
  }

  private func suggest() -> Int32 {
    let report = SuggestReport(rules: options.rules, isJSON: check.isJSON)
    var options = options
    options.reading = .replay
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
