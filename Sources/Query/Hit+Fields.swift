package import AccessLog

/// Fields as they are grouped by and compared; `nil` where the line lacks one.
extension Hit {
  /// The authenticated user; an empty one is logged as `""`.
  package func userName(in bytes: RawSpan) -> Range<Int>? {
    guard user.count == 2, bytes[user.lowerBound] == UInt8(ascii: "\""),
      bytes[user.lowerBound + 1] == UInt8(ascii: "\"")
    else { return user }
    return user.lowerBound + 1..<user.lowerBound + 1
  }

  /// The protocol, such as `HTTP/1.1`, where the request names one.
  package var requestProtocol: Range<Int>? {
    request.flatMap { $0.httpVersion.isEmpty ? nil : $0.httpVersion }
  }
}
