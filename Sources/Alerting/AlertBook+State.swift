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
}

private enum GroupField: Int {
  case hash = 1
  case name
  /// How it stands, in fields of a rule.
  case state
}

extension AlertBook {
  private enum Field: Int {
    /// A rule and how it stands; one field for each.
    case rule = 1
    /// What happened, the oldest first; one field for each, those of both tags in one order.
    case transition
    case thresholdChange
    /// How an alert is told; one field for each.
    case restraint
  }

  /// Writes how each rule stands, and the history, or only so many of its newest events.
  package func write(to writer: inout RecordWriter, newest: Int = .max) {
    for page in pages {
      writer.field(Field.rule) { writer in
        writer.field(PageField.asked) { page.wanted.write(to: &$0) }
        writer.field(PageField.threshold, double: page.rule.threshold)
        writer.field(PageField.isOff, flag: page.wanted.isEnabled && !page.isOn)
        if page.rule.silencedUntil != page.wanted.silencedUntil {
          writer.field(PageField.silencedUntil, instant: page.rule.silencedUntil)
        }
        page.whole.write(to: &writer)
        for (hash, group) in page.groups.notOkByHash {
          writer.field(PageField.group) { writer in
            writer.field(GroupField.hash, word: hash)
            writer.field(GroupField.name, bytes: group.monitor.group)
            writer.field(GroupField.state) { group.write(to: &$0) }
          }
        }
      }
    }
    for restraint in restraints.all {
      writer.field(Field.restraint) { restraint.write(to: &$0) }
    }
    for event in history.suffix(newest) {
      switch event {
      case .transition(let transition):
        writer.field(Field.transition) { transition.write(to: &$0) }
      case .thresholdChange(let change):
        writer.field(Field.thresholdChange) { change.write(to: &$0) }
      }
    }
  }

  /// Reads a book that is to continue with these rules.
  ///
  /// A rule that is not in what is read, or of which anything was another but what is told and how,
  /// starts as ok. The windows are empty until ``recount(in:)``.
  package init(from reader: inout RecordReader, rules: [AlertRule]) throws(RecordError) {
    self.init(rules)
    switch reader.layout {
    case ...3: try readLayout3(from: &reader)
    case StateLayout.lastWithoutFields: try readLayout4(from: &reader)
    default: try read(from: &reader)
    }
    left = left.map { trigger in
      var left = trigger
      left.isWithheld = !restraints.isToldAsTriggered(trigger.rule.name, trigger.group)
      return left
    }
    let gone = Set(restraints.all.map(\.last.rule.name)).subtracting(rules.map(\.name))
      .union(left.map(\.rule.name))
    for name in gone {
      for recovery in restraints.heldRecoveries(of: name) { release(recovery) }
    }
    restraints.forget(gone)
    setDue()
  }

  private mutating func read(from reader: inout RecordReader) throws(RecordError) {
    while let field = try reader.next(Field.self) {
      switch field {
      case .rule: try readPage(from: &reader)
      case .transition: try add(.transition(try AlertTransition(from: &reader)))
      case .thresholdChange: try add(.thresholdChange(try ThresholdChange(from: &reader)))
      case .restraint: restraints.restore(try Restraint(from: &reader))
      }
    }
  }

  private mutating func readPage(from reader: inout RecordReader) throws(RecordError) {
    var asked = AlertRule()
    var threshold: Double?
    var (trigger, holdsSince, lastHit): (AlertTransition?, Instant?, Int?)
    var groups: [RestoredGroup] = []
    var (isOff, silencedUntil): (Bool, Instant?) = (false, nil)
    while let field = try reader.next(PageField.self) {
      switch field {
      case .asked: asked = try AlertRule(from: &reader)
      case .threshold: threshold = try reader.double()
      case .trigger: trigger = try AlertTransition(from: &reader)
      case .holdsSince: holdsSince = try reader.instant()
      case .lastHit: lastHit = try reader.instant().seconds
      case .group: groups.append(try RestoredGroup(from: &reader))
      case .isOff: isOff = try reader.flag()
      case .silencedUntil: silencedUntil = try reader.instant()
      }
    }
    try restore(
      asked, threshold: threshold ?? asked.threshold,
      RestoredState(trigger: trigger, holdsSince: holdsSince, lastHit: lastHit), groups)
    guard let index = pages.firstIndex(where: { $0.wanted.judged == asked.judged }) else { return }
    if isOff { pages[index].rule.isEnabled = false }
    if let silencedUntil { pages[index].rule.silencedUntil = silencedUntil }
  }

  private mutating func add(_ event: AlertEvent) throws(RecordError) {
    try require(history.count < AlertBook.maximumHistory, or: "the history of alerts is too long")
    history.append(event)
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

extension RuleGroup {
  fileprivate func write(to writer: inout RecordWriter) {
    if let trigger = monitor.underWay {
      writer.field(PageField.trigger) { trigger.write(to: &$0) }
    }
    writer.field(PageField.holdsSince, instant: monitor.holdsSince)
    writer.field(PageField.lastHit, number: window.lastHit)
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
      case .asked, .threshold, .group, .isOff, .silencedUntil:
        throw .impossible("a group of a rule has a rule")
      }
    }
  }
}

extension AlertTransition {
  private enum Field: Int {
    case rule = 1
    /// Whether the alert recovered; otherwise it triggered.
    case hasRecovered
    case time
    case hits
    /// Missing where the measure had no value.
    case value
    /// When the alert triggered; ``time`` where it is missing.
    case triggerTime
    case peak
    case beganBefore
    /// What the value was relative to; missing for a rule that is absolute.
    case base
    /// The name of the group; missing without one.
    case group
    /// Whether causes were looked for.
    case wasExplained
    /// One of them, greatest part first.
    case cause
    case isFlapping
    /// Whether it was not told.
    case isWithheld
    /// Why it is over that has not recovered; missing if it recovered, and of a trigger.
    case ending
    /// When it was found; missing if it was found when it happened.
    case foundAt
  }

  func write(to writer: inout RecordWriter) {
    writer.field(Field.rule) { rule.write(to: &$0) }
    writer.field(Field.hasRecovered, flag: state == .recovered)
    writer.field(Field.time, instant: time)
    writer.field(Field.hits, count: hits)
    writer.field(Field.value, double: reading.value)
    writer.field(Field.triggerTime, instant: triggerTime)
    writer.field(Field.peak, double: peak)
    writer.field(Field.beganBefore, flag: beganBefore)
    writer.field(Field.base, double: reading.base)
    writer.field(Field.group, bytes: group)
    writer.field(Field.wasExplained, flag: causes != nil)
    for cause in causes ?? [] { writer.field(Field.cause) { cause.write(to: &$0) } }
    writer.field(Field.isFlapping, flag: isFlapping)
    writer.field(Field.isWithheld, flag: isWithheld)
    writer.field(Field.foundAt, instant: foundAt)
    if let ending { writer.field(Field.ending, bytes: ending.rawValue.utf8) }
  }

  init(from reader: inout RecordReader) throws(RecordError) {
    var (rule, hasRecovered, hits, peak, isOlder) = (AlertRule(), false, 0, 0.0, false)
    var group: [UInt8]?
    var (isFlapping, isWithheld) = (false, false)
    var ending: AlertEnding?
    var foundAt: Instant?
    var (time, triggerTime, value, base): (Instant?, Instant?, Double?, Double?)
    var (wasExplained, causes): (Bool, [Cause]) = (false, [])
    while let field = try reader.next(Field.self) {
      switch field {
      case .rule: rule = try AlertRule(from: &reader)
      case .hasRecovered: hasRecovered = try reader.flag()
      case .time: time = try reader.instant()
      case .hits: hits = try reader.count()
      case .value: value = try reader.double()
      case .triggerTime: triggerTime = try reader.instant()
      case .peak: peak = try reader.double()
      case .beganBefore: isOlder = try reader.flag()
      case .base: base = try reader.double()
      case .group: group = try reader.blob()
      case .wasExplained: wasExplained = try reader.flag()
      case .cause: causes.append(try Cause(from: &reader))
      case .isFlapping: isFlapping = try reader.flag()
      case .isWithheld: isWithheld = try reader.flag()
      case .ending:
        ending =
          AlertEnding(rawValue: String(decoding: try reader.blob(), as: UTF8.self)) ?? .changed
      case .foundAt: foundAt = try reader.instant()
      }
    }
    guard let time else { throw .impossible("an alert has no time") }
    self.init(
      rule: rule, state: hasRecovered ? .recovered : .triggered, time: time,
      reading: Reading(hits: hits, value: value, base: base), triggerTime: triggerTime ?? time,
      peak: peak)
    beganBefore = isOlder
    self.group = group
    self.causes = wasExplained ? causes : nil
    self.isFlapping = isFlapping
    self.isWithheld = isWithheld
    self.ending = ending
    self.foundAt = foundAt
  }
}

extension ThresholdChange {
  private enum Field: Int {
    case rule = 1
    case measure
    /// Missing before the first hit.
    case time
    case old
    case new
  }

  fileprivate func write(to writer: inout RecordWriter) {
    writer.field(Field.rule, bytes: rule.description.utf8)
    writer.field(Field.measure) { measure.write(to: &$0) }
    writer.field(Field.time, instant: time)
    writer.field(Field.old, double: old)
    writer.field(Field.new, double: new)
  }

  fileprivate init(from reader: inout RecordReader) throws(RecordError) {
    self.init(rule: .highTraffic, measure: .rate, time: nil, old: 0, new: 0)
    while let field = try reader.next(Field.self) {
      switch field {
      case .rule: rule = RuleName(String(decoding: try reader.blob(), as: UTF8.self))
      case .measure: measure = try Measure(from: &reader)
      case .time: time = try reader.instant()
      case .old: old = try reader.double()
      case .new: new = try reader.double()
      }
    }
  }
}
