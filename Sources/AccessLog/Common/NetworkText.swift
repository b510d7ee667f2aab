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

  /// Writes the network of 24 bits of the address at the beginning of 16 bytes, which has `count` of
  /// them; `nil` unless its numbers are written as they are in a network.
  ///
  /// - Precondition: `count` is that of ``SIMD16/countOfIPv4``.
  @inline(__always)
  init?(_ address: SIMD16<UInt8>, count: Int) {
    let within = 1 &<< UInt64(truncatingIfNeeded: count) &- 1
    let dots = (address .== .all(UInt8(ascii: "."))).bits & within
    let digits = within & ~dots
    let signed = unsafe unsafeBitCast(address, to: SIMD16<Int8>.self)
    let fives = (address .== .all(UInt8(ascii: "5"))).bits
    let overFive = (signed .> SIMD16<Int8>(repeating: 0x35)).bits
    let overTwo = (signed .> SIMD16<Int8>(repeating: 0x32)).bits
    let twos = (address .== .all(UInt8(ascii: "2"))).bits
    let zeros = (address .== .all(UInt8(ascii: "0"))).bits
    let starts = dots &<< 1 | 1
    let longer = starts & digits &>> 1
    let three = longer & digits &>> 2
    // Zeros in front, four digits, and what is more than 255.
    let isOver = overTwo | twos & (overFive &>> 1 | fives &>> 1 & overFive &>> 2)
    guard longer & zeros | three & (isOver | digits &>> 3) == 0 else { return nil }
    let length = 64 &- dots.leadingZeroBitCount
    let front = unsafe unsafeBitCast(address, to: SIMD2<UInt64>.self) & .ofBytes(length)
    let tail = UInt128(0x3432_2F30) &<< UInt128(truncatingIfNeeded: 8 &* length)  // "0/24"
    words = front | SIMD2(UInt64(truncatingIfNeeded: tail), UInt64(truncatingIfNeeded: tail &>> 64))
    self.count = length &+ 4
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
