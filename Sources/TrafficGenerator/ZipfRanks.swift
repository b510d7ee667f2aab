private import Glibc

/// Ranks from 0 whose share falls with `1 / (rank + 1)^skew`, without a table, so that there may be
/// millions.
///
/// It is the continuous distribution of that density on `1 ..< count + 1`, rounded down.
struct ZipfRanks {
  private let count: Int
  /// Of the density's integral, `(x^power - 1) / power`; the logarithm where it is 0.
  private let power: Double
  private let whole: Double

  init(count: Int, skew: Double) {
    self.count = max(1, count)
    power = 1 - skew
    let end = Double(self.count) + 1
    whole = abs(power) < 1e-9 ? log(end) : (pow(end, power) - 1) / power
  }

  func next(_ random: inout SeededRandom) -> Int {
    let part = whole * random.fraction()
    let place = abs(power) < 1e-9 ? exp(part) : pow(part * power + 1, 1 / power)
    guard place < Double(count) else { return count - 1 }
    return max(0, Int(place) - 1)
  }
}
