import Alerting
import Canvas

/// In what thresholds of a rule are entered, which need not be the unit of its measure.
struct EntryUnit: Equatable {
  /// How many of it are one of the measure's unit.
  private let scale: Double
  /// What may be typed behind a number; empty for nothing.
  let word: String
  /// What a number is of, in words.
  let words: String
  /// The smallest step by key.
  let least: Double
  private let unit: MeasureUnit
  private let isFactor: Bool

  init(of rule: AlertRule) {
    unit = rule.measure.definition.unit
    isFactor = rule.againstSeconds != nil
    guard !isFactor else {
      (scale, word, words, least) = (1, "x", "times the time before", 0.001)
      return
    }
    switch unit {
    case .perSecond: (scale, word, words, least) = (1, "/s", "hits per second", 0.001)
    case .share: (scale, word, words, least) = (100, "%", "per cent", 0.001)
    case .bytes: (scale, word, words, least) = (1.0 / 1_024, "KiB", "KiB", 0.001)
    case .bytesPerSecond:
      (scale, word, words, least) = (1.0 / 1_024, "KiB/s", "KiB per second", 0.001)
    case .duration: (scale, word, words, least) = (1_000, "ms", "milliseconds", 0.001)
    case .count: (scale, word, words, least) = (1, "", "clients", 0.001)
    // Only whole seconds are silent.
    case .seconds: (scale, word, words, least) = (1, "s", "seconds", 1)
    }
  }

  /// A threshold as it is entered, without what scaling adds to its digits.
  func entered(_ threshold: Double) -> Double {
    scale == 1 ? threshold : (threshold * scale * 1e6).rounded() / 1e6
  }

  /// The threshold that a number means; of 5 % it is what 5 divided by 100 gives.
  func threshold(_ entered: Double) -> Double {
    switch unit {
    case _ where isFactor: entered
    case .seconds: entered.rounded()
    case .bytes, .bytesPerSecond: (entered * 1_024).rounded()
    default: scale == 1 ? entered : entered / scale
    }
  }

  /// A threshold with its unit.
  func text(_ threshold: Double) -> String {
    isFactor ? "\(MeasureUnit.count.text(threshold))x" : unit.thresholdText(threshold)
  }
}
