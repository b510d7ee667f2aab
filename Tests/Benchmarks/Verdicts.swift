/// What was found of the bounds in section 8 of the design.
struct Verdicts {
  /// How far a measurement on a busy machine may be off before it counts.
  static let room = 1.25

  private(set) var broken: [String] = []

  /// Judges a number that has to be at most `bound`.
  mutating func atMost(_ bound: Double, _ value: Double, _ what: String) {
    judge(
      value <= bound * Verdicts.room, value <= bound,
      "\(what): \(text(value)), at most \(text(bound))")
  }

  /// Judges a number that has to be at least `bound`.
  mutating func atLeast(_ bound: Double, _ value: Double, _ what: String) {
    judge(
      value >= bound / Verdicts.room, value >= bound,
      "\(what): \(text(value)), at least \(text(bound))")
  }

  /// Judges what is either right or wrong.
  mutating func holds(_ isRight: Bool, _ what: String) {
    judge(isRight, isRight, what)
  }

  private mutating func judge(_ passes: Bool, _ isWithin: Bool, _ what: String) {
    print(isWithin ? "  ok      " : passes ? "  nearly  " : "  BROKEN  ", what, separator: "")
    if !passes { broken.append(what) }
  }
}

/// A number with three or four figures.
func text(_ value: Double) -> String {
  let places = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : 2
  var scale = 1.0
  for _ in 0..<places { scale *= 10 }
  let rounded = Int((value * scale).rounded())
  guard places > 0 else { return "\(rounded)" }
  let whole = rounded / Int(scale)
  let rest = "\(abs(rounded) % Int(scale))"
  return "\(whole).\(String(repeating: "0", count: places - rest.count))\(rest)"
}

/// A cell of a table: numbers stand to the right.
func cell(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}
