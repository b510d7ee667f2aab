/// Lines within a string of a JSON object.
extension Envelope {
  /// Docker's json-file: the line is `log`, with its newline unless it continues.
  static let docker = Envelope(name: "docker", hasParts: true) { bytes, line in
    var values = NamedValues()
    guard JSONObject.read(bytes, line, dockerKeys, into: &values), values.seen & 0b111 == 0b111
    else { return nil }
    let text = values.place(0)
    let stream = values.place(1)
    guard stream.count == 6 else { return nil }
    // An even number of backslashes stand for backslashes.
    var escape = text.upperBound - 1
    while escape > text.lowerBound, bytes[escape - 1] == UInt8(ascii: "\\") { escape -= 1 }
    let hasNewline =
      !text.isEmpty && bytes[text.upperBound - 1] == UInt8(ascii: "n")
      && (text.upperBound - 1 - escape) % 2 == 1
    return EnvelopeContents(
      text: text, writing: .json, stream: bytes[stream.lowerBound + 3], isPart: !hasNewline)
  }

  private static let dockerKeys = NameTree([("log", 0), ("stream", 1), ("time", 2)])

  /// `journalctl -o json`: the line is `MESSAGE`.
  ///
  /// What is not printable stands there as an array of numbers, and is no line that can be read.
  static let journal = Envelope(name: "journal") { bytes, line in
    var values = NamedValues()
    guard JSONObject.read(bytes, line, journalKeys, into: &values) else { return nil }
    return contents(bytes, values)
  }

  private static let journalKeys = NameTree([("MESSAGE", 0), ("_HOSTNAME", 2)])

  /// What Filebeat, Fluent Bit, Vector and loggers such as winston write: the line is `message`, or
  /// else `log` or `msg`.
  static let message = Envelope(name: "json") { bytes, line in
    var values = NamedValues()
    guard JSONObject.read(bytes, line, messageKeys, into: &values) else { return nil }
    return contents(bytes, values)
  }

  private static let messageKeys = NameTree([
    ("message", 0), ("log", 1), ("msg", 1), ("host/name", 2), ("host.name", 2), ("hostname", 2),
  ])

  /// The line is the first of two values; the third is the server.
  private static func contents(_ bytes: RawSpan, _ values: NamedValues) -> EnvelopeContents? {
    guard values.seen & 0b11 != 0 else { return nil }
    let text = values.place(values.seen.trailingZeroBitCount)
    let server = values.place(2)
    let hasServer = values.seen & 0b100 != 0 && values.escaped & 0b100 == 0 && !server.isEmpty
    return EnvelopeContents(text: text, writing: .json, server: hasServer ? server : nil)
  }
}
