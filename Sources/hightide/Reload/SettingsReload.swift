import Alerting
import Notifying
import Pipeline
import Settings
import System

/// Reads the settings file again while the program runs.
///
/// A version with a mistake changes nothing. Of one without, the rules are judged and the channels are told
/// from then on. What was changed while the program ran can be written into the file.
actor SettingsReload {
  private let arguments: [String]
  private let path: String
  /// What is in force.
  private var options: Options
  private let aggregator: Aggregator
  private let notifications: Notifications
  private let keeper: StateKeeper?

  /// `nil` where no settings file is in force, or where the log is replayed: then only the log and the
  /// settings that the replay began with decide what it says.
  init?(
    _ options: Options, arguments: [String], _ aggregator: Aggregator,
    _ notifications: Notifications, keeper: StateKeeper?
  ) {
    let found = SettingsFile.path(options.settings, standard: SettingsFile.standardPaths)
    guard let path = found, options.reading != .replay else { return nil }
    self.arguments = arguments
    self.path = path
    self.options = options
    self.aggregator = aggregator
    self.notifications = notifications
    self.keeper = keeper
  }

  /// Reads the file, and puts in force what of it can be; returns what a person is told of that.
  func reload() async -> String {
    var new: Options
    do throws(UsageError) {
      try requireFile()
      new = try Command.options(of: arguments, settingsFile: path)
      // A demo has a file of its own.
      new.files = options.files
    } catch {
      return "\(error); the settings before stay in force"
    }
    let rules = SettingsDifference("rule", from: options.rules, to: new.rules) { $0.name }
    let channels = SettingsDifference("channel", from: options.channels, to: new.channels) {
      $0.name
    }
    // A channel that is removed may have told of alerts that the new rules end.
    await aggregator.change(.adopt(new.rules))
    if !channels.isEmpty {
      await notifications.change(to: new.channels, hearing: aggregator)
    }
    options.adoptRules(of: new)
    options.channels = new.channels
    keeper?.note(windowSeconds: options.windowSeconds)
    let told = channels.isEmpty ? "" : "; \(channels.words)"
    let rest = options == new ? "" : "; what else changed holds from the next start on"
    return "read \(path) again: \(rules.words)\(told)\(rest)"
  }

  /// Refuses settings that came through a pipe: they are read once, and cannot be written back.
  private func requireFile() throws(UsageError) {
    if SettingsFile.isReadOnce(path) { throw .irregularSettings(file: path) }
  }
}

// What was changed while the program ran, back into the file.
extension SettingsReload {
  /// Writes what was changed of the rules while the program ran into the settings file; returns what a
  /// person is told of that.
  func save() async -> String {
    let changed = await aggregator.rules.filter { $0.settings != $0.now }
    guard !changed.isEmpty else { return "no rule was changed since \(path) was read" }
    var written = 0
    var left: [String] = []
    do throws(UsageError) {
      try requireFile()
      let file = try SettingsFile.read(path)
      let edit = try mistakes { () throws(SettingsMistake) -> SettingsEdit in
        var edit = SettingsEdit(file.bytes)
        for (settings, rule) in changed {
          let usual = rule.name == .highTraffic ? SettingsKeys.rule : nil
          guard let section = file.section(of: rule.name) ?? usual else {
            left.append(rule.name.description)
            continue
          }
          written += 1
          try edit.write(rule, insteadOf: settings, in: section)
        }
        return edit
      }
      // What would not be understood is not written.
      let whole = try SettingsFile(path: path, bytes: edit.bytes)
      var asked = Options()
      _ = try whole.apply(to: &asked)
      try replace(with: edit.bytes)
      _ = await reload()
      return "wrote \(written == 1 ? "1 rule" : "\(written) rules") to \(path)"
        + (left.isEmpty ? "" : "; it has no \(left.joined(separator: ", "))")
        + winners(over: asked.rules, changed.map(\.now.name))
    } catch {
      return "nothing was written: \(error)"
    }
  }

  /// Runs `body`, and says of which file a mistake is.
  private func mistakes<Value>(
    _ body: () throws(SettingsMistake) -> Value
  ) throws(UsageError) -> Value {
    do throws(SettingsMistake) {
      return try body()
    } catch {
      throw .settings(file: path, error)
    }
  }

  private func replace(with bytes: [UInt8]) throws(UsageError) {
    do throws(SystemError) {
      try FileReplacement.replace(path, with: bytes)
    } catch {
      throw .unwritableSettings(file: path, reason: error)
    }
  }

  /// Says where the command line wins over what was written.
  private func winners(over rules: [AlertRule], _ names: [RuleName]) -> String {
    let isBeaten = names.contains { name in
      options.rules.first { $0.name == name }?.threshold
        != rules.first { $0.name == name }?.threshold
    }
    return isBeaten ? "; --threshold wins over it" : ""
  }
}

extension SettingsEdit {
  /// Writes what differs between a rule as it is and as the settings have it.
  fileprivate mutating func write(
    _ rule: AlertRule, insteadOf settings: AlertRule, in section: String
  ) throws(SettingsMistake) {
    if rule.threshold != settings.threshold {
      // The threshold of the default rule may stand in either place, and not in both.
      if rule.name == .highTraffic, try has("threshold", in: "watch") {
        try set("threshold", to: rule.enteredThreshold, in: "watch")
      } else {
        try set(rule.thresholdKey, to: rule.enteredThreshold, in: section)
      }
    }
    if rule.isEnabled != settings.isEnabled {
      try set("enabled", to: rule.isEnabled ? "yes" : "no", in: section)
    }
    if rule.silencedUntil != settings.silencedUntil {
      try set("silenced", to: rule.enteredSilence, in: section)
    }
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
