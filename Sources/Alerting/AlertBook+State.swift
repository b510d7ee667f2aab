import AccessLog
package import TallyCodec
import Traffic

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
      writer.field(Field.rule) { page.write(to: &$0) }
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

  private mutating func add(_ event: AlertEvent) throws(RecordError) {
    try require(history.count < AlertBook.maximumHistory, or: "the history of alerts is too long")
    history.append(event)
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
