/// Makes the client and the request of the fields that were found.
///
/// Nothing here changes the reader, but a method that did not say so would copy it.
extension LayoutReader {
  /// The peer, or the first address that it forwards for where the layout has no peer; `nil` if
  /// neither an address nor a name stands there.
  @inline(__always)
  mutating func client(_ bytes: RawSpan) -> Range<Int>? {
    let peer = place(.client)
    guard !peer.isEmpty else {
      return LayoutClient.name(bytes, place(.forwardedFor), hasPort: false)
    }
    let hasPort = layout.traits.contains(.clientHasPort)
    if !hasPort, bytes.vector(at: peer.lowerBound).countOfIPv4 == peer.count { return peer }
    return LayoutClient.name(bytes, peer, hasPort: hasPort)
  }

  @inline(__always)
  mutating func request(_ bytes: RawSpan) -> (request: Request, host: Range<Int>?)? {
    guard var request = loggedRequest(bytes) else { return nil }
    request.escapesWithHash = layout.traits.contains(.escapesWithHash)
    guard layout.traits.contains(.absoluteTargets) else { return (request, nil) }
    let host = RequestField.moveOrigin(of: &request, bytes)
    return (request, host)
  }

  @inline(__always)
  mutating func loggedRequest(_ bytes: RawSpan) -> Request? {
    let whole = place(.request)
    if !whole.isEmpty {
      guard let request = RequestParser.request(bytes, whole) else { return nil }
      return request.method.count > 1 && !layout.traits.contains(.bareVersions)
        ? request
        : RequestField.usable(request, bytes, bareVersion: layout.traits.contains(.bareVersions))
    }
    let target = place(.target)
    let method = place(.method)
    guard !target.isEmpty, RequestParser.isMethod(bytes, method),
      !RequestField.isNone(bytes, method, target)
    else { return nil }
    let version = place(.version)
    let query = place(.query)
    return Request(
      method: method, target: target,
      httpVersion: version.isEmpty ? target.upperBound..<target.upperBound : version,
      query: query.isEmpty || query.count == 1 && bytes[query.lowerBound] == dash ? nil : query)
  }
}
