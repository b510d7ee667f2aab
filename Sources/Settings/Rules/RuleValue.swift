import Alerting

/// A threshold as it is entered: a number with its unit, or a factor.
struct RuleValue: Equatable {
  /// In the unit of the measure; finite and not negative.
  var number: Double
  /// Whether the same measure over a longer span is multiplied by it: `3x`.
  var isFactor = false

  /// Understands `5 %`, `2.5 MiB/s` or `3x`; `nil` for anything else.
  init?(_ text: String, _ unit: MeasureUnit) {
    // Whole seconds are entered as any duration is.
    if unit == .seconds {
      guard let seconds = Duration.wholeSeconds(entered: text, in: 0...86_400) else { return nil }
      self.init(number: Double(seconds))
      return
    }
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let name = text[digits.endIndex...].drop { $0 == " " }
    guard let number = Double(entered: String(digits)) else { return nil }
    if name == "x" {
      self.init(number: number, isFactor: true)
      return
    }
    guard let scaled = unit.scaled(number, String(name)), scaled.isFinite else { return nil }
    self.init(number: scaled)
  }

  private init(number: Double, isFactor: Bool = false) {
    self.number = number
    self.isFactor = isFactor
  }
}

extension MeasureUnit {
  /// A number that is entered with the name of a unit, in the unit of the measure; `nil` if it has no
  /// such unit.
  func scaled(_ number: Double, _ name: String) -> Double? {
    switch self {
    case .perSecond: name.isEmpty || name == "/s" ? number : nil
    case .share: name == "%" ? number / 100 : nil
    case .count: name.isEmpty ? number : nil
    case .seconds: nil
    case .duration:
      switch name {
      case "ms": number / 1_000
      case "s": number
      default: nil
      }
    case .bytes:
      switch name {
      case "B": number
      case "KiB": number * 1_024
      case "MiB": number * 1_048_576
      case "GiB": number * 1_073_741_824
      default: nil
      }
    case .bytesPerSecond:
      switch name {
      case "B/s": number
      case "KiB/s": number * 1_024
      case "MiB/s": number * 1_048_576
      case "GiB/s": number * 1_073_741_824
      default: nil
      }
    }
  }

  /// What can be entered as an absolute value, in words.
  var absoluteAccepted: String {
    switch self {
    case .perSecond: "hits per second, such as 10 or 0.5/s"
    case .bytesPerSecond: "a number of B/s, KiB/s, MiB/s or GiB/s, such as 2.5 MiB/s"
    case .share: "a percentage, such as 5 %"
    case .count: "a number, such as 500"
    case .seconds: "a duration in whole seconds, at most 24h, such as 2m"
    case .duration: "a number of ms or s, such as 250 ms"
    case .bytes: "a number of B, KiB, MiB or GiB, such as 64 KiB"
    }
  }

  /// What can be entered, in words.
  var accepted: String {
    self == .seconds
      ? absoluteAccepted : absoluteAccepted + ", or a factor of the time before, such as 3x"
  }
}
