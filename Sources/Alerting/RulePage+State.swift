import AccessLog
package import TallyCodec
import Traffic

private enum PageField: Int {
  /// The rule as the settings have it.
  case asked = 1
  /// The threshold as it was changed since.
  case threshold
  /// The transition with which the alert that is under way began; missing if none is.
  case trigger
  /// Since when the condition holds, or the recovery of an alert under way; missing if it does not.
  case holdsSince
  /// The last second with a hit; missing if there was none.
  case lastHit
  /// A group that is not ok; one field for each.
  case group
  /// Whether it was switched off while the program ran.
  case isOff
  /// Until when it was silenced while the program ran; missing if it is not.
  case silencedUntil
  /// Whether it was switched on while the program ran.
  case isOn
  /// Whether a silence of the settings was ended while the program ran.
  case isToldAgain
  /// Until when the settings silenced it, where that was changed while the program ran; missing if they
  /// did not, and in states of earlier programs.
  case silencedBySettings
}

private enum GroupField: Int {
  case hash = 1
  case name
  /// How it stands, in fields of a rule.
  case state
}

extension RulePage {
  /// Writes the rule and how it stands.
  func write(to writer: inout RecordWriter) {
    writer.field(PageField.asked) { wanted.write(to: &$0) }
    writer.field(PageField.threshold, double: rule.threshold)
    writer.field(PageField.isOff, flag: wanted.isEnabled && !isOn)
    writer.field(PageField.isOn, flag: !wanted.isEnabled && isOn)
    if rule.silencedUntil != wanted.silencedUntil {
      writer.field(PageField.silencedUntil, instant: rule.silencedUntil)
      writer.field(PageField.isToldAgain, flag: rule.silencedUntil == nil)
      writer.field(PageField.silencedBySettings, instant: wanted.silencedUntil)
    }
    whole.write(to: &writer)
    for (hash, group) in groups.notOkByHash {
      writer.field(PageField.group) { writer in
        writer.field(GroupField.hash, word: hash)
        writer.field(GroupField.name, bytes: group.monitor.group)
        writer.field(GroupField.state) { group.write(to: &$0) }
      }
    }
  }
}

extension RuleGroup {
  fileprivate func write(to writer: inout RecordWriter) {
    if let trigger = monitor.underWay {
      writer.field(PageField.trigger) { trigger.write(to: &$0) }
    }
    writer.field(PageField.holdsSince, instant: monitor.holdsSince)
    writer.field(PageField.lastHit, number: window.lastHit)
  }
}

/// A rule and how it stood, as a state has it.
private struct WrittenPage {
  var asked = AlertRule()
  var threshold: Double?
  var state = RestoredState()
  var groups: [RestoredGroup] = []
  var isOff = false
  var isOn = false
  var isToldAgain = false
  var silencedUntil: Instant?
  var silencedBySettings: Instant?

  init(from reader: inout RecordReader) throws(RecordError) {
    while let field = try reader.next(PageField.self) {
      switch field {
      case .asked: asked = try AlertRule(from: &reader)
      case .threshold: threshold = try reader.double()
      case .trigger: state.trigger = try AlertTransition(from: &reader)
      case .holdsSince: state.holdsSince = try reader.instant()
      case .lastHit: state.lastHit = try reader.instant().seconds
      case .group: groups.append(try RestoredGroup(from: &reader))
      case .isOff: isOff = try reader.flag()
      case .silencedUntil: silencedUntil = try reader.instant()
      case .isOn: isOn = try reader.flag()
      case .isToldAgain: isToldAgain = try reader.flag()
      case .silencedBySettings: silencedBySettings = try reader.instant()
      }
    }
  }

  /// Makes the changes of the run before to a rule of the settings; a silence of these that is new counts.
  func change(_ rule: inout AlertRule) {
    if isOff { rule.isEnabled = false }
    if isOn { rule.isEnabled = true }
    if silencedUntil != nil || isToldAgain, rule.silencedUntil == silencedBySettings {
      rule.silencedUntil = silencedUntil
    }
  }
}

extension AlertBook {
  mutating func readPage(from reader: inout RecordReader) throws(RecordError) {
    let read = try WrittenPage(from: &reader)
    try restore(
      read.asked, threshold: read.threshold ?? read.asked.threshold, read.state, read.groups)
    guard let index = pages.firstIndex(where: { $0.wanted.judged == read.asked.judged }) else {
      return
    }
    read.change(&pages[index].rule)
  }

  private enum RuleField: Int {
    /// That of a rule in a book; all others are skipped.
    case rule = 1
  }

  /// The rules of the settings, with those switched on that an earlier run had switched on; reads a book
  /// to its end.
  package static func switchedOn(
    _ settings: [AlertRule], from reader: inout RecordReader
  ) throws(RecordError) -> [AlertRule] {
    var rules = settings
    while try reader.next(RuleField.self) != nil {
      let read = try WrittenPage(from: &reader)
      guard read.isOn,
        let index = settings.firstIndex(where: { $0.judged == read.asked.judged })
      else { continue }
      rules[index].isEnabled = true
    }
    return rules
  }

  /// Has a rule continue where it stood, if it is in the book.
  mutating func restore(
    _ asked: AlertRule, threshold: Double, _ state: RestoredState, _ groups: [RestoredGroup] = []
  ) throws(RecordError) {
    for state in [state] + groups.map(\.state) {
      try require(
        state.trigger?.state != .recovered, or: "an alert is under way that never triggered")
    }
    guard let index = pages.firstIndex(where: { $0.wanted.judged == asked.judged }) else {
      left += ([state] + groups.map(\.state)).compactMap(\.trigger)
      return
    }
    pages[index].setThreshold(threshold)
    state.restore(&pages[index].whole)
    guard pages[index].isGrouped else { return }
    for read in groups {
      var group = RuleGroup(pages[index].wanted)
      group.monitor.rule = pages[index].rule
      group.monitor.group = read.name
      read.state.restore(&group)
      pages[index].groups.restore(read.hash, group)
    }
  }
}

/// How a rule or a group stood.
struct RestoredState {
  var trigger: AlertTransition?
  var holdsSince: Instant?
  var lastHit: Int?

  fileprivate func restore(_ group: inout RuleGroup) {
    group.monitor.underWay = trigger
    group.monitor.holdsSince = holdsSince
    group.window.lastHit = lastHit
  }
}

/// A group that was not ok.
struct RestoredGroup {
  var hash: UInt64 = 0
  var name: [UInt8] = []
  var state = RestoredState()

  fileprivate init(from reader: inout RecordReader) throws(RecordError) {
    while let field = try reader.next(GroupField.self) {
      switch field {
      case .hash: hash = try reader.word()
      case .name: name = try reader.blob()
      case .state: state = try RestoredState(from: &reader)
      }
    }
  }
}

extension RestoredState {
  fileprivate init(from reader: inout RecordReader) throws(RecordError) {
    while let field = try reader.next(PageField.self) {
      switch field {
      case .trigger: trigger = try AlertTransition(from: &reader)
      case .holdsSince: holdsSince = try reader.instant()
      case .lastHit: lastHit = try reader.instant().seconds
      case .asked, .threshold, .group, .isOff, .silencedUntil, .isOn, .isToldAgain,
        .silencedBySettings:
        throw .impossible("a group of a rule has a rule")
      }
    }
  }
}
