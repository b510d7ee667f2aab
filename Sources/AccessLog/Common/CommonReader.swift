/// Reads lines of Common Log Format and its relatives.
///
/// Everything up to the response bytes is the same in all of them; what follows is only looked at
/// when it is asked for.
struct CommonReader: LineReader {
  let needsCombinedFields: Bool
  var finder = FieldFinder()

  @inline(__always)
  mutating func fields(_ bytes: RawSpan, _ line: Range<Int>) -> LineFields? {
    commonFields(bytes, line)?.counted
  }

  mutating func hit(_ bytes: RawSpan, _ line: Range<Int>) -> Hit? {
    guard let fields = commonFields(bytes, line) else { return nil }
    let counted = fields.counted
    let front = LineFront(
      client: counted.client, names: counted.client.upperBound..<fields.bracket)
    let identity = front.identity(bytes)
    return Hit(
      instant: counted.instant, client: counted.client, identity: identity,
      user: front.user(bytes, behind: identity), request: counted.request.parts(bytes),
      status: counted.status, responseBytes: counted.responseBytes,
      rest: fields.restStart..<line.upperBound)
  }

  @inline(__always)
  private mutating func commonFields(_ bytes: RawSpan, _ line: Range<Int>) -> CommonFields? {
    guard let fields = finder.fields(bytes, line),
      !needsCombinedFields
        || CombinedFields(rest: fields.restStart..<line.upperBound, in: bytes) != nil
    else { return nil }
    return fields
  }
}
