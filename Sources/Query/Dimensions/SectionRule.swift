import AccessLog

/// How much of a request target is its section.
package struct SectionRule: Hashable, Sendable {
  /// How many path components, 1 or more.
  package var components: Int
  /// Whether the virtual host stands in front, and an absolute target's origin is dropped.
  package var hasVirtualHost: Bool

  /// The largest number of components.
  package static let maximumComponents = 100
  /// One path component: what ``Section`` finds.
  package static let standard = SectionRule(components: 1)

  package init(components: Int, hasVirtualHost: Bool = false) {
    self.components = components
    self.hasVirtualHost = hasVirtualHost
  }

  /// A rule as it is entered: `2`, or `vhost,1`; `nil` for any other text.
  package init?(entered text: String) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard let last = parts.last, last.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }),
      let components = Int(last), 1...SectionRule.maximumComponents ~= components,
      parts.count == 1 || parts.count == 2 && parts[0] == "vhost"
    else { return nil }
    self.init(components: components, hasVirtualHost: parts.count == 2)
  }

  /// What can be entered, in words.
  package static let accepted =
    "a number of path components from 1 to \(maximumComponents), or vhost, and one, such as 2 or "
    + "vhost,1"

  /// The rule as it would be entered.
  package var text: String { hasVirtualHost ? "vhost,\(components)" : "\(components)" }

  /// What a usual line has of it; with a virtual host, which no such line has, it is the same.
  var usualField: UsualField? { .section(components: components) }

  /// The rule as one number.
  var parameter: Int { components << 1 | (hasVirtualHost ? 1 : 0) }

  init(parameter: Int) {
    self.init(components: parameter >> 1, hasVirtualHost: parameter & 1 != 0)
  }

  /// The section of a hit: `-` of one without a usable request, or with nothing before the `?`.
  ///
  /// - Complexity: O(length of the section).
  func section(of hit: Hit, in bytes: RawSpan, made: inout [UInt8]) -> FieldValue {
    guard let request = hit.request else { return .logged(nil, orUnknown: &made) }
    let first = Section(of: request, in: bytes)
    guard self != .standard else { return value(first, in: bytes, made: &made) }
    // What has no path is its own section.
    guard let path = path(of: request, first, in: bytes) else {
      return value(first, in: bytes, made: &made)
    }
    let section = Section(range: path.section, needsSlash: first.needsSlash)
    guard hasVirtualHost else { return value(section, in: bytes, made: &made) }
    guard let host = hit.details.virtualHost else {
      guard first.needsSlash else { return .logged(path.start..<path.section.upperBound) }
      made.append(slash)
      return .made
    }
    bytes.append(host, to: &made)
    bytes.append(path.start..<path.section.upperBound, to: &made)
    if first.needsSlash { made.append(slash) }
    return .made
  }

  private func value(_ section: Section, in bytes: RawSpan, made: inout [UInt8]) -> FieldValue {
    guard section.needsSlash else { return .logged(section.range, orUnknown: &made) }
    bytes.append(section.range, to: &made)
    made.append(slash)
    return .made
  }

  /// Where the path of a target begins, and its section with the origin; `nil` without a path.
  private func path(
    of request: Request, _ first: Section, in bytes: RawSpan
  ) -> (start: Int, section: Range<Int>)? {
    let target = request.target
    guard !first.needsSlash else { return (first.range.upperBound, first.range) }
    guard let start = Section.pathStart(first.range, in: bytes) else { return nil }
    var end = start
    for _ in 0..<components where end < target.upperBound && bytes[end] == slash {
      repeat {
        end = Section.segmentEnd(from: end + 1, to: target.upperBound, in: bytes)
      } while request.escapesWithHash && end < target.upperBound && bytes[end] == UInt8(ascii: "#")
    }
    while end > start + 1, bytes[end - 1] == slash { end -= 1 }
    return (start, target.lowerBound..<end)
  }
}

private let slash = UInt8(ascii: "/")
