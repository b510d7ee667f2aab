import AccessLog

extension Dimension {
  /// The part of the target before its second slash; see ``Section``.
  package static let section = section(by: .standard)

  /// The first path components of the target, as many as a rule says.
  package static func section(by rule: SectionRule) -> Dimension {
    Dimension(
      name: "section", title: "Sections", parts: .request, parameter: rule.parameter,
      usual: rule.usualField
    ) { hit, bytes, parameter, made in
      SectionRule(parameter: parameter).section(of: hit, in: bytes, made: &made)
    }
  }

  /// The same dimension, with sections that a rule finds.
  package func by(_ rule: SectionRule) -> Dimension { self == .section ? .section(by: rule) : self }

  /// The target before its `?`, an absolute target with its origin.
  package static let path = Dimension(
    name: "path", title: "Paths", parts: .request, usual: .path
  ) { hit, bytes, _, made in
    .logged(hit.request.map { $0.path(in: bytes) }, orUnknown: &made)
  }
}

extension Request {
  /// The target before its first `?`.
  package func path(in bytes: RawSpan) -> Range<Int> {
    target
      .lowerBound..<bytes.firstOffset(
        of: UInt8(ascii: "?"), from: target.lowerBound, to: target.upperBound)
  }

  /// The query: what has a column of its own, or follows the first `?` of the target.
  package func query(in bytes: RawSpan) -> Range<Int>? {
    if let query { return query }
    let start = path(in: bytes).upperBound + 1
    return start <= target.upperBound ? start..<target.upperBound : nil
  }
}
