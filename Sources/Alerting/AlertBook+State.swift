package import Traffic

extension AlertBook {
  /// Writes the first rule's threshold, its alert under way, and its part of the history.
  package func write(to writer: inout StateWriter) {
    guard let monitor = pages.first?.monitor else { return }
    writer.double(monitor.rule.threshold)
    writer.flag(monitor.underWay != nil)
    monitor.underWay?.write(to: &writer)
    let events = history.filter { $0.rule == monitor.rule.name }
    writer.count(events.count)
    for event in events {
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

  /// Reads a book of which the first rule has that name and window; its other rules start as ok.
  ///
  /// The windows are empty until ``recount(in:)``.
  package init(from reader: inout StateReader, rules: [AlertRule]) throws(StateError) {
    self.init(rules)
    guard var rule = rules.first else { return }
    rule.threshold = try reader.double()
    pages[0].monitor.rule = rule
    if try reader.flag() {
      let trigger = try AlertTransition(from: &reader, rule: rule)
      guard trigger.state == .triggered else {
        throw .impossible("an alert is under way that never triggered")
      }
      pages[0].monitor.underWay = trigger
    }
    for _ in 0..<(try reader.count(upTo: AlertBook.maximumHistory)) {
      history.append(
        try reader.flag()
          ? .transition(AlertTransition(from: &reader, rule: rule))
          : .thresholdChange(ThresholdChange(from: &reader, rule: rule.name)))
    }
  }
}

extension AlertTransition {
  fileprivate func write(to writer: inout StateWriter) {
    writer.double(rule.threshold)
    writer.flag(state == .triggered)
    writer.instant(time)
    writer.count(hits)
    writer.instant(triggerTime)
    writer.count(Int((peak * Double(rule.windowSeconds)).rounded()))
    writer.flag(beganBefore)
  }

  fileprivate init(from reader: inout StateReader, rule: AlertRule) throws(StateError) {
    var rule = rule
    rule.threshold = try reader.double()
    func rate(_ hits: Int) -> Double { Double(hits) / Double(rule.windowSeconds) }
    let state: State = try reader.flag() ? .triggered : .recovered
    let time = try reader.instant()
    let hits = try reader.count()
    self.init(
      rule: rule, state: state, time: time, reading: Reading(hits: hits, value: rate(hits)),
      triggerTime: try reader.instant(), peak: rate(try reader.count()))
    if reader.layout >= 4 { beganBefore = try reader.flag() }
  }
}

extension ThresholdChange {
  fileprivate func write(to writer: inout StateWriter) {
    writer.flag(time != nil)
    if let time { writer.instant(time) }
    writer.double(old)
    writer.double(new)
  }

  fileprivate init(from reader: inout StateReader, rule: RuleName) throws(StateError) {
    let time = try reader.flag() ? try reader.instant() : nil
    self.init(rule: rule, time: time, old: try reader.double(), new: try reader.double())
  }
}
