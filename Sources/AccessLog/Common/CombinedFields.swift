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
  /// Of a line that makes no sense so, quotes may stand in them that are not escaped, as Jetty and
  /// Morgan write them.
  ///
  /// - Complexity: O(length of the fields).
  @inline(__always)
  public init?(rest: Range<Int>, in bytes: RawSpan) {
    if let referrer = CombinedFields.quoted(bytes, rest) {
      let behind = referrer.upperBound + 1
      let next = bytes.endOfSeparators(from: behind, to: rest.upperBound)
      if next > behind, let agent = CombinedFields.quoted(bytes, next..<rest.upperBound) {
        self.init(referrer: referrer, userAgent: agent)
        return
      }
    }
    guard let fields = CombinedFields.unescaped(bytes, rest) else { return nil }
    self = fields
  }

  /// The fields where quotes are not escaped: the first ends before the first `" "`, the second before
  /// the next of these, or at the last quote.
  @inline(never)
  private static func unescaped(_ bytes: RawSpan, _ rest: Range<Int>) -> CombinedFields? {
    guard let first = rest.first, bytes[first] == doubleQuote,
      let referrerEnd = bytes.fieldEnd(from: first + 1, to: rest.upperBound),
      let lastQuote = rest.last(where: { bytes[$0] == doubleQuote }), lastQuote >= referrerEnd + 3,
      bytes[lastQuote - 1] != UInt8(ascii: "\\")
    else { return nil }
    let agentStart = referrerEnd + 3
    let agentEnd = bytes.fieldEnd(from: agentStart, to: rest.upperBound) ?? lastQuote
    return CombinedFields(
      referrer: first + 1..<referrerEnd, userAgent: agentStart..<agentEnd)
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

extension RawSpan {
  /// The first `" "` in a range; `nil` if there is none.
  fileprivate func fieldEnd(from start: Int, to end: Int) -> Int? {
    guard end - start >= 3 else { return nil }
    return (start..<end - 2).first {
      self[$0] == doubleQuote && self[$0 + 1] == space && self[$0 + 2] == doubleQuote
    }
  }
}
