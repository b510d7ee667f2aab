extension Hit {
  /// The hit in a text in which what was decoded of it begins that many bytes further on.
  func moved(by distance: Int) -> Hit {
    var hit = self
    hit.client.move(by: distance)
    hit.identity.move(by: distance)
    hit.user.move(by: distance)
    hit.rest.move(by: distance)
    hit.request = request?.moved(by: distance)
    hit.details.virtualHost?.move(by: distance)
    hit.details.forwardedFor?.move(by: distance)
    hit.details.server?.move(by: distance)
    hit.details.referrer?.move(by: distance)
    hit.details.userAgent?.move(by: distance)
    return hit
  }
}

extension Request {
  fileprivate func moved(by distance: Int) -> Request {
    var request = self
    request.method.move(by: distance)
    request.target.move(by: distance)
    request.httpVersion.move(by: distance)
    request.query?.move(by: distance)
    return request
  }
}

extension LineFields {
  /// The fields in a text in which what was decoded of them begins that many bytes further on.
  func moved(by distance: Int) -> LineFields {
    var fields = self
    fields.client.move(by: distance)
    switch request {
    case .none: break
    case .whole(var range):
      range.move(by: distance)
      fields.request = .whole(range)
    case .columns(let request): fields.request = .columns(request.moved(by: distance))
    }
    return fields
  }
}

extension Range<Int> {
  /// Moves both bounds.
  mutating func move(by distance: Int) {
    self = lowerBound + distance..<upperBound + distance
  }
}
