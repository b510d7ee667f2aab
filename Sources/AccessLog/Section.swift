/// The part of a request target before its second slash: where on the site a hit went.
///
/// A place in the bytes of the target. `/pages/create` and `/pages?x` are in `/pages`; an absolute
/// target keeps its origin; any other target, such as `*` or `host:443`, is its own section. Of a
/// target that is nothing but a query or a fragment nothing is left: such hits go where those
/// without a usable request do.
public struct Section: Sendable, Equatable {
  /// Where the section stands; empty if it is ``unknown``.
  public var range: Range<Int>
  /// Whether a `/` has to be added: `http://my.site.com` is in `http://my.site.com/`.
  public var needsSlash: Bool

  /// The name of the section, and of the method, of a hit that has no usable request.
  public static let unknown: [UInt8] = [UInt8(ascii: "-")]

  /// Finds the section of the request target that stands at `target` in `bytes`.
  ///
  /// - Complexity: O(length of the section).
  @inline(__always)
  public init(of target: Range<Int>, in bytes: RawSpan) {
    guard !target.isEmpty, bytes[target.lowerBound] == slash else {
      self = Section.ofUnusual(target, in: bytes)
      return
    }
    let end = Section.segmentEnd(
      from: target.lowerBound &+ 1, to: target.upperBound, in: bytes)
    self = Section(range: target.lowerBound..<end, needsSlash: false)
  }

  /// Finds the section of a request.
  @inline(__always)
  public init(of request: Request, in bytes: RawSpan) {
    self =
      request.escapesWithHash
      ? Section(withoutFragment: request.target, in: bytes)
      : Section(of: request.target, in: bytes)
  }

  /// Finds the section of a target in which a `#` begins an escape.
  @inline(never)
  private init(withoutFragment target: Range<Int>, in bytes: RawSpan) {
    guard !target.isEmpty, bytes[target.lowerBound] == slash else {
      self = Section.ofUnusual(target, in: bytes)
      return
    }
    var end = target.lowerBound + 1
    while end < target.upperBound, bytes[end] != slash, bytes[end] != UInt8(ascii: "?") { end += 1 }
    self = Section(range: target.lowerBound..<end, needsSlash: false)
  }

  package init(range: Range<Int>, needsSlash: Bool) {
    self.range = range
    self.needsSlash = needsSlash
  }

  /// The section of a target that does not begin with a slash.
  @inline(never)
  private static func ofUnusual(_ target: Range<Int>, in bytes: RawSpan) -> Section {
    var index = target.lowerBound
    let end = target.upperBound
    var needsSlash = false
    if let authority = Section.authority(of: target, in: bytes) {
      index = authority
      while index < end, !bytes[index].endsAuthority { index += 1 }
      needsSlash = index == end || bytes[index] != slash
      if !needsSlash { index = Section.segmentEnd(from: index + 1, to: end, in: bytes) }
    } else {
      while index < end, !bytes[index].endsPath { index += 1 }
    }
    return Section(range: target.lowerBound..<index, needsSlash: needsSlash)
  }

  /// Where the path of a section without ``needsSlash`` begins, behind the origin if it has one; `nil`
  /// if it has no path.
  package static func pathStart(_ section: Range<Int>, in bytes: RawSpan) -> Int? {
    guard let first = section.first else { return nil }
    if bytes[first] == slash { return first }
    guard let authority = authority(of: section, in: bytes) else { return nil }
    let start = bytes.firstOffset(of: slash, from: authority, to: section.upperBound)
    return start < section.upperBound ? start : nil
  }

  /// The bytes of the section's name.
  package func name(in bytes: RawSpan) -> [UInt8] {
    guard !range.isEmpty else { return Section.unknown }
    var name = range.map { bytes[$0] }
    if needsSlash { name.append(slash) }
    return name
  }

  /// The place of the first `/`, `?` or `#` in a range, or its end.
  @inline(__always)
  package static func segmentEnd(from start: Int, to end: Int, in bytes: RawSpan) -> Int {
    bytes.firstOffset(from: start, to: end, where: segmentEnds)
  }

  /// Where a `/`, `?` or `#` stands.
  @inline(__always)
  static func segmentEnds(_ bytes: SIMD16<UInt8>) -> SIMDMask<SIMD16<Int8>> {
    // `/` and `?` differ in one bit.
    ((bytes | .all(0x10)) .== .all(UInt8(ascii: "?"))) .| (bytes .== .all(UInt8(ascii: "#")))
  }

  /// The place behind `scheme://`, if the target begins with a scheme of RFC 3986 section 3.1.
  private static func authority(of target: Range<Int>, in bytes: RawSpan) -> Int? {
    var index = target.lowerBound
    guard index < target.upperBound, bytes[index].isLetter else { return nil }
    while index < target.upperBound, bytes[index].isSchemeByte { index += 1 }
    guard index + 2 < target.upperBound, bytes[index] == UInt8(ascii: ":"),
      bytes[index + 1] == slash, bytes[index + 2] == slash
    else { return nil }
    return index + 3
  }
}

private let slash = UInt8(ascii: "/")

extension UInt8 {
  fileprivate var endsPath: Bool { self == UInt8(ascii: "?") || self == UInt8(ascii: "#") }
  fileprivate var endsAuthority: Bool { self == slash || endsPath }
  fileprivate var isSchemeByte: Bool {
    isLetter || isDigit || self == UInt8(ascii: "+") || self == UInt8(ascii: "-")
      || self == UInt8(ascii: ".")
  }
}
