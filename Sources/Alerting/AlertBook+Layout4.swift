import TallyCodec
import Traffic

/// What a state of layout 4 says of the rules.
extension AlertBook {
  mutating func readLayout4(from reader: inout RecordReader) throws(RecordError) {
    for _ in 0..<(try reader.count()) {
      let asked = try AlertRule(layout4: &reader)
      let threshold = try reader.double()
      let trigger = try reader.flag() ? try AlertTransition(layout4: &reader) : nil
      try restore(asked, threshold: threshold, RestoredState(trigger: trigger))
    }
    for _ in 0..<(try reader.count(upTo: AlertBook.maximumHistory)) {
      history.append(
        try reader.flag()
          ? .transition(AlertTransition(layout4: &reader))
          : .thresholdChange(ThresholdChange(layout4: &reader)))
    }
  }
}

extension AlertRule {
  fileprivate init(layout4 reader: inout RecordReader) throws(RecordError) {
    let name = RuleName(String(decoding: try reader.name(), as: UTF8.self))
    let measure = try Measure(layout4: &reader)
    let window = try reader.count()
    try require(window > 0, or: "a rule has no window")
    self.init(
      name: name, measure: measure, windowSeconds: window, threshold: try reader.double(),
      recovery: try reader.flag() ? try reader.double() : nil, minimumHits: try reader.count())
  }
}

extension AlertTransition {
  fileprivate init(layout4 reader: inout RecordReader) throws(RecordError) {
    let rule = try AlertRule(layout4: &reader)
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
  fileprivate init(layout4 reader: inout RecordReader) throws(RecordError) {
    let rule = RuleName(String(decoding: try reader.name(), as: UTF8.self))
    let measure = try Measure(layout4: &reader)
    let time = try reader.flag() ? try reader.instant() : nil
    self.init(
      rule: rule, measure: measure, time: time, old: try reader.double(),
      new: try reader.double())
  }
}

extension Measure {
  fileprivate init(layout4 reader: inout RecordReader) throws(RecordError) {
    switch try reader.count(upTo: 1) {
    case 0: self = .rate
    default:
      _ = try reader.count(upTo: 1)
      self = .share(of: .errors)
    }
  }
}
