/// What servers write in the place of a request that is none, or write otherwise than it was sent.
enum RequestField {
  /// The request without a bare protocol at its end; `nil` if the method says that there is none.
  static func usable(_ request: Request, _ bytes: RawSpan, bareVersion: Bool) -> Request? {
    guard request.method.count != 1 || bytes[request.method.lowerBound] != dash else { return nil }
    var request = request
    guard bareVersion, request.httpVersion.isEmpty else { return request }
    var start = request.target.upperBound
    while start > request.target.lowerBound, bytes[start - 1] != space { start -= 1 }
    let version = start..<request.target.upperBound
    guard start - 1 > request.target.lowerBound, !version.isEmpty, version.count <= 3,
      version.allSatisfy({ bytes[$0].isDigit || bytes[$0] == UInt8(ascii: ".") })
    else { return request }
    request.httpVersion = version
    request.target = request.target.lowerBound..<start - 1
    return request
  }

  /// Whether a method and a target say that there was no request: `-`, or Squid's
  /// `error:invalid-request`.
  static func isNone(_ bytes: RawSpan, _ method: Range<Int>, _ target: Range<Int>) -> Bool {
    if method.count == 1, bytes[method.lowerBound] == dash { return true }
    if target.count == 1, bytes[target.lowerBound] == dash { return true }
    return target.count >= 7 && bytes.word(at: target.lowerBound, count: 6) == 0x3A72_6F72_7265
  }

  /// Takes the origin off an absolute target, and returns its host; `nil` if the target is none.
  static func moveOrigin(of request: inout Request, _ bytes: RawSpan) -> Range<Int>? {
    let target = request.target
    var colon = target.lowerBound
    while colon < target.upperBound, bytes[colon].isLetter { colon += 1 }
    guard colon > target.lowerBound, colon + 3 < target.upperBound,
      bytes.word(at: colon, count: 3) == 0x2F_2F3A  // "://"
    else { return nil }
    var slash = colon + 3
    while slash < target.upperBound, !bytes[slash].endsOrigin { slash += 1 }
    // Without a path the origin is all there is to tell where the hit went.
    if slash < target.upperBound { request.target = slash..<target.upperBound }
    return colon + 3 < slash ? Site.name(bytes, colon + 3..<slash) : nil
  }
}

extension UInt8 {
  fileprivate var endsOrigin: Bool {
    self == UInt8(ascii: "/") || self == UInt8(ascii: "?") || self == UInt8(ascii: "#")
  }
}
