/// Says what a line is.
public enum Line: Sendable, Equatable {
  case hit(Hit)
  /// Without a client, a valid time, a status, or response bytes that are a number or `-`; with
  /// other words before the time than a client, an identity and a user; longer than
  /// ``LineParser/maximumLength``; or nothing but NULs.
  case malformed
  /// Begins with `#`.
  case comment
  case empty
}

/// Parses lines of Common Log Format and its relatives.
///
/// Everything up to the response bytes is the same in all of them; what follows is only looked at
/// when it is asked for. NULs and byte-order marks at the beginning of a line are no part of it.
public struct LineParser: Sendable {
  /// The longest line that is parsed, in bytes.
  public static let maximumLength = 65_536

  /// What a line is, for a caller that needs few of its fields.
  enum Kind {
    case hit(LineFields)
    case malformed
    case comment
    case empty
  }

  let demandsCombinedFields: Bool
  var finder = FieldFinder()

  /// Creates a parser of lines that are laid out as `format` says.
  public init(format: LogFormat = .auto) {
    demandsCombinedFields = format == .combined
  }

  /// Says what the line at `range` is.
  ///
  /// `range` is without the newline and a `\r` before it: a `\r` at the end would be taken for a part
  /// of the last field. A comment is one at any length.
  ///
  /// - Complexity: O(length), without allocation.
  public mutating func parse(_ bytes: RawSpan, _ range: Range<Int>) -> Line {
    switch kind(bytes, range) {
    case .hit(let fields): .hit(hit(fields, bytes, range))
    case .malformed: .malformed
    case .comment: .comment
    case .empty: .empty
    }
  }

  /// When the hit was that the line at `range` records, if it does; faster than all that it says.
  public mutating func instant(_ bytes: RawSpan, _ range: Range<Int>) -> Instant? {
    guard case .hit(let fields) = kind(bytes, range) else { return nil }
    return fields.instant
  }

  /// Finds the fields of the line at `range`, if it is a hit.
  @inline(__always)
  mutating func kind(_ bytes: RawSpan, _ range: Range<Int>) -> Kind {
    guard let first = range.first else { return .empty }
    guard LineStart.mayBePadding(bytes[first]) else { return unpaddedKind(bytes, range) }
    let start = LineStart.endOfPadding(bytes, range)
    guard start < range.upperBound else {
      return LineStart.holdsNull(bytes, range) ? .malformed : .empty
    }
    return unpaddedKind(bytes, start..<range.upperBound)
  }

  @inline(__always)
  private mutating func unpaddedKind(_ bytes: RawSpan, _ range: Range<Int>) -> Kind {
    guard bytes[range.lowerBound] != UInt8(ascii: "#") else { return .comment }
    guard range.count <= LineParser.maximumLength, let fields = finder.fields(bytes, range) else {
      return .malformed
    }
    guard
      !demandsCombinedFields
        || CombinedFields(rest: fields.restStart..<range.upperBound, in: bytes) != nil
    else { return .malformed }
    return .hit(fields)
  }

  private func hit(_ fields: LineFields, _ bytes: RawSpan, _ range: Range<Int>) -> Hit {
    let front = LineFront(
      client: fields.client, names: fields.client.upperBound..<fields.bracket)
    let identity = front.identity(bytes)
    return Hit(
      instant: fields.instant, client: fields.client, identity: identity,
      user: front.user(bytes, behind: identity),
      request: fields.request.flatMap { RequestParser.request(bytes, $0) }, status: fields.status,
      responseBytes: fields.responseBytes, rest: fields.restStart..<range.upperBound)
  }
}
