/// The client that a field of its own holds.
enum ClientField {
  /// The client without port and brackets, of a list the first; `nil` if the field is no client.
  @inline(__always)
  static func client(_ bytes: RawSpan, _ field: Range<Int>) -> Range<Int>? {
    guard !field.isEmpty else { return nil }
    if bytes.vector(at: field.lowerBound).countOfIPv4 == field.count { return field }
    return unusual(bytes, field)
  }

  @inline(never)
  private static func unusual(_ bytes: RawSpan, _ field: Range<Int>) -> Range<Int>? {
    var start = field.lowerBound
    var end = bytes.firstOffset(of: UInt8(ascii: ","), from: start, to: field.upperBound)
    while start < end, bytes[start] == space { start += 1 }
    while end > start, bytes[end - 1] == space { end -= 1 }
    var client = start..<end
    guard !client.isEmpty else { return nil }
    if case .other = ClientWord(bytes, client) {
      guard let colon = client.last(where: { bytes[$0] == UInt8(ascii: ":") }),
        colon > start, colon + 1 < end,
        (colon + 1..<end).allSatisfy({ bytes[$0].isDigit })
      else { return nil }
      switch ClientWord(bytes, start..<colon) {
      case .address, .name: client = start..<colon
      case .missing, .other: return nil
      }
    }
    guard bytes[client.lowerBound] == UInt8(ascii: "[") else { return client }
    return client.lowerBound + 1..<client.upperBound - 1
  }
}
