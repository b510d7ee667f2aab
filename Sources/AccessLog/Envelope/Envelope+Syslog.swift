extension Envelope {
  /// Syslog, as it arrives or as daemons write it to files: RFC 3164 and 5424, with or without the
  /// priority, and with an ISO time in front of `host tag[pid]:`.
  static let syslog = Envelope(name: "syslog") { bytes, line in
    var cursor = LineCursor(line)
    var hasPriority = false
    if cursor.take("<", bytes) {
      guard let priority = cursor.takeNumber(bytes, digits: 1...3), priority < 192,
        cursor.take(">", bytes)
      else { return nil }
      hasPriority = true
      if cursor.take("1 ", bytes) { return rfc5424(bytes, cursor) }
    }
    guard takeSyslogTime(bytes, &cursor) else { return nil }
    return tagged(bytes, cursor, hasPriority: hasPriority)
  }

  /// `Jul  8 10:10:30 ` or an ISO time and a space.
  private static func takeSyslogTime(_ bytes: RawSpan, _ cursor: inout LineCursor) -> Bool {
    guard let first = cursor.byte(bytes) else { return false }
    if first.isDigit {
      return cursor.takeTimestamp(bytes) && cursor.take(" ", bytes)
    }
    guard months.contains(where: { cursor.take($0, bytes) }) else { return false }
    cursor.takeSpaces(bytes)
    guard let day = cursor.takeNumber(bytes, digits: 1...2), 1...31 ~= day,
      cursor.take(" ", bytes), cursor.takeTimeOfDay(bytes)
    else { return false }
    return cursor.take(" ", bytes)
  }

  private static let months: [String] = [
    "Jan ", "Feb ", "Mar ", "Apr ", "May ", "Jun ", "Jul ", "Aug ", "Sep ", "Oct ", "Nov ", "Dec ",
  ]

  /// `host tag[pid]: ` or, as nginx writes it without a host, `tag: `.
  private static func tagged(
    _ bytes: RawSpan, _ cursor: LineCursor, hasPriority: Bool
  ) -> EnvelopeContents? {
    var cursor = cursor
    guard let first = cursor.takeWord(bytes) else { return nil }
    if isTag(bytes, first) {
      // Without a priority there is a host.
      return hasPriority ? EnvelopeContents(text: cursor.rest) : nil
    }
    guard let second = cursor.takeWord(bytes), isTag(bytes, second) else { return nil }
    cursor.takeSpaces(bytes)
    return EnvelopeContents(text: cursor.rest, server: first)
  }

  /// Whether a word is `tag:` or `tag[pid]:`.
  private static func isTag(_ bytes: RawSpan, _ word: Range<Int>) -> Bool {
    guard word.count > 1, bytes[word.upperBound - 1] == UInt8(ascii: ":") else { return false }
    return word.dropLast().allSatisfy {
      let byte = bytes[$0]
      return byte.isLetter || byte.isDigit || byte == dash
        || [
          UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "["),
          UInt8(ascii: "]"),
        ]
        .contains(byte)
    }
  }

  /// `time host app pid id structure message` behind the version (RFC 5424 section 6).
  private static func rfc5424(_ bytes: RawSpan, _ cursor: LineCursor) -> EnvelopeContents? {
    var cursor = cursor
    guard let time = cursor.takeWord(bytes), let host = cursor.takeWord(bytes),
      cursor.takeWord(bytes) != nil, cursor.takeWord(bytes) != nil, cursor.takeWord(bytes) != nil
    else { return nil }
    var timeCursor = LineCursor(time)
    guard isNone(bytes, time) || timeCursor.takeTimestamp(bytes) && timeCursor.isAtEnd else {
      return nil
    }
    if !cursor.take("-", bytes) {
      guard cursor.byte(bytes) == UInt8(ascii: "[") else { return nil }
      while cursor.take("[", bytes) {
        guard takeStructure(bytes, &cursor) else { return nil }
      }
    }
    guard cursor.take(" ", bytes) else { return nil }
    _ = cursor.take("\u{FEFF}", bytes)
    return EnvelopeContents(text: cursor.rest, server: isNone(bytes, host) ? nil : host)
  }

  private static func isNone(_ bytes: RawSpan, _ word: Range<Int>) -> Bool {
    word.count == 1 && bytes[word.lowerBound] == dash
  }

  /// Moves behind the bracket that closes an element; in its quotes a backslash escapes.
  private static func takeStructure(_ bytes: RawSpan, _ cursor: inout LineCursor) -> Bool {
    var isQuoted = false
    while let byte = cursor.byte(bytes) {
      cursor.skip()
      switch byte {
      case doubleQuote: isQuoted.toggle()
      case UInt8(ascii: "\\") where isQuoted: cursor.skip()
      case UInt8(ascii: "]") where !isQuoted: return true
      default: break
      }
    }
    return false
  }
}
