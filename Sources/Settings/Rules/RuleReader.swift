import Alerting
import Query

/// Reads the keys of a rule and holds them against one another.
struct RuleReader {
  let section: SettingsDocument.Section
  let name: RuleName
  private var entries: [RuleKey: SettingsDocument.Entry] = [:]

  /// A day, in seconds: the longest window of a measure that is only added up.
  static let longestWindow = 86_400
  /// An hour: the longest span of a rule that keeps more than a sum for each second.
  static let longestKept = 3_600

  init(_ section: SettingsDocument.Section) throws(SettingsMistake) {
    self.section = section
    let text = section.name.dropFirst(RuleSection.prefix.count)
    guard !text.isEmpty else {
      throw SettingsMistake(line: section.line, "a rule has a name, such as [rule server-errors]")
    }
    name = RuleName(String(text))
    for entry in section.entries {
      guard let key = RuleKey(rawValue: entry.key), isAllowed(key) else {
        let names = RuleKey.allCases.filter(isAllowed).map(\.rawValue)
        let closest = closestWord(to: entry.key, in: names)
        throw SettingsMistake(
          line: entry.line,
          "unknown key '\(entry.key)' in [\(section.name)]; "
            + (closest.map { "did you mean '\($0)'?" }
              ?? "there are \(names.joined(separator: ", "))"))
      }
      entries[key] = entry
    }
  }

  /// Whether the rule may have a key.
  private func isAllowed(_ key: RuleKey) -> Bool {
    name != .highTraffic || key.isOfDefaultRule
  }

  /// The rule that the keys describe.
  func rule() throws(SettingsMistake) -> AlertRule {
    var rule = AlertRule(name: name)
    rule.measure = try measure()
    rule.filter = try filter(.where)
    rule.group = try group(rule.measure)
    rule.windowSeconds = try seconds(.window, 1...RuleReader.longestWindow) ?? 120
    if name != .highTraffic {
      try readThreshold(into: &rule)
      rule.message = try message()
    } else if let recovery = try value(.recover, rule.measure.definition.unit) {
      rule.recovery = recovery.number
      try require(!recovery.isFactor, .recover, "a rate, such as 8/s")
    }
    try checkSpan(of: rule)
    rule.forSeconds = try seconds(.for, 0...RuleReader.longestWindow) ?? 0
    rule.keepSeconds = try seconds(.keep, 0...RuleReader.longestWindow) ?? 0
    if let entry = entries[.minHits] {
      let most = 1_000_000_000
      guard let hits = Int(entered: entry.value, in: 0...most) else {
        throw mistake(entry, takes: "a whole number from 0 to \(most), such as 120")
      }
      rule.minimumHits = hits
    }
    if let entry = entries[.severity] {
      guard let severity = AlertRule.Severity(rawValue: entry.value) else {
        throw mistake(entry, takes: "info, warning or critical")
      }
      rule.severity = severity
    }
    rule.isEnabled = try flag(.enabled) ?? true
    if let entry = entries[.silenced], !rule.silence(until: entry.value) {
      throw mistake(entry, takes: "a time, such as 2020-07-08T08:10:00Z: not told before that")
    }
    return rule
  }

  /// A key that takes `yes` or `no`; `nil` where it is not set.
  private func flag(_ key: RuleKey) throws(SettingsMistake) -> Bool? {
    guard let entry = entries[key] else { return nil }
    switch entry.value {
    case "yes": return true
    case "no": return false
    default: throw mistake(entry, takes: "yes or no")
    }
  }

  private func measure() throws(SettingsMistake) -> Measure {
    guard name != .highTraffic else {
      if let entry = entries[.measure], entry.value != "rate" {
        throw mistake(
          entry, takes: "rate alone in [\(section.name)]; rules of other names take more")
      }
      return .rate
    }
    guard let entry = entries[.measure] else {
      throw SettingsMistake(
        line: section.line,
        "[\(section.name)] needs 'measure', which takes \(RuleMeasure.accepted)")
    }
    guard let measure = RuleMeasure(entered: entry.value) else {
      throw mistake(entry, takes: RuleMeasure.accepted)
    }
    let part = try filter(.of)
    if let of = entries[.of], measure != .share {
      throw SettingsMistake(
        line: of.line, "'of' belongs to measure = share; not to \(entry.value)")
    }
    guard let measure = measure.measure(of: part) else {
      throw SettingsMistake(
        line: entry.line, "'measure = share' needs 'of', a filter such as status >= 500")
    }
    return measure
  }

  private func group(_ measure: Measure) throws(SettingsMistake) -> Dimension? {
    guard let entry = entries[.by] else { return nil }
    guard let dimension = Dimension.named(entry.value) else {
      throw mistake(entry, takes: "one of \(Dimension.acceptedNames)")
    }
    guard measure != .malformed else {
      throw SettingsMistake(
        line: entry.line, "'by' does not go with measure = malformed: such lines have no groups")
    }
    return dimension
  }

  /// Holds the window, and the span before it, against what can be kept.
  private func checkSpan(of rule: AlertRule) throws(SettingsMistake) {
    guard rule.group != nil || rule.keepsHits, rule.spanSeconds > RuleReader.longestKept else {
      return
    }
    let against = rule.againstSeconds.map {
      "; here they are \(DurationText.text(rule.windowSeconds)) and \(DurationText.text($0))"
    }
    throw SettingsMistake(
      line: (entries[.against] ?? entries[.window] ?? entries[.above] ?? entries[.below])?.line
        ?? section.line,
      "'window' and 'against' are together at most 1h with by, clients and percentiles"
        + (against ?? ""))
  }

  private func filter(_ key: RuleKey) throws(SettingsMistake) -> Filter? {
    guard let entry = entries[key] else { return nil }
    do throws(FilterError) {
      return try Filter(entry.value)
    } catch {
      throw SettingsMistake(line: entry.line, "'\(entry.key)': \(error)")
    }
  }

  private func readThreshold(into rule: inout AlertRule) throws(SettingsMistake) {
    let unit = rule.measure.definition.unit
    guard entries[.above] != nil || entries[.below] != nil else {
      throw SettingsMistake(
        line: section.line,
        "[\(section.name)] needs 'above' or 'below', which takes \(unit.accepted)")
    }
    if let above = entries[.above], let below = entries[.below] {
      throw SettingsMistake(
        line: max(above.line, below.line), "a rule has 'above' or 'below'; leave one of them out")
    }
    let key: RuleKey = entries[.above] == nil ? .below : .above
    guard let threshold = try value(key, unit) else { return }
    if threshold.isFactor, rule.measure == .silence, let entry = entries[key] {
      throw mistake(entry, takes: unit.absoluteAccepted)
    }
    rule.side = key == .above ? .above : .below
    rule.threshold = threshold.number
    if let recovery = try value(.recover, unit) {
      rule.recovery = recovery.number
      try require(
        recovery.isFactor == threshold.isFactor, .recover,
        threshold.isFactor
          ? "a factor as '\(key.rawValue)' does, such as 2x"
          : "a value as '\(key.rawValue)' does: \(unit.absoluteAccepted)")
    }
    let against = try seconds(.against, 1...RuleReader.longestWindow)
    if threshold.isFactor {
      rule.againstSeconds = against ?? 3_600
    } else if let entry = entries[.against] {
      throw SettingsMistake(
        line: entry.line, "'against' belongs to a factor, such as \(key.rawValue) = 3x")
    }
  }

  private func message() throws(SettingsMistake) -> String? {
    guard let entry = entries[.message] else { return nil }
    guard !entry.value.isEmpty, MessageTemplate(entry.value) != nil else {
      let words = MessageTemplate.placeholders.map { "{\($0)}" }.joined(separator: " ")
      throw mistake(entry, takes: "a text, in which may stand \(words)")
    }
    return entry.value
  }

  private func value(
    _ key: RuleKey, _ unit: MeasureUnit
  ) throws(SettingsMistake) -> RuleValue? {
    guard let entry = entries[key] else { return nil }
    guard let value = RuleValue(entry.value, unit) else {
      throw mistake(entry, takes: unit.accepted)
    }
    return value
  }

  private func seconds(
    _ key: RuleKey, _ range: ClosedRange<Int>
  ) throws(SettingsMistake) -> Int? {
    guard let entry = entries[key] else { return nil }
    guard let seconds = Duration.wholeSeconds(entered: entry.value, in: range) else {
      throw mistake(
        entry,
        takes: "a duration from \(DurationText.text(range.lowerBound)) to "
          + "\(range.upperBound / 3_600)h in whole seconds, such as 5m")
    }
    return seconds
  }

  private func require(
    _ isSo: Bool, _ key: RuleKey, _ accepted: String
  ) throws(SettingsMistake) {
    guard let entry = entries[key], !isSo else { return }
    throw mistake(entry, takes: accepted)
  }

  private func mistake(
    _ entry: SettingsDocument.Entry, takes accepted: String
  ) -> SettingsMistake {
    SettingsMistake(line: entry.line, "'\(entry.key)' takes \(accepted); not '\(entry.value)'")
  }
}
