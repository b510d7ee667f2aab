package import TallyCodec
import Traffic

/// What a state of layout 3 says of the one rule that there was, the rate of hits.
extension AlertBook {
  mutating func readLayout3(from reader: inout RecordReader) throws(RecordError) {
    guard var rule = pages.first?.wanted else { return }
    rule.threshold = try reader.double()
    pages[0].setThreshold(rule.threshold)
    if try reader.flag() {
      let trigger = try AlertTransition(layout3: &reader, rule: rule)
      guard trigger.state == .triggered else {
        throw .impossible("an alert is under way that never triggered")
      }
      pages[0].whole.monitor.underWay = trigger
    }
    for _ in 0..<(try reader.count(upTo: AlertBook.maximumHistory)) {
      history.append(
        try reader.flag()
          ? .transition(AlertTransition(layout3: &reader, rule: rule))
          : .thresholdChange(ThresholdChange(layout3: &reader, rule: rule.name)))
    }
  }

  /// Reads the threshold that the earlier run was started with, which stands behind the intervals.
  package mutating func readAskedThreshold(layout3 reader: inout RecordReader) throws(RecordError) {
    guard try reader.double() != pages.first?.wanted.threshold, let wanted = pages.first?.wanted
    else { return }
    // Another rule starts as ok.
    pages[0].setThreshold(wanted.threshold)
    pages[0].whole.monitor = AlertMonitor(rule: wanted)
  }
}

extension AlertTransition {
  fileprivate init(layout3 reader: inout RecordReader, rule: AlertRule) throws(RecordError) {
    var rule = rule
    rule.threshold = try reader.double()
    func rate(_ hits: Int) -> Double { Double(hits) / Double(rule.windowSeconds) }
    let state: State = try reader.flag() ? .triggered : .recovered
    let time = try reader.instant()
    let hits = try reader.count()
    self.init(
      rule: rule, state: state, time: time, reading: Reading(hits: hits, value: rate(hits)),
      triggerTime: try reader.instant(), peak: rate(try reader.count()))
  }
}

extension ThresholdChange {
  fileprivate init(layout3 reader: inout RecordReader, rule: RuleName) throws(RecordError) {
    let time = try reader.flag() ? try reader.instant() : nil
    self.init(rule: rule, time: time, old: try reader.double(), new: try reader.double())
  }
}
