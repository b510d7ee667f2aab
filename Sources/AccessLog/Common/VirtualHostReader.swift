/// Reads lines of Common Log Format, or its relatives, with a virtual host before them.
struct VirtualHostReader: LineReader {
  private var common = CommonReader(needsCombinedFields: false)

  @inline(__always)
  mutating func fields(_ bytes: RawSpan, _ line: Range<Int>) -> LineFields? {
    guard let host = VirtualHostReader.host(bytes, line) else { return nil }
    return common.fields(bytes, host.upperBound + 1..<line.upperBound)
  }

  mutating func hit(_ bytes: RawSpan, _ line: Range<Int>) -> Hit? {
    guard let host = VirtualHostReader.host(bytes, line),
      var hit = common.hit(bytes, host.upperBound + 1..<line.upperBound)
    else { return nil }
    hit.details.virtualHost = Site.name(bytes, host)
    return hit
  }

  /// The first word, if it may be a virtual host: a name, or a name or an address with a port.
  ///
  /// An address alone is a client: of what stands behind it nothing tells what it is.
  @inline(__always)
  private static func host(_ bytes: RawSpan, _ line: Range<Int>) -> Range<Int>? {
    let end = bytes.firstOffset(from: line.lowerBound, to: line.upperBound) { $0 .== .all(space) }
    guard end < line.upperBound - 1, !bytes[end + 1].isSeparator else { return nil }
    let word = line.lowerBound..<end
    let name = Site.withoutPort(bytes, word)
    switch ClientWord(bytes, name) {
    case .name: return word
    case .address: return name.upperBound < word.upperBound ? word : nil
    case .missing, .other: return nil
    }
  }
}
