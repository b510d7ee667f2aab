/// The network of 48 bits of an IPv6 address whose first three groups stand there: `2001:db8:5::/48` of
/// `2001:db8:5::1`.
///
/// The text is the beginning of the address: no group of zeros stands in it, so that those behind it are
/// the ones to leave out.
struct IPv6NetworkText {
  /// How many bytes are written of each, zeros behind the text among them.
  static let storedBytes = 24

  /// The length of the text, in bytes.
  let count: Int
  private let front: SIMD2<UInt64>

  /// Writes the network of a client; `nil` if that is no address as RFC 5952 writes it, or one of which
  /// the first three groups do not stand there.
  @inline(__always)
  init?(_ client: Range<Int>, _ bytes: RawSpan) {
    guard client.count < 48,
      bytes.formOfIPv6(at: client.lowerBound, count: client.count) == .canonical
    else { return nil }
    let vector = bytes.vector(at: client.lowerBound)
    let colons = (vector .== .all(UInt8(ascii: ":"))).bits
    let behindFirst = colons & (colons &- 1)
    let behindSecond = behindFirst & (behindFirst &- 1)
    let third = behindSecond & ~(behindSecond &- 1)
    // Two colons in front of the third stand for groups.
    guard third != 0, colons & colons &>> 1 & (third &- 1) == 0 else { return nil }
    let length = third.trailingZeroBitCount
    count = length &+ 5
    front = unsafe unsafeBitCast(vector, to: SIMD2<UInt64>.self) & .ofBytes(length)
  }

  /// Stores the text, and zeros behind it.
  @inline(__always)
  func store(to target: inout MutableRawSpan, at start: Int) {
    target.storeBytes(of: front[0].littleEndian, toByteOffset: start, as: UInt64.self)
    target.storeBytes(of: front[1].littleEndian, toByteOffset: start &+ 8, as: UInt64.self)
    let tail: UInt64 = 0x38_342F_3A3A  // "::/48"
    target.storeBytes(of: tail.littleEndian, toByteOffset: start &+ count &- 5, as: UInt64.self)
  }
}
