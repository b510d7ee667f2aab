package import TallyCodec
import Traffic

extension AlertBook {
  /// Writes how each rule stands, and the history.
  package func write(to writer: inout StateWriter) {
    writer.count(pages.count)
    for page in pages {
      page.asked.write(to: &writer)
      writer.double(page.monitor.rule.threshold)
      writer.flag(page.monitor.underWay != nil)
      page.monitor.underWay?.write(to: &writer)
    }
    writer.count(history.count)
    for event in history {
      switch event {
      case .transition(let transition):
        writer.flag(true)
        transition.write(to: &writer)
      case .thresholdChange(let change):
        writer.flag(false)
        change.write(to: &writer)
      }
    }
  }

  /// Reads a book that is to go on with these rules.
  ///
  /// A rule that is not in what is read, or of which more than the threshold was another, starts as
  /// ok. The windows are empty until ``recount(in:)``.
  package init(from reader: inout StateReader, rules: [AlertRule]) throws(StateError) {
    self.init(rules)
    if reader.layout >= 4 {
      try readBook(from: &reader)
    } else {
      try readLayout3(from: &reader)
    }
  }

  private mutating func readBook(from reader: inout StateReader) throws(StateError) {
    for _ in 0..<(try reader.count()) {
      let asked = try AlertRule(from: &reader)
      let threshold = try reader.double()
      let trigger = try reader.flag() ? try AlertTransition(from: &reader) : nil
      try restore(asked, threshold: threshold, trigger: trigger)
    }
    for _ in 0..<(try reader.count(upTo: AlertBook.maximumHistory)) {
      history.append(
        try reader.flag()
          ? .transition(AlertTransition(from: &reader))
          : .thresholdChange(ThresholdChange(from: &reader)))
    }
  }

  private mutating func restore(
    _ asked: AlertRule, threshold: Double, trigger: AlertTransition?
  ) throws(StateError) {
    guard trigger?.state != .recovered else {
      throw .impossible("an alert is under way that never triggered")
    }
    guard let index = pages.firstIndex(where: { $0.asked.isSame(as: asked) }) else { return }
    pages[index].asked = asked
    pages[index].monitor.rule.threshold = threshold
    pages[index].monitor.underWay = trigger
  }
}

extension AlertRule {
  /// Whether nothing but the threshold differs.
  fileprivate func isSame(as other: AlertRule) -> Bool {
    var other = other
    other.threshold = threshold
    return self == other
  }

  fileprivate func write(to writer: inout StateWriter) {
    writer.name(Array(name.description.utf8))
    measure.write(to: &writer)
    writer.count(windowSeconds)
    writer.double(threshold)
    writer.flag(recovery != nil)
    if let recovery { writer.double(recovery) }
    writer.count(minimumHits)
  }

  fileprivate init(from reader: inout StateReader) throws(StateError) {
    let name = RuleName(String(decoding: try reader.name(), as: UTF8.self))
    let measure = try Measure(from: &reader)
    let window = try reader.count()
    guard window > 0 else { throw .impossible("a rule has no window") }
    self.init(
      name: name, measure: measure, windowSeconds: window, threshold: try reader.double(),
      recovery: try reader.flag() ? try reader.double() : nil, minimumHits: try reader.count())
  }
}

extension AlertTransition {
  fileprivate func write(to writer: inout StateWriter) {
    rule.write(to: &writer)
    writer.flag(state == .triggered)
    writer.instant(time)
    writer.count(hits)
    writer.flag(reading.value != nil)
    if let value = reading.value { writer.double(value) }
    writer.instant(triggerTime)
    writer.double(peak)
    writer.flag(beganBefore)
  }

  fileprivate init(from reader: inout StateReader) throws(StateError) {
    let rule = try AlertRule(from: &reader)
    let state: State = try reader.flag() ? .triggered : .recovered
    let time = try reader.instant()
    let hits = try reader.count()
    let value = try reader.flag() ? try reader.double() : nil
    self.init(
      rule: rule, state: state, time: time, reading: Reading(hits: hits, value: value),
      triggerTime: try reader.instant(), peak: try reader.double())
    beganBefore = try reader.flag()
  }
}

extension ThresholdChange {
  fileprivate func write(to writer: inout StateWriter) {
    writer.name(Array(rule.description.utf8))
    measure.write(to: &writer)
    writer.flag(time != nil)
    if let time { writer.instant(time) }
    writer.double(old)
    writer.double(new)
  }

  fileprivate init(from reader: inout StateReader) throws(StateError) {
    let rule = RuleName(String(decoding: try reader.name(), as: UTF8.self))
    let measure = try Measure(from: &reader)
    let time = try reader.flag() ? try reader.instant() : nil
    self.init(
      rule: rule, measure: measure, time: time, old: try reader.double(),
      new: try reader.double())
  }
}
