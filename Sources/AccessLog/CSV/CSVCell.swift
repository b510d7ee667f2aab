/// A value among comma-separated ones (RFC 4180 section 2).
struct CSVCell {
  /// Within its quotes, if it has them; a quote in it stands twice.
  var text: Range<Int>
  /// Where the separator behind it stands, or the line ends.
  var end: Int
  var hasDoubledQuotes = false

  /// Finds the value at the beginning of a range; `nil` if a quote is not closed, or something stands
  /// behind a closing quote.
  @inline(__always)
  init?(_ bytes: RawSpan, _ range: Range<Int>, _ separator: UInt8) {
    let start = range.lowerBound
    guard start < range.upperBound, bytes[start] == doubleQuote else {
      end = bytes.firstOffset(from: start, to: range.upperBound) { $0 .== .all(separator) }
      text = start..<end
      return
    }
    var quote = start
    while true {
      quote = bytes.firstOffset(from: quote &+ 1, to: range.upperBound) { $0 .== .all(doubleQuote) }
      guard quote < range.upperBound else { return nil }
      guard quote &+ 1 < range.upperBound, bytes[quote &+ 1] == doubleQuote else { break }
      hasDoubledQuotes = true
      quote &+= 1
    }
    text = start &+ 1..<quote
    end = quote &+ 1
    guard end == range.upperBound || bytes[end] == separator else { return nil }
  }
}
