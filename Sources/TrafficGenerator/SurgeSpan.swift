/// A surge in nanoseconds from the start of the log.
struct SurgeSpan {
  let start: Int
  let length: Int
  let period: Int?
  let factor: Double

  init(_ surge: Surge) {
    start = max(0, surge.start.wholeNanoseconds)
    length = max(0, surge.length.wholeNanoseconds)
    period = surge.period.map { max(1, $0.wholeNanoseconds) }
    factor = surge.factor
  }

  /// What the surge does to the rate at a time, and the next time at which that may change.
  func state(at time: Int) -> (factor: Double, until: Int) {
    guard time >= start else { return (1, start) }
    // The time since the surge began last.
    let phase = period.map { (time - start) % $0 } ?? time - start
    let lastStart = time - phase
    if phase < length { return (factor, lastStart.saturatingSum(min(length, period ?? .max))) }
    return (1, period.map { lastStart.saturatingSum($0) } ?? .max)
  }
}

extension Duration {
  /// Rounded towards zero, and to the nearest `Int` where it is out of range.
  var wholeNanoseconds: Int {
    let (seconds, attoseconds) = components
    let (nanoseconds, overflow) = Int(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return seconds < 0 ? .min : .max }
    return nanoseconds.saturatingSum(Int(attoseconds / 1_000_000_000))
  }
}

extension Int {
  /// The sum, or the nearest `Int` where it is out of range.
  func saturatingSum(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    guard overflow else { return sum }
    return other < 0 ? .min : .max
  }
}
