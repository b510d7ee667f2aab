/// An address as it is shown: an IPv4 one in four decimal numbers, an IPv6 one as RFC 5952 writes it.
///
/// In a buffer of its own rather than an array, so that writing it allocates nothing.
package struct AddressText: Sendable {
  /// The text, from 0 up to ``count``, which is at most 39, and zeros behind it.
  private(set) var bytes = InlineArray<48, UInt8>(repeating: 0)
  package private(set) var count = 0

  /// Writes an address.
  package init(_ address: Address) {
    if address.isIPv4 {
      appendIPv4(UInt32(truncatingIfNeeded: address.low))
    } else {
      appendIPv6(address)
    }
  }

  /// Appends the text to an array.
  package func append(to array: inout [UInt8]) {
    let text = bytes.span.extracting(first: count)
    // In bounds: the span is that of the text.
    unsafe text.withUnsafeBytes { unsafe array.append(contentsOf: $0) }
  }

  private mutating func append(_ byte: UInt8) {
    bytes[count] = byte
    count += 1
  }

  private mutating func appendIPv4(_ bits: UInt32) {
    var end = count
    for index: UInt32 in 0..<4 {
      let number = UInt8(truncatingIfNeeded: bits >> (24 - 8 * index))
      // Each digit is written where the number may begin, over one that it does not have.
      bytes[end] = UInt8(ascii: "0") + number / 100
      end += number >= 100 ? 1 : 0
      bytes[end] = UInt8(ascii: "0") + number / 10 % 10
      end += number >= 10 ? 1 : 0
      bytes[end] = UInt8(ascii: "0") + number % 10
      bytes[end + 1] = UInt8(ascii: ".")
      end += 2
    }
    // No dot behind the last number.
    count = end - 1
    bytes[count] = 0
  }

  private mutating func appendIPv6(_ address: Address) {
    let zeros = AddressText.longestZeros(address)
    var index = 0
    while index < 8 {
      if index == zeros.lowerBound, zeros.count > 1 {
        append(UInt8(ascii: ":"))
        append(UInt8(ascii: ":"))
        index = zeros.upperBound
        continue
      }
      if index > 0, index != zeros.upperBound || zeros.count < 2 { append(UInt8(ascii: ":")) }
      appendGroup(address.group(index))
      index += 1
    }
  }

  private mutating func appendGroup(_ group: UInt16) {
    var shift: UInt16 = 12
    while shift > 0, group >> shift == 0 { shift -= 4 }
    while true {
      let digit = UInt8(truncatingIfNeeded: group >> shift & 15)
      append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      if shift == 0 { return }
      shift -= 4
    }
  }

  /// The first of the longest runs of groups that are zero.
  private static func longestZeros(_ address: Address) -> Range<Int> {
    var longest = 0..<0
    var start = 0
    for index in 0..<8 {
      if address.group(index) != 0 { start = index + 1 }
      if index + 1 - start > longest.count { longest = start..<index + 1 }
    }
    return longest
  }
}

extension Address {
  /// One of the eight groups of 16 bits.
  fileprivate func group(_ index: Int) -> UInt16 {
    let half = index < 4 ? high : low
    return UInt16(truncatingIfNeeded: half >> UInt64(48 - 16 * (index % 4)))
  }
}
