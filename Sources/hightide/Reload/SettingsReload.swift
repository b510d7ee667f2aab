import Alerting
import Notifying
import Pipeline
import System

/// Reads the settings file again while the program runs.
///
/// A version with a mistake changes nothing. Of one without, the rules are judged from then on.
actor SettingsReload {
  private let arguments: [String]
  private let path: String
  /// What is in force.
  private var options: Options
  private let aggregator: Aggregator
  private let keeper: StateKeeper?

  /// `nil` where no settings file is in force, or where the log is replayed: then only the log and the
  /// settings that the replay began with decide what it says.
  init?(
    _ options: Options, arguments: [String], _ aggregator: Aggregator, keeper: StateKeeper?
  ) {
    guard let path = options.settingsPath, options.reading != .replay else { return nil }
    self.arguments = arguments
    self.path = path
    self.options = options
    self.aggregator = aggregator
    self.keeper = keeper
  }

  /// Reads the file, and puts in force what of it can be; returns what a person is told of that.
  func reload() async -> String {
    var new: Options
    do throws(UsageError) {
      new = try Command.options(of: arguments, settingsFile: path)
      // A demo has a file of its own.
      new.files = options.files
    } catch {
      return "\(error); the settings before stay in force"
    }
    let change = RuleChange(from: options.rules, to: new.rules)
    await aggregator.adopt(new.rules)
    options.adoptRules(of: new)
    keeper?.note(windowSeconds: options.windowSeconds)
    let rest = options == new ? "" : "; what else changed holds from the next start on"
    return "read \(path) again: \(change.words)\(rest)"
  }
}

extension Options {
  /// Takes over the rules of other options, and what else belongs to them.
  fileprivate mutating func adoptRules(of other: Options) {
    configuredRules = other.configuredRules
    threshold = other.threshold
    windowSeconds = other.windowSeconds
  }
}

/// How many rules differ between two lists.
struct RuleChange: Equatable {
  var kept = 0
  var changed = 0
  var new = 0
  var left = 0

  init(from old: [AlertRule], to now: [AlertRule]) {
    for rule in now {
      guard let before = old.first(where: { $0.name == rule.name }) else {
        new += 1
        continue
      }
      if before == rule { kept += 1 } else { changed += 1 }
    }
    left = old.count { rule in !now.contains { $0.name == rule.name } }
  }

  /// What changed, such as `1 rule changed, 2 new`.
  var words: String {
    let parts = [(changed, "changed"), (new, "new"), (left, "left out")].filter { $0.0 > 0 }
    guard let first = parts.first else { return "no rule changed" }
    return "\(first.0) \(first.0 == 1 ? "rule" : "rules") \(first.1)"
      + parts.dropFirst().map { ", \($0.0) \($0.1)" }.joined()
  }
}
