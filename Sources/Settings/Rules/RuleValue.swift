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

extension AlertRule {
  /// The threshold as it is entered in settings, to the last digit.
  package var enteredThreshold: String {
    guard againstSeconds == nil else { return "\(MeasureUnit.plain(threshold))x" }
    return measure.definition.unit.entered(threshold)
  }

  /// The key that sets the threshold.
  package var thresholdKey: String { side == .above ? "above" : "below" }
}

extension MeasureUnit {
  /// A number as it is entered: digits and a point.
  fileprivate static func plain(_ number: Double) -> String {
    if number == number.rounded(), number < 1e15 { return "\(Int(number))" }
    // So many decimals that no other number is meant; never an exponent.
    let text = "\(number)"
    guard text.contains("e") else { return text }
    var (digits, rest) = ("0.", number)
    for _ in 0..<30 where rest > 0 {
      rest *= 10
      digits += "\(Int(rest))"
      rest -= rest.rounded(.down)
    }
    return digits
  }

  /// A value with its unit, as it is entered.
  fileprivate func entered(_ value: Double) -> String {
    func scaled(_ units: [(String, Double)]) -> String {
      // The largest unit in which it has few digits, and means the same when it is read.
      for (name, factor) in units {
        let text = MeasureUnit.plain(value / factor)
        if text.utf8.count <= 8, value >= factor, Double(text).map({ $0 * factor }) == value {
          return "\(text) \(name)"
        }
      }
      return "\(MeasureUnit.plain(value / (units.last?.1 ?? 1))) \(units.last?.0 ?? "")"
    }
    let sizes = [("GiB", 1_073_741_824.0), ("MiB", 1_048_576), ("KiB", 1_024), ("B", 1)]
    return switch self {
    case .perSecond: "\(MeasureUnit.plain(value))/s"
    case .share: "\(MeasureUnit.percent(value)) %"
    case .count: MeasureUnit.plain(value)
    case .seconds: "\(Int(value))s"
    case .duration: "\(MeasureUnit.plain(value)) s"
    case .bytes: scaled(sizes)
    case .bytesPerSecond: scaled(sizes.map { ($0.0 + "/s", $0.1) })
    }
  }

  /// The percentage that is read as a share: the one with the fewest decimals.
  private static func percent(_ share: Double) -> String {
    var scale = 1.0
    for _ in 0..<13 {
      let text = plain((share * 100 * scale).rounded() / scale)
      if Double(text).map({ $0 / 100 }) == share { return text }
      scale *= 10
    }
    let number = share * 100
    let found = [number, number.nextUp, number.nextDown].map(plain).first {
      Double($0).map { $0 / 100 } == share
    }
    return found ?? plain(number)
  }

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
