/// What was found of the bounds in section 8 of the design.
struct Verdicts {
  /// How far a measurement on a busy machine may be off before it counts.
  static let room = 1.25

  /// How near to its bound a number is that is nearly broken, as a part of it.
  static let nearness = 0.1

  private(set) var broken: [String] = []
  /// What is over its bound, by no more than ``room``.
  private(set) var exceeded: [String] = []
  /// What holds, but not by much.
  private(set) var near: [String] = []

  /// Judges a number that has to be at most `bound`.
  mutating func atMost(_ bound: Double, _ value: Double, _ what: String) {
    judge(
      value <= bound * Verdicts.room, value <= bound, value > bound * (1 - Verdicts.nearness),
      "\(what): \(text(value)), at most \(text(bound))")
  }

  /// Judges a peak of memory, in MiB, which is the same on a busy machine.
  mutating func memory(atMost bound: Double, _ value: Double, _ what: String) {
    judge(
      value <= bound, value <= bound, value > bound * (1 - Verdicts.nearness),
      "peak MiB \(what): \(text(value)), at most \(text(bound))")
  }

  /// Judges a number that has to be at least `bound`.
  mutating func atLeast(_ bound: Double, _ value: Double, _ what: String) {
    judge(
      value >= bound / Verdicts.room, value >= bound, value < bound / (1 - Verdicts.nearness),
      "\(what): \(text(value)), at least \(text(bound))")
  }

  /// Judges what is either right or wrong.
  mutating func holds(_ isRight: Bool, _ what: String) {
    judge(isRight, isRight, false, what)
  }

  /// What all of it comes to: one line if all bounds hold.
  var conclusion: String {
    guard broken.isEmpty else {
      return "\(broken.count) bounds are broken:" + broken.map { "\n  \($0)" }.joined()
    }
    let held =
      exceeded.isEmpty
      ? "All bounds hold"
      : "Exceeded, by no more than other load explains: \(exceeded.joined(separator: "; "))"
    return near.isEmpty ? held : "\(held); nearly broken: \(near.joined(separator: "; "))"
  }

  private mutating func judge(_ passes: Bool, _ isWithin: Bool, _ isNear: Bool, _ what: String) {
    let word = !passes ? "BROKEN" : !isWithin ? "over" : isNear ? "near" : "ok"
    print("  \(word)\(String(repeating: " ", count: 8 - word.count))\(what)")
    if !passes {
      broken.append(what)
    } else if !isWithin {
      exceeded.append(what)
    } else if isNear {
      near.append(what)
    }
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
