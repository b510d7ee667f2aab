/// Says what a line is.
public enum Line: Sendable, Equatable {
  case hit(Hit)
  /// Not laid out as the format of its log says; longer than ``LineParser/maximumLength``; or
  /// nothing but NULs.
  ///
  /// In Common Log Format: without a client, a valid time, a status, or response bytes that are a
  /// number or `-`; or with other words before the time than a client, an identity and a user.
  case malformed
  /// Begins with `#`.
  case comment
  case empty
}

/// Parses lines one by one, for a caller that wants to know all that they say.
///
/// NULs and byte-order marks at the beginning of a line are no part of it.
public struct LineParser: Sendable {
  /// The longest line that is parsed, in bytes.
  public static let maximumLength = 65_536

  private var reader: any LineReader

  /// Creates a parser of lines that come next in a source.
  public init(_ memory: SourceMemory) {
    reader = memory.reader
  }

  /// Creates a parser of lines that are laid out as `format` says.
  public init(format: LogFormat = .common) {
    reader = SourceMemory(settled: format).reader
  }

  /// Says what the line at `range` is.
  ///
  /// `range` is without the newline and a `\r` before it: a `\r` at the end would be taken for a part
  /// of the last field. A comment is one at any length.
  ///
  /// In a format that decodes texts, such as JSON, the ranges of a hit may be of what was decoded.
  ///
  /// - Complexity: O(length), without allocation.
  public mutating func parse(_ bytes: RawSpan, _ range: Range<Int>) -> Line {
    reader.parse(bytes, range)
  }

  /// The same in any format: what has to be decoded of the line is appended to `text`.
  package mutating func parse(_ text: inout LineText, _ range: Range<Int>) -> Line {
    text.parse(range, with: &reader)
  }

  /// The time of the hit that the line at `range` records, or `nil` if it is no hit; cheaper than
  /// ``parse(_:_:)``.
  public func instant(_ bytes: RawSpan, _ range: Range<Int>) -> Instant? {
    reader.instant(bytes, range)
  }
}
