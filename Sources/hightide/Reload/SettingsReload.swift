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
  /// The file of which that is; `nil` if it had changed when the program began to watch.
  private var file: SettingsFile?
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
    file = try? SettingsFile.read(path)
    self.aggregator = aggregator
    self.notifications = notifications
    self.keeper = keeper
  }

  /// Reads the file, and puts in force what of it can be; returns what a person is told of that.
  func reload() async -> String {
    do throws(UsageError) {
      try requireFile()
      let file = try SettingsFile.read(path)
      let new = try understood(file)
      let news = SettingsNews(from: options, to: new)
      await adopt(new, of: file)
      return "read \(path) again: \(news.words)"
    } catch {
      return "\(error); the settings before stay in force"
    }
  }

  /// The options with another version of the file.
  private func understood(_ file: SettingsFile) throws(UsageError) -> Options {
    var new = try Command.options(of: arguments, in: file)
    // A demo has a file of its own.
    new.files = options.files
    return new
  }

  private func adopt(_ new: Options, of file: SettingsFile) async {
    let news = SettingsNews(from: options, to: new)
    // A channel that is removed may have told of alerts that the new rules end.
    await aggregator.change(.adopt(new.rules))
    if !news.channels.isEmpty {
      await notifications.change(to: new.channels, hearing: aggregator)
    }
    options.adopt(new)
    self.file = file
    keeper?.note(windowSeconds: options.windowSeconds)
  }

  /// Refuses settings that came through a pipe: they are read once, and cannot be written back.
  private func requireFile() throws(UsageError) {
    if SettingsFile.isReadOnce(path) { throw .irregularSettings(file: path) }
  }
}

// What was changed while the program ran, back into the file.
extension SettingsReload {
  /// A rule as the settings have it, and as it was changed.
  private typealias Change = (settings: AlertRule, now: AlertRule)

  /// Writes what was changed of the rules while the program ran into the settings file; returns what a
  /// person is told of that.
  ///
  /// Others may have changed the file since it was read. Their changes are put in force, and where they
  /// are of what is written, they are overwritten; both is told.
  func save() async -> String {
    let changes = await aggregator.rules.filter { $0.settings != $0.now }
    guard !changes.isEmpty else { return "no rule was changed since \(path) was read" }
    do throws(UsageError) {
      try requireFile()
      let found = try SettingsFile.read(path)
      let kept = changes.filter { found.section(of: $0.now.name) != nil }
      let gone = changes.map(\.now.name).filter { found.section(of: $0) == nil }
      let lack = "no \(SettingsReload.list(gone)) any more"
      guard !kept.isEmpty else { return "nothing was written: \(path) has \(lack)" }
      let overwritten = try overwritten(by: kept, in: found)
      // What would not be understood is not written.
      let written = try edited(found, kept)
      let new = try understood(written)
      let inFile = try written.ownRules()
      try replace(with: written.bytes)
      let news = news(from: kept, without: gone, to: new)
      await adopt(new, of: written)
      var parts = ["wrote \(kept.count == 1 ? "1 rule" : "\(kept.count) rules") to \(path)"]
      if !gone.isEmpty { parts.append("it has \(lack)") }
      parts += overwritten
      parts += winners(over: inFile, kept.map(\.now.name))
      parts += news
      return parts.joined(separator: "; ")
    } catch {
      return "nothing was written: \(error)"
    }
  }

  private static func list(_ rules: [RuleName]) -> String {
    (rules.count == 1 ? "rule " : "rules ") + rules.map(\.description).joined(separator: ", ")
  }

  /// A version of the file with what was changed.
  private func edited(
    _ file: SettingsFile, _ changes: [Change]
  ) throws(UsageError) -> SettingsFile {
    var edit = SettingsEdit(file.bytes)
    do throws(SettingsMistake) {
      for change in changes {
        guard let section = file.section(of: change.now.name) else { continue }
        try edit.write(change.now, insteadOf: change.settings, in: section)
      }
    } catch {
      throw .settings(file: path, error)
    }
    return try SettingsFile(path: path, bytes: edit.bytes)
  }

  private func replace(with bytes: [UInt8]) throws(UsageError) {
    do throws(SystemError) {
      try FileReplacement.replace(path, with: bytes)
    } catch {
      throw .unwritableSettings(file: path, reason: error)
    }
  }

  /// Says which values others have written since the file was read, where it is written.
  private func overwritten(
    by changes: [Change], in found: SettingsFile
  ) throws(UsageError) -> [String] {
    guard let file else { return [] }
    let (known, there) = (try file.ownRules(), try found.ownRules())
    var words: [String] = []
    for (settings, now) in changes {
      guard let before = known.first(where: { $0.name == now.name }),
        let other = there.first(where: { $0.name == now.name })
      else { continue }
      // A rule is on or off: another value than before is the one that is written.
      func isLost<Value: Equatable>(_ value: (AlertRule) -> Value) -> Bool {
        value(now) != value(settings) && value(other) != value(before)
          && value(other) != value(now)
      }
      if isLost(\.threshold) {
        words.append("\(other.thresholdKey) of \(now.name) was \(other.enteredThreshold) there")
      }
      if isLost(\.silencedUntil) {
        let silence = other.enteredSilence.map { "silenced until \($0)" } ?? "not silenced"
        words.append("\(now.name) was \(silence) there")
      }
    }
    return words
  }

  /// Says what else is put in force than what was changed while the program ran.
  private func news(
    from changes: [Change], without gone: [RuleName], to new: Options
  ) -> [String] {
    // Without others, the file would be as it was read, and have the changes.
    guard let file, var expected = try? understood(edited(file, changes)) else { return [] }
    expected.configuredRules.removeAll { gone.contains($0.name) }
    let differences = SettingsNews(from: expected, to: new).differences
    return differences.isEmpty ? [] : ["besides, " + differences.joined(separator: "; ")]
  }

  /// Says where the command line wins over what was written.
  private func winners(over rules: [AlertRule], _ names: [RuleName]) -> [String] {
    let isBeaten = names.contains { name in
      options.rules.first { $0.name == name }?.threshold
        != rules.first { $0.name == name }?.threshold
    }
    return isBeaten ? ["--threshold wins over it"] : []
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

extension SettingsFile {
  /// The rules as the file alone has them.
  fileprivate func ownRules() throws(UsageError) -> [AlertRule] {
    var options = Options()
    _ = try apply(to: &options)
    return options.rules
  }
}
