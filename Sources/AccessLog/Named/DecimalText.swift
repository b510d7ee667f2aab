/// A decimal number as it stands in a text: `12`, `0.058`, `4.2e-05`.
struct DecimalText {
  /// As many digits as fit are read; those behind them change nothing that is measured.
  private static let maximumDigits = 18

  private(set) var isNegative = false
  /// Whether it is written as floating-point numbers are, with a point or an exponent.
  private(set) var isFloating = false
  /// Where the number ends.
  private(set) var end: Int
  /// The number is ``mantissa`` · 10^``exponent``.
  private var mantissa = 0
  private var exponent = 0

  /// Reads the number at the beginning of a range; `nil` if there is none.
  init?(_ bytes: RawSpan, _ range: Range<Int>) {
    let limit = range.upperBound
    var index = range.lowerBound
    if index < limit, bytes[index] == UInt8(ascii: "-") {
      isNegative = true
      index += 1
    }
    var digits = 0
    var count = 0
    var hasPoint = false
    while index < limit {
      let byte = bytes[index]
      if byte.isDigit {
        count += 1
        if digits < DecimalText.maximumDigits {
          mantissa = mantissa &* 10 &+ Int(byte & 15)
          if mantissa != 0 { digits += 1 }
          if hasPoint { exponent -= 1 }
        } else if !hasPoint {
          exponent += 1
        }
      } else if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else {
        break
      }
      index += 1
    }
    guard count > 0 else { return nil }
    end = index
    isFloating = hasPoint
    if index < limit, bytes[index] | 0x20 == UInt8(ascii: "e") { readExponent(bytes, limit) }
  }

  private mutating func readExponent(_ bytes: RawSpan, _ limit: Int) {
    var index = end + 1
    var sign = 1
    if index < limit, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
      sign = bytes[index] == UInt8(ascii: "-") ? -1 : 1
      index += 1
    }
    let start = index
    var value = 0
    while index < limit, bytes[index].isDigit, value < 1_000 {
      value = value * 10 + Int(bytes[index] & 15)
      index += 1
    }
    guard index > start else { return }
    exponent += sign * value
    isFloating = true
    end = index
  }

  /// The number where it is whole and not negative, as `1375.0` is; `nil` if it is not below 10^18.
  var whole: Int? {
    guard !isNegative || mantissa == 0 else { return nil }
    var (digits, power) = (mantissa, exponent)
    while power < 0, digits % 10 == 0, digits != 0 {
      digits /= 10
      power += 1
    }
    return power < 0 && digits != 0 ? nil : scaled(by: 0)
  }

  /// The number times a power of ten, rounded down; `nil` if it is not below 10^18.
  func scaled(by power: Int) -> Int? {
    var value = mantissa
    var power = exponent + power
    while power > 0, value != 0 {
      guard value < 100_000_000_000_000_000 else { return nil }
      value *= 10
      power -= 1
    }
    while power < 0, value != 0 {
      value /= 10
      power += 1
    }
    return value
  }
}
