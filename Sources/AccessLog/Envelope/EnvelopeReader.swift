/// Reads lines of a format that stand in envelopes.
struct EnvelopeReader: LineReader {
  private let envelope: Envelope
  private var inner: any LineReader
  /// The first parts of the line that is read next.
  private let parts: EnvelopeParts
  /// The line within the envelope that was read last, if it had to be decoded.
  private var text: [UInt8] = []
  private(set) var decoded: [UInt8] = []

  init(_ envelope: Envelope, _ inner: any LineReader, parts: EnvelopeParts) {
    self.envelope = envelope
    self.inner = inner
    self.parts = parts
  }

  var decodes: Bool { true }

  mutating func forgetDecoded() { decoded.removeAll(keepingCapacity: true) }

  mutating func fields(_ bytes: RawSpan, _ line: Range<Int>) -> LineFields? {
    guard let contents = open(bytes, line) else { return nil }
    let place = decode(contents, bytes)
    let within = text
    var fields: LineFields?
    if let place {
      fields = inner.fields(bytes, place)
    } else {
      fields = unsafe inner.fields(within.span.bytes, 0..<within.count)
    }
    guard fields?.isDecoded == true || place == nil else { return fields }
    let start = takeDecoded(ofInner: fields?.isDecoded == true)
    fields = fields?.moved(by: start)
    fields?.isDecoded = true
    return fields
  }

  mutating func hit(_ bytes: RawSpan, _ line: Range<Int>) -> Hit? {
    guard let contents = open(bytes, line) else { return nil }
    let place = decode(contents, bytes)
    let within = text
    var hit: Hit?
    if let place {
      hit = inner.hit(bytes, place)
    } else {
      hit = unsafe inner.hit(within.span.bytes, 0..<within.count)
    }
    guard hit?.isDecoded == true || place == nil else {
      if hit?.details.server == nil { hit?.details.server = contents.server }
      return hit
    }
    let start = takeDecoded(ofInner: hit?.isDecoded == true)
    hit = hit?.moved(by: start)
    hit?.isDecoded = true
    if hit != nil, hit?.details.server == nil, let server = contents.server {
      hit?.details.server = decoded.count..<decoded.count + server.count
      bytes.append(server, to: &decoded)
    }
    return hit
  }

  func other(_ bytes: RawSpan, _ line: Range<Int>) -> OtherLine {
    guard let contents = envelope.open(bytes, line) else {
      return envelope.holdsRecords ? .continuation : .malformed
    }
    guard !contents.isPart, !contents.isEmpty else { return .part }
    var reader = self
    guard let place = reader.decode(contents, bytes) else {
      return unsafe inner.other(reader.text.span.bytes, 0..<reader.text.count)
    }
    return inner.other(bytes, place)
  }

  mutating func paired(_ bytes: RawSpan, _ line: Range<Int>) -> PairedLine {
    guard let contents = open(bytes, line) else { return .none }
    if let place = decode(contents, bytes) { return inner.paired(bytes, place) }
    let within = text
    return unsafe inner.paired(within.span.bytes, 0..<within.count)
  }

  /// What is in the envelope of a line, if it completes a line.
  private func open(_ bytes: RawSpan, _ line: Range<Int>) -> EnvelopeContents? {
    guard let contents = envelope.open(bytes, line), !contents.isPart, !contents.isEmpty else {
      return nil
    }
    return contents
  }

  /// Where the line within stands, or `nil` if it was decoded to ``text``.
  private mutating func decode(_ contents: EnvelopeContents, _ bytes: RawSpan) -> Range<Int>? {
    let before = parts.text(of: contents.stream)
    guard contents.writing != .plain || !before.isEmpty else { return contents.text }
    text.removeAll(keepingCapacity: true)
    text += before
    contents.append(bytes, to: &text)
    contents.removeLineEnd(of: &text)
    // A line that is too long is malformed.
    if text.count > LineParser.maximumLength { text.removeAll(keepingCapacity: true) }
    return nil
  }

  /// Moves the line that was read to what was decoded, or what the inner reader decoded of it; returns
  /// where it stands there.
  private mutating func takeDecoded(ofInner isOfInner: Bool) -> Int {
    let start = decoded.count
    if isOfInner { decoded += inner.decoded } else { decoded += text }
    if inner.decodes { inner.forgetDecoded() }
    return start
  }
}

extension EnvelopeContents {
  /// Appends the text of the line.
  func append(_ bytes: RawSpan, to text: inout [UInt8]) {
    switch writing {
    case .plain: bytes.append(self.text, to: &text)
    case .json: NamedFormat.Escapes.json.append(bytes, self.text, to: &text)
    case .colored: EnvelopeContents.appendWithoutColors(bytes, self.text, to: &text)
    }
  }

  /// Removes the newline that a JSON string has at its end, and a `\r` before that.
  func removeLineEnd(of text: inout [UInt8]) {
    guard writing == .json, text.last == UInt8(ascii: "\n") else { return }
    text.removeLast()
    if text.last == UInt8(ascii: "\r") { text.removeLast() }
  }

  /// Appends a text without its sequences `ESC [ … m`.
  private static func appendWithoutColors(
    _ bytes: RawSpan, _ range: Range<Int>, to text: inout [UInt8]
  ) {
    var start = range.lowerBound
    while start < range.upperBound {
      let escape = bytes.firstOffset(of: 0x1B, from: start, to: range.upperBound)
      bytes.append(start..<escape, to: &text)
      guard escape < range.upperBound else { return }
      var end = escape + 1
      if end < range.upperBound, bytes[end] == UInt8(ascii: "[") {
        end += 1
        while end < range.upperBound, bytes[end].isDigit || bytes[end] == UInt8(ascii: ";") {
          end += 1
        }
        if end < range.upperBound, bytes[end] == UInt8(ascii: "m") {
          start = end + 1
          continue
        }
      }
      text.append(0x1B)
      start = escape + 1
    }
  }
}
