/// A target with its origin, from a format whose targets always have one.
struct AbsoluteTarget {
  /// The origin's host, and its port unless that is the scheme's own.
  var virtualHost: Range<Int>
  /// The target from its path on.
  var path: Range<Int>

  /// Splits a target; `nil` unless it has a scheme, a host and a path.
  init?(_ bytes: RawSpan, _ target: Range<Int>) {
    let colon = bytes.firstOffset(
      of: UInt8(ascii: ":"), from: target.lowerBound, to: target.upperBound)
    let host = colon + 3
    guard colon > target.lowerBound, host < target.upperBound, bytes[colon + 1] == slash,
      bytes[colon + 2] == slash, (target.lowerBound..<colon).allSatisfy({ bytes[$0].isLetter })
    else { return nil }
    var end = host
    while end < target.upperBound, bytes[end] != slash, bytes[end] != UInt8(ascii: "?") { end += 1 }
    guard end > host, end < target.upperBound, bytes[end] == slash else { return nil }
    path = end..<target.upperBound
    let isSecure = bytes[colon - 1] | 0x20 == UInt8(ascii: "s")
    let port = Array((isSecure ? ":443" : ":80").utf8)
    if end - host > port.count,
      port.indices.allSatisfy({ bytes[end - port.count + $0] == port[$0] })
    {
      end -= port.count
    }
    virtualHost = host..<end
  }
}

private let slash = UInt8(ascii: "/")
