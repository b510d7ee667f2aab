private import Glibc

/// SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
struct SeededRandom {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// From 0 up to, but without, 1.
  mutating func fraction() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// From 0 up to, but without, `bound`, which is above 0.
  mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// True in that share of the cases.
  mutating func chance(_ share: Double) -> Bool {
    share > 0 && fraction() < share
  }

  mutating func element<Element>(of elements: [Element]) -> Element {
    elements[below(elements.count)]
  }

  /// Exponentially distributed with the mean 1.
  mutating func exponential() -> Double {
    -log(1 - fraction())
  }

  /// Normally distributed with the mean 0 and the deviation 1 (Box and Muller).
  mutating func normal() -> Double {
    (2 * exponential()).squareRoot() * cos(2 * .pi * fraction())
  }

  /// A size that is log-normally distributed, as those of web responses are, at most 1 GiB.
  mutating func size(median: Double, deviation: Double) -> Int {
    Int(min(median * exp(deviation * normal()), 0x1p30))
  }
}
