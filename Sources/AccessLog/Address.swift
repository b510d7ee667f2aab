/// An IPv4 or IPv6 address, the same however a log writes it.
///
/// An IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2) is the IPv4 address: servers that listen
/// on IPv6 sockets log every IPv4 client so.
package struct Address: Hashable, Sendable {
  /// The first eight bytes, the first in the highest bits; 0 of an IPv4 address.
  package let high: UInt64
  /// The other eight bytes; an IPv4 address is the lowest 32 bits.
  package let low: UInt64
  package let isIPv4: Bool

  /// Creates the IPv4 address of these 32 bits.
  package init(ipv4: UInt32) {
    high = 0
    low = UInt64(ipv4)
    isIPv4 = true
  }

  /// Creates the address of these 128 bits; an IPv4-mapped one is IPv4.
  package init(high: UInt64, low: UInt64) {
    isIPv4 = high == 0 && low >> 32 == 0xFFFF
    self.high = high
    self.low = isIPv4 ? low & 0xFFFF_FFFF : low
  }

  /// All 128 bits, those of an IPv4 address as an IPv4-mapped one has them.
  package var bits: UInt128 {
    UInt128(high) << 64 | UInt128(isIPv4 ? low | 0xFFFF << 32 : low)
  }

  /// How many bits an address of its kind has.
  package var bitCount: Int { isIPv4 ? 32 : 128 }

  /// Parses the whole of a range: an address, perhaps in brackets, without a zone; `nil` if it is
  /// anything else.
  ///
  /// A number of an IPv4 address may have zeros in front, and is decimal all the same.
  ///
  /// - Complexity: O(length), without allocation.
  package init?(_ bytes: RawSpan, _ range: Range<Int>) {
    guard let first = range.first else { return nil }
    var range = range
    if bytes[first] == UInt8(ascii: "["), bytes[range.upperBound - 1] == UInt8(ascii: "]") {
      guard range.count > 2 else { return nil }
      range = first + 1..<range.upperBound - 1
    }
    if let bits = Address.ipv4(bytes, range) {
      self.init(ipv4: bits)
    } else if let address = Address(usualIPv6: range, in: bytes) {
      self = address
    } else if let (high, low) = Address.ipv6(bytes, range) {
      self.init(high: high, low: low)
    } else {
      return nil
    }
  }

  /// The address that stands at a range which looks like an IPv4 one; `nil` if a number of it is too
  /// large.
  ///
  /// - Precondition: ``RawSpan/isUsualIPv4(_:)``.
  package init?(usualIPv4 range: Range<Int>, in bytes: RawSpan) {
    guard range.count <= 15 else { return nil }
    let vector = bytes.vector(at: range.lowerBound)
    let text = unsafe unsafeBitCast(vector, to: UInt128.self)
    // Where the numbers end.
    var ends = (vector .== .all(UInt8(ascii: "."))).bits | 1 &<< UInt64(range.count)
    var bits: UInt32 = 0
    var start = 0
    for _ in 0..<4 {
      let end = ends.trailingZeroBitCount
      ends &= ends &- 1
      let length = end &- start
      guard length <= 3 else { return nil }
      // The last digit is the highest of three bytes, zeros stand before the first.
      let digits =
        UInt32(truncatingIfNeeded: text &>> UInt128(8 &* start)) &<< UInt32(24 &- 8 &* length)
      let number =
        (digits & 15) &* 100 &+ (digits &>> 8 & 15) &* 10 &+ (digits &>> 16 & 15)
      guard number <= 255 else { return nil }
      bits = bits &<< 8 | number
      start = end &+ 1
    }
    self.init(ipv4: bits)
  }

  /// The IPv6 address that stands at a range without dots, zone and brackets; `nil` if it is written
  /// otherwise, or is none.
  ///
  /// - Complexity: O(groups).
  init?(usualIPv6 range: Range<Int>, in bytes: RawSpan) {
    guard range.count < 48, bytes.formOfIPv6(at: range.lowerBound, count: range.count) != .none
    else { return nil }
    var groups: UInt128 = 0
    var count = 0
    // Those before the `::`.
    var front: UInt128 = 0
    var frontCount: Int?
    var start = range.lowerBound
    while start < range.upperBound {
      let left = range.upperBound &- start
      let text = bytes.word(at: start, count: min(5, left))
      let length = min(text.digitsOfGroup, left)
      start &+= length &+ 1
      guard length > 0 else {
        if frontCount == nil { (front, frontCount, groups) = (groups, count, 0) }
        continue
      }
      groups = groups &<< 16 | UInt128(text.group(ofDigits: length))
      count &+= 1
    }
    let bits = frontCount.map { front << UInt128(16 &* (8 &- $0)) | groups } ?? groups
    self.init(
      high: UInt64(truncatingIfNeeded: bits >> 64), low: UInt64(truncatingIfNeeded: bits))
  }

  /// The address with all bits behind the first `count` cleared.
  package func prefix(_ count: Int) -> Address {
    guard !isIPv4 else {
      let kept = count >= 32 ? ~0 : ~(UInt32.max >> UInt32(count))
      return Address(ipv4: UInt32(truncatingIfNeeded: low) & kept)
    }
    let highKept = count >= 64 ? ~0 : ~(UInt64.max >> UInt64(count))
    let lowKept = count >= 128 ? ~0 : count <= 64 ? 0 : ~(UInt64.max >> UInt64(count - 64))
    return Address(isIPv4: false, high: high & highKept, low: low & lowKept)
  }

  private init(isIPv4: Bool, high: UInt64, low: UInt64) {
    self.isIPv4 = isIPv4
    self.high = high
    self.low = low
  }

  private static func ipv4(_ bytes: RawSpan, _ range: Range<Int>) -> UInt32? {
    var bits: UInt32 = 0
    var number: UInt32 = 0
    var dots = 0
    var digits = 0
    for index in range {
      let byte = bytes[index]
      if byte.isDigit {
        number = number * 10 + UInt32(byte &- UInt8(ascii: "0"))
        digits += 1
        guard number <= 255, digits <= 3 else { return nil }
      } else {
        guard byte == UInt8(ascii: "."), digits > 0, dots < 3 else { return nil }
        bits = bits << 8 | number
        (number, digits, dots) = (0, 0, dots + 1)
      }
    }
    return dots == 3 && digits > 0 ? bits << 8 | number : nil
  }

  /// The 128 bits of a text of RFC 4291 section 2.2.
  private static func ipv6(_ bytes: RawSpan, _ range: Range<Int>) -> (UInt64, UInt64)? {
    let end = range.upperBound
    var index = range.lowerBound
    guard range.count >= 2 else { return nil }
    // The groups so far, and those of them that stand before the `::`.
    var groups: (high: UInt64, low: UInt64) = (0, 0)
    var front: (high: UInt64, low: UInt64) = (0, 0)
    var count = 0
    var frontCount: Int?
    func append(_ group: UInt64) {
      groups = (groups.high << 16 | groups.low >> 48, groups.low << 16 | group)
      count += 1
    }
    func endFront() {
      (front, frontCount) = (groups, count)
      groups = (0, 0)
    }
    if bytes[index] == colon {
      guard bytes[index + 1] == colon else { return nil }
      endFront()
      index += 2
    }
    let mayEndWithIPv4 = range.contains { bytes[$0] == UInt8(ascii: ".") }
    while index < end {
      if mayEndWithIPv4, let bits = ipv4(bytes, index..<end) {
        append(UInt64(bits >> 16))
        append(UInt64(bits & 0xFFFF))
        break
      }
      let start = index
      var group: UInt64 = 0
      while index < end, index - start < 4, let digit = bytes[index].hexDigit {
        group = group << 4 | digit
        index += 1
      }
      guard index > start, count < 8 else { return nil }
      append(group)
      guard index < end else { break }
      guard bytes[index] == colon, index + 1 < end else { return nil }
      index += 1
      guard bytes[index] == colon else { continue }
      guard frontCount == nil else { return nil }
      endFront()
      index += 1
    }
    guard let frontCount else { return count == 8 ? (groups.high, groups.low) : nil }
    guard count < 8 else { return nil }
    // The groups in front move to the beginning, zeros between them and the others.
    let shift = 16 * (8 - frontCount)
    let moved =
      shift >= 128
      ? (0, 0)
      : shift >= 64
        ? (front.low << UInt64(shift - 64), 0)
        : (
          front.high << UInt64(shift) | front.low >> UInt64(64 - shift), front.low << UInt64(shift)
        )
    return (groups.high | moved.0, groups.low | moved.1)
  }
}

private let colon = UInt8(ascii: ":")

extension UInt64 {
  /// How many bytes stand before the first colon of at most five bytes; 8 if there is none.
  fileprivate var digitsOfGroup: Int {
    let colons = self ^ 0x3A_3A3A_3A3A
    return ((colons &- 0x01_0101_0101) & ~colons & 0x80_8080_8080).trailingZeroBitCount / 8
  }

  /// The number that so many hexadecimal digits are, one to four; the first in the lowest bits.
  fileprivate func group(ofDigits count: Int) -> UInt32 {
    // Zeros stand before the first.
    let digits = UInt32(truncatingIfNeeded: self) &<< UInt32(truncatingIfNeeded: 32 &- 8 &* count)
    // A letter has its place in the alphabet in the lowest bits.
    let numbers = (digits & 0x0F0F_0F0F) &+ 9 &* (digits &>> 6 & 0x0101_0101)
    return numbers &>> 24 | numbers &>> 12 & 0xF0 | numbers & 0xF00 | (numbers & 0xF) &<< 12
  }
}

extension UInt8 {
  fileprivate var hexDigit: UInt64? {
    if isDigit { return UInt64(self &- UInt8(ascii: "0")) }
    let letter = (self | 0x20) &- UInt8(ascii: "a")
    return letter < 6 ? UInt64(letter) + 10 : nil
  }
}
