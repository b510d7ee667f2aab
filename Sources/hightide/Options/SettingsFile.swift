import Alerting
import Kafka
import Query
import Settings
private import System

/// A settings file that was read, and the file's name.
struct SettingsFile {
  var path: String
  var document: SettingsDocument
  /// All of it.
  var bytes: [UInt8]

  init(path: String, bytes: [UInt8]) throws(UsageError) {
    self.path = path
    self.bytes = bytes
    do throws(SettingsMistake) {
      document = try SettingsDocument(bytes)
    } catch {
      throw .settings(file: path, error)
    }
  }

  /// The section that describes a rule; `nil` if there is none, save that the default rule need not have
  /// one.
  func section(of rule: RuleName) -> String? {
    let name = "\(RuleSection.prefix)\(rule)"
    let isThere = document.sections.contains { $0.name == name }
    return isThere || rule == .highTraffic ? name : nil
  }

  /// No settings need more, and a log that is named by mistake is not read as a whole.
  private static let maximumSize = 1 << 20

  /// Where settings are looked for, the user's first.
  static var standardPaths: [String] {
    let home = Surroundings.variable("HOME").map { $0 + "/.config" }
    let folder = [Surroundings.variable("XDG_CONFIG_HOME"), home]
      .lazy.compactMap(\.self).first { $0.hasPrefix("/") }
    return (folder.map { [$0 + "/hightide/config.ini"] } ?? []) + ["/etc/hightide.ini"]
  }

  /// Reads the file that was chosen; `nil` if there is none.
  static func read(
    _ choice: Options.SettingsChoice, standard paths: [String]
  ) throws(UsageError) -> SettingsFile? {
    guard let path = path(choice, standard: paths) else { return nil }
    return try read(path)
  }

  /// The file that a choice means; `nil` if there is none.
  static func path(_ choice: Options.SettingsChoice, standard paths: [String]) -> String? {
    switch choice {
    case .none: nil
    case .file(let path): path
    case .standard: paths.first { (try? FileStatus.of($0)) != nil }
    }
  }

  /// The rules in their order, those that are switched off too; the default rule comes first unless it has a place.
  private func rules() throws(SettingsMistake) -> [AlertRule] {
    var rules: [AlertRule] = []
    var hasDefault = false
    for section in document.sections where section.isRule {
      let read = try RuleSection(section)
      if read.rule.name == .highTraffic { hasDefault = true }
      if let earlier = rules.first(where: { $0.name == read.rule.name }) {
        throw SettingsMistake(line: section.line, "there are two rules called \(earlier.name)")
      }
      rules.append(read.rule)
    }
    return hasDefault ? rules : [AlertRule()] + rules
  }

  static func read(_ path: String) throws(UsageError) -> SettingsFile {
    let bytes: [UInt8]
    do {
      bytes = try WholeFile.bytes(of: path, atMost: maximumSize + 1)
    } catch {
      throw .unreadableSettings(file: path, reason: error)
    }
    guard bytes.count <= maximumSize else {
      throw .settings(
        file: path, SettingsMistake(line: nil, "settings take at most 1 MiB; this is larger"))
    }
    return try SettingsFile(path: path, bytes: bytes)
  }

  /// Whether a path is of a pipe, such as `<(...)` of a shell makes one, or of a device: what is in it
  /// cannot be read again, and nothing can be written into it.
  static func isReadOnce(_ path: String) -> Bool {
    (try? FileStatus.of(path))?.kind == .stream
  }

  /// Sets what the file says, and returns it.
  func apply(to options: inout Options) throws(UsageError) -> [GivenValue] {
    var given: [String: (value: GivenValue, line: Int)] = [:]
    do throws(SettingsMistake) {
      options.configuredRules = try rules()
      for section in document.sections where section.isChannel {
        let read = try ChannelSection(section)
        if read.isEnabled { options.channels.append(read.channel) }
      }
      options.kafka.properties = KafkaOption.properties(of: self)
      for section in document.sections
      where section.name != KafkaOption.section && !section.isChannel && !section.isRule
        || section.name == SettingsKeys.rule
      {
        let keys = try SettingsKeys(of: section)
        for setting in section.entries
        where !section.isRule || SettingsKeys.isOption(setting, in: section) {
          let entry = try keys.entry(of: setting)
          // A flag that is not set excludes nothing.
          guard try setting.set(entry, in: &options) else { continue }
          if let earlier = SettingsKeys.rivals(of: entry).lazy.compactMap({ given[$0] }).first {
            throw SettingsMistake(
              line: setting.line,
              "'\(setting.key)' sets what line \(earlier.line) sets; leave one of them out")
          }
          let place = "\(path):\(setting.line)"
          given[entry.name] = (
            GivenValue(name: entry.name, text: setting.value, place: place), setting.line
          )
        }
      }
    } catch {
      throw .settings(file: path, error)
    }
    return given.values.sorted { $0.line < $1.line }.map(\.value)
  }
}

/// What the section of a settings file may set.
struct SettingsKeys {
  let section: String
  let keys: [(key: String, entry: OptionEntry<Options>)]

  /// The rule that is always there, and what of it can be set.
  static let rule = "rule high-traffic"
  private static let ruleKeys = [
    (key: "above", option: "threshold"), (key: "window", option: "window"),
  ]

  private static let entries = Options.table.filter { $0.section != nil }.flatMap(\.entries)

  private static var sections: [String] {
    var names: [String] = []
    for name in Options.table.compactMap(\.section) where !names.contains(name) {
      names.append(name)
    }
    return names + [
      KafkaOption.section,
      "\(RuleSection.prefix)NAME", "\(ChannelSection.prefix)NAME",
    ]
  }

  /// Whether an entry of the section of a rule sets an option.
  static func isOption(
    _ setting: SettingsDocument.Entry, in section: SettingsDocument.Section
  ) -> Bool {
    section.name == rule && ruleKeys.contains { $0.key == setting.key }
  }

  init(of section: SettingsDocument.Section) throws(SettingsMistake) {
    self.section = section.name
    keys =
      section.name == SettingsKeys.rule
      ? SettingsKeys.ruleKeys.compactMap { pair in
        SettingsKeys.entries.first { $0.name == pair.option }.map { (pair.key, $0) }
      }
      : Options.table.filter { $0.section == section.name }.flatMap(\.entries)
        .filter(\.isSetting).map { ($0.name, $0) }
    guard keys.isEmpty else { return }
    let known = SettingsKeys.sections
    let closest = closestWord(to: section.name, in: known)
    throw SettingsMistake(
      line: section.line,
      "unknown section [\(section.name)]; "
        + (closest.map { "did you mean [\($0)]?" }
          ?? "there are \(known.map { "[\($0)]" }.joined(separator: ", "))"))
  }

  func entry(
    of setting: SettingsDocument.Entry
  ) throws(SettingsMistake) -> OptionEntry<Options> {
    if let found = keys.first(where: { $0.key == setting.key }) { return found.entry }
    let names = keys.map(\.key)
    let closest = closestWord(to: setting.key, in: names)
    throw SettingsMistake(
      line: setting.line,
      "unknown key '\(setting.key)' in [\(section)]; "
        + (closest.map { "did you mean '\($0)'?" } ?? "there are \(names.joined(separator: ", "))"))
  }

  /// The options of which one alone can be set, if that one is.
  static func rivals(of entry: OptionEntry<Options>) -> [String] {
    guard let choice = entry.choice else { return [entry.name] }
    return entries.filter { $0.choice == choice }.map(\.name)
  }
}

extension SettingsDocument.Section {
  /// Whether it describes a rule.
  var isRule: Bool { name.hasPrefix(RuleSection.prefix) || name == "rule" }

  /// Whether it describes a channel.
  var isChannel: Bool { name.hasPrefix(ChannelSection.prefix) || name == "notify" }
}

extension SettingsDocument.Entry {
  /// Sets what the entry of the table sets; `false` for a flag that is not set.
  fileprivate func set(
    _ entry: OptionEntry<Options>, in options: inout Options
  ) throws(SettingsMistake) -> Bool {
    switch entry.action {
    case .value(let wanted, let set):
      guard !set(&options, value) else { return true }
      if let mistake = entry.mistake(value) {
        throw SettingsMistake(line: line, "'\(key)': \(mistake)")
      }
      let shown = entry.isSecret ? "(hidden)" : value
      throw SettingsMistake(line: line, "'\(key)' takes \(wanted.accepted); not '\(shown)'")
    case .filter(let set):
      do throws(FilterError) {
        set(&options, try Filter(value))
      } catch {
        throw SettingsMistake(line: line, "'\(key)': \(error)")
      }
      return true
    case .optional(let wanted, let set):
      guard value != "no" else { return false }
      guard !set(&options, value == "yes" ? nil : value) else { return true }
      throw SettingsMistake(
        line: line, "'\(key)' takes yes, no or \(wanted.accepted); not '\(value)'")
    case .flag(let set):
      guard value != "no" else { return false }
      guard value == "yes" else {
        throw SettingsMistake(line: line, "'\(key)' takes yes or no; not '\(value)'")
      }
      set(&options)
      return true
    case .help, .version: return false
    }
  }
}
