/// Says what a line is.
public enum Line: Sendable, Equatable {
  case hit(Hit)
  /// Without client, valid time or status, or longer than ``LineParser/maximumLength``.
  case malformed
  /// Begins with `#`.
  case comment
  case empty
}

/// Parses lines of Common Log Format and its relatives.
///
/// Everything up to the response bytes is the same in all of them; what follows is only looked at
/// when it is asked for.
public struct LineParser: Sendable {
  /// The longest line that is parsed, in bytes.
  public static let maximumLength = 65_536

  /// What a line is, for whoever needs few of its fields.
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
  /// Whoever splits the bytes into lines leaves out of `range` the newline and a `\r` before it: a
  /// `\r` at the end would be taken for a part of the last field. A comment is one at any length.
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
    guard !range.isEmpty else { return .empty }
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
    let namesEnd = max(fields.clientEnd + 1, fields.bracket - 1)
    let identityEnd = bytes.firstOffset(of: space, from: fields.clientEnd + 1, to: namesEnd)
    return Hit(
      instant: fields.instant, client: range.lowerBound..<fields.clientEnd,
      identity: fields.clientEnd + 1..<identityEnd, user: min(identityEnd + 1, namesEnd)..<namesEnd,
      request: fields.request.flatMap { RequestParser.request(bytes, $0) }, status: fields.status,
      responseBytes: fields.responseBytes, rest: fields.restStart..<range.upperBound)
  }
}
