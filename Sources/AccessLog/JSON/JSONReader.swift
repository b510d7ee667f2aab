/// Reads lines that are JSON objects, in one pass over their bytes.
///
/// Keys are read only where the format has them: what a client can name, such as a header, is never
/// taken for a field. Of a key that stands twice in an object the last one counts (RFC 8259 section
/// 4). What is not read is passed over at any depth; `null` is no value, and numbers may be written
/// as strings. The layout of an object has to be right as far as it is looked at, and nothing may
/// stand behind it: a line that was cut is malformed.
struct JSONReader: NamedReader {
  private let names: NameTree
  var named: NamedFields
  private var guesses = NameGuesses()

  init(_ format: NamedFormat) {
    names = format.names
    named = NamedFields(format)
  }

  var decodes: Bool { true }

  func mayBeHit(_ bytes: RawSpan, _ line: Range<Int>) -> Bool {
    let start = JSONText.endOfSpaces(bytes, line.lowerBound, line.upperBound)
    return start < line.upperBound && bytes[start] == UInt8(ascii: "{")
  }

  @inline(__always)
  mutating func readValues(_ bytes: RawSpan, _ line: Range<Int>) -> Bool {
    named.values.clear()
    return JSONObject.read(bytes, line, names, &guesses, into: &named.values)
  }
}
