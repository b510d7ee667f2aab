/// A network of IPv4 as RFC 4632 writes it, `203.0.113.0/24`, in at most 16 bytes.
struct NetworkText {
  /// The first byte in the lowest bits of the first, zeros behind the last.
  let words: SIMD2<UInt64>
  let count: Int

  /// The numbers from 0 to 255 in decimal, with how many digits they have in the highest byte.
  static let numbers: [UInt32] = (0..<256).map { number in
    let digits = Array(String(number).utf8)
    return UInt32(digits.count) << 24 | digits.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Writes the network of that many bits, 8 to 32, that begins with an address.
  ///
  /// `nil` if it takes more bytes. `numbers` are ``numbers``.
  @inline(__always)
  init?(_ start: UInt32, bits: Int, _ numbers: [UInt32]) {
    var text: UInt128 = 0
    var shift: UInt32 = 0
    for place: UInt32 in [24, 16, 8, 0] {
      let number = numbers[Int(start &>> place & 255)]
      let length = number &>> 24
      guard shift &+ 8 &* length &+ 8 <= 128 else { return nil }
      let mark = UInt32(place == 0 ? UInt8(ascii: "/") : UInt8(ascii: "."))
      text |=
        UInt128(truncatingIfNeeded: number & 0xFF_FFFF | mark &<< (8 &* length)) &<< UInt128(shift)
      shift &+= 8 &* length &+ 8
    }
    let length = numbers[bits] &>> 24
    guard shift &+ 8 &* length <= 128 else { return nil }
    text |= UInt128(truncatingIfNeeded: numbers[bits] & 0xFF_FFFF) &<< UInt128(shift)
    words = SIMD2(
      UInt64(truncatingIfNeeded: text), UInt64(truncatingIfNeeded: text &>> 64))
    count = Int(shift &>> 3 &+ length)
  }
}
