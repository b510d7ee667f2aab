extension [UInt8] {
  mutating func append(_ text: StaticString) {
    // A string literal lives as long as the program.
    unsafe append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends a number that is not negative, with zeros before it up to `width` digits.
  mutating func append(decimal number: Int, width: Int = 1) {
    if number >= 10 || width > 1 { append(decimal: number / 10, width: width - 1) }
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
  }

  /// Appends the lower 16 bits of a number, without leading zeros.
  mutating func append(hexadecimal number: UInt64) {
    let digits = number & 0xF000 != 0 ? 4 : number & 0xF00 != 0 ? 3 : number & 0xF0 != 0 ? 2 : 1
    for digit in stride(from: digits - 1, through: 0, by: -1) {
      let value = UInt8(truncatingIfNeeded: number >> (4 * UInt64(digit)) & 15)
      append(value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10))
    }
  }
}
