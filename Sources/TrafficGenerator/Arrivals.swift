/// When the lines come: a Poisson process whose rate follows the surges.
struct Arrivals {
  private let linesPerSecond: Double
  private let surges: [SurgeSpan]
  private var time = 0
  /// The product of the surges' factors, which holds until `boundary`.
  private var factor = 1.0
  private var boundary = 0

  init(linesPerSecond: Double, surges: [Surge]) {
    self.linesPerSecond = linesPerSecond
    self.surges = surges.map(SurgeSpan.init)
    enterSpan()
  }

  /// Whether there is more traffic than usual.
  var isSurging: Bool { factor > 1 }

  /// The time of the next line, in nanoseconds from the start; `nil` if there will be none.
  mutating func next(_ random: inout SeededRandom) -> Int? {
    // How many lines were to be expected up to the next one; each span takes its part of it.
    var expected = random.exponential()
    while true {
      let rate = linesPerSecond * factor
      let gap = rate > 0 ? expected / rate * 1e9 : .infinity
      let left = Double(boundary - time)
      // Less than a quarter of `Int.max`, so that neither conversion nor sum overflows.
      if gap < left, gap < 0x1p61, time < 1 << 61 {
        time += Int(gap.rounded())
        return time
      }
      guard boundary < .max else { return nil }
      expected = rate > 0 ? max(0, expected - left / 1e9 * rate) : expected
      time = boundary
      enterSpan()
    }
  }

  private mutating func enterSpan() {
    factor = 1
    boundary = .max
    for surge in surges {
      let state = surge.state(at: time)
      factor *= state.factor
      boundary = min(boundary, state.until)
    }
  }
}
