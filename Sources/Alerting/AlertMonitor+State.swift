package import Traffic

extension AlertMonitor {
  /// Writes the threshold, whether an alert is under way, and the history.
  ///
  /// Rules of the history differ only in their threshold.
  package func write(to writer: inout StateWriter) {
    writer.double(board.rule.threshold)
    writer.flag(board.underWay != nil)
    board.underWay?.write(to: &writer)
    writer.count(board.history.count)
    for event in board.history {
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

  /// Reads the monitor of a rule of that name and window.
  package init(from reader: inout StateReader, rule: AlertRule) throws(StateError) {
    var rule = rule
    rule.threshold = try reader.double()
    self.init(rule: rule)
    if try reader.flag() {
      let trigger = try AlertTransition(from: &reader, rule: rule)
      guard trigger.state == .triggered else {
        throw .impossible("an alert is under way that never triggered")
      }
      board.underWay = trigger
    }
    for _ in 0..<(try reader.count(upTo: AlertMonitor.maximumHistory)) {
      board.history.append(
        try reader.flag()
          ? .transition(AlertTransition(from: &reader, rule: rule))
          : .thresholdChange(ThresholdChange(from: &reader)))
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
    writer.count(peakHits)
  }

  fileprivate init(from reader: inout StateReader, rule: AlertRule) throws(StateError) {
    var rule = rule
    rule.threshold = try reader.double()
    self.init(
      rule: rule, state: try reader.flag() ? .triggered : .recovered, time: try reader.instant(),
      hits: try reader.count(), triggerTime: try reader.instant(), peakHits: try reader.count())
  }
}

extension ThresholdChange {
  fileprivate func write(to writer: inout StateWriter) {
    writer.flag(time != nil)
    if let time { writer.instant(time) }
    writer.double(old)
    writer.double(new)
  }

  fileprivate init(from reader: inout StateReader) throws(StateError) {
    let time = try reader.flag() ? try reader.instant() : nil
    self.init(time: time, old: try reader.double(), new: try reader.double())
  }
}
