import AccessLog

extension Dimension {
  /// The origin of the referrer, `https://www.example.org`; what has no origin is itself.
  package static let referrer = Dimension(
    name: "referrer", title: "Referrers", parts: .rest, usual: .referrerOrigin
  ) { hit, bytes, _, _ in
    guard let referrer = hit.referrer(in: bytes) else { return .missing }
    return .logged(referrer.lowerBound..<bytes.originEnd(referrer))
  }
}
