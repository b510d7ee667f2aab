/// What the combined format adds to a line.
public struct CombinedFields: Sendable, Equatable {
  /// Between its quotes, backslash escapes as logged.
  public var referrer: Range<Int>
  /// Between its quotes, backslash escapes as logged.
  public var userAgent: Range<Int>

  /// Creates the fields that stand at two ranges.
  init(referrer: Range<Int>, userAgent: Range<Int>) {
    self.referrer = referrer
    self.userAgent = userAgent
  }

  /// Finds the two quoted fields at the start of `rest`, with spaces or tabs between them, or returns
  /// `nil` unless both are there.
  ///
  /// - Complexity: O(length of the fields).
  public init?(rest: Range<Int>, in bytes: RawSpan) {
    guard let referrer = CombinedFields.quoted(bytes, rest) else { return nil }
    let behind = referrer.upperBound + 1
    let next = bytes.endOfSeparators(from: behind, to: rest.upperBound)
    guard next > behind, let userAgent = CombinedFields.quoted(bytes, next..<rest.upperBound) else {
      return nil
    }
    self.referrer = referrer
    self.userAgent = userAgent
  }

  /// The quoted field behind the two, if a list of addresses stands there.
  static func forwardedFor(rest: Range<Int>, in bytes: RawSpan) -> Range<Int>? {
    guard let fields = CombinedFields(rest: rest, in: bytes) else { return nil }
    let behind = fields.userAgent.upperBound + 1
    let next = bytes.endOfSeparators(from: behind, to: rest.upperBound)
    guard next > behind, let list = quoted(bytes, next..<rest.upperBound) else { return nil }
    let last = list.last { bytes[$0] == UInt8(ascii: ",") }.map { $0 + 1 } ?? list.lowerBound
    return ForwardedElement(bytes, last..<list.upperBound).address == nil ? nil : list
  }

  private static func quoted(_ bytes: RawSpan, _ range: Range<Int>) -> Range<Int>? {
    guard !range.isEmpty, bytes[range.lowerBound] == doubleQuote else { return nil }
    let end = closingQuote(bytes, from: range.lowerBound + 1, to: range.upperBound)
    return end < range.upperBound ? range.lowerBound + 1..<end : nil
  }
}
