extension [UInt8] {
  /// Appends a whole number in decimal digits.
  mutating func append(decimal number: Int) {
    // Most numbers in a report have one digit.
    guard !(0..<10).contains(number) else { return append(UInt8(ascii: "0") + UInt8(number)) }
    if number < 0 { append(UInt8(ascii: "-")) }
    // The digits come out last first. They are put in order in a buffer of their own: reversing them
    // within the report would copy the report.
    var digits = InlineArray<20, UInt8>(repeating: UInt8(ascii: "0"))
    var first = digits.count
    var rest = number.magnitude
    repeat {
      first -= 1
      digits[first] += UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    for index in first..<digits.count { append(digits[index]) }
  }

  /// Appends a number rounded to at most `places` decimals, half away from zero, without trailing
  /// zeros and without an exponent.
  ///
  /// - Precondition: `value` is finite, `places` from 0 to 6.
  mutating func append(_ value: Double, places: Int) {
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    // A larger number has almost no decimals to round, and the product would not be exact.
    guard value.magnitude < 0x1p53 / Double(scale) else { return append(exactly: value.rounded()) }
    let scaled = Int((value * Double(scale)).rounded())
    if scaled < 0 { append(UInt8(ascii: "-")) }
    let magnitude = abs(scaled)
    append(decimal: magnitude / scale)
    var fraction = magnitude % scale
    guard fraction > 0 else { return }
    append(UInt8(ascii: "."))
    while fraction > 0 {
      scale /= 10
      append(UInt8(ascii: "0") + UInt8(fraction / scale))
      fraction %= scale
    }
  }

  /// Appends the fewest digits that mean exactly this number, without an exponent, so that a number
  /// is written as its user entered it.
  ///
  /// - Precondition: `value` is finite.
  mutating func append(exactly value: Double) {
    let text = Array(value.description.utf8)
    let mantissaEnd = text.firstIndex(of: UInt8(ascii: "e")) ?? text.count
    let exponent = Int(String(decoding: text[mantissaEnd...].dropFirst(), as: UTF8.self)) ?? 0
    var digits: [UInt8] = []
    var pointPosition: Int?
    for byte in text[..<mantissaEnd] {
      switch byte {
      case UInt8(ascii: "-"): append(byte)
      case UInt8(ascii: "."): pointPosition = digits.count
      default: digits.append(byte)
      }
    }
    append(digits: digits, pointPosition: (pointPosition ?? digits.count) + exponent)
  }

  /// Appends `0.digits` times ten to the power of `pointPosition`.
  private mutating func append(digits: [UInt8], pointPosition: Int) {
    let zero = UInt8(ascii: "0")
    let whole = digits.prefix(Swift.max(pointPosition, 0)).drop { $0 == zero }
    append(contentsOf: whole)
    append(contentsOf: repeatElement(zero, count: Swift.max(pointPosition - digits.count, 0)))
    if whole.isEmpty { append(zero) }
    var fraction = Array(repeating: zero, count: Swift.max(-pointPosition, 0))
    fraction += digits.dropFirst(Swift.max(pointPosition, 0))
    while fraction.last == zero { fraction.removeLast() }
    guard !fraction.isEmpty else { return }
    append(UInt8(ascii: "."))
    append(contentsOf: fraction)
  }
}
