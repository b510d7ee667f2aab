/// What programs in Java put before what they write to their console or log.
extension Envelope {
  /// The usual prefixes of Spring Boot, logback, Log4j, Dropwizard, Micronaut, Quarkus and WildFly: a
  /// time, a level, a thread, a logger, in any order that one of them has, then ` - `, ` : ` or, behind
  /// a thread in parentheses, a space.
  static let console = Envelope(name: "console", holdsRecords: true) { bytes, line in
    var cursor = LineCursor(line)
    // Dropwizard's level stands before its time, which is in brackets.
    let hasTime = takeConsoleTime(bytes, &cursor)
    var prefix = ConsolePrefix(hasTime: hasTime)
    while !cursor.isAtEnd, prefix.words < ConsolePrefix.maximumWords {
      cursor.takeSpaces(bytes)
      guard let next = prefix.take(bytes, &cursor) else { return nil }
      if next == .end {
        var contents = EnvelopeContents(text: cursor.rest)
        contents.logger = prefix.logger
        return contents
      }
    }
    return nil
  }

  private static func takeConsoleTime(_ bytes: RawSpan, _ cursor: inout LineCursor) -> Bool {
    var time = cursor
    if time.takeTimestamp(bytes) {
      cursor = time
      return true
    }
    return cursor.takeTimeOfDay(bytes)
  }

  /// java.util.logging, two lines a record: `Jul 08, 2020 10:10:30 AM logger method`, then the level, a
  /// colon and the line.
  static let javaLogging = Envelope(name: "java.util.logging", holdsRecords: true) { bytes, line in
    var cursor = LineCursor(line)
    for level in javaLevels where cursor.take(level, bytes) {
      return cursor.take(": ", bytes) ? EnvelopeContents(text: cursor.rest) : nil
    }
    let month = cursor.takeWord(bytes)
    guard month?.count == 3, cursor.takeNumber(bytes, digits: 1...2) != nil,
      cursor.take(", ", bytes), cursor.takeNumber(bytes, digits: 4...4) != nil,
      cursor.take(" ", bytes), cursor.takeNumber(bytes, digits: 1...2) != nil,
      cursor.take(":", bytes), cursor.takeNumber(bytes, digits: 2...2) != nil,
      cursor.take(":", bytes), cursor.takeNumber(bytes, digits: 2...2) != nil
    else { return nil }
    return EnvelopeContents(text: line.upperBound..<line.upperBound, isEmpty: true)
  }

  private static let javaLevels: [String] = [
    "INFO", "WARNING", "SEVERE", "FINE", "FINER", "FINEST", "CONFIG",
  ]
}

/// The parts of a console prefix that were read so far.
private struct ConsolePrefix {
  enum Next {
    case more
    /// The line follows.
    case end
  }

  /// No prefix has more words.
  static let maximumWords = 10

  private(set) var words = 0
  private var hasTime: Bool
  private var hasLevel = false
  private var hasBrackets = false
  private(set) var logger: Range<Int>?

  init(hasTime: Bool) {
    self.hasTime = hasTime
  }

  /// Moves over the next part; `nil` if it belongs to no prefix.
  mutating func take(_ bytes: RawSpan, _ cursor: inout LineCursor) -> Next? {
    words += 1
    switch cursor.byte(bytes) {
    case UInt8(ascii: "["):
      cursor.skip()
      guard let inner = cursor.take(until: UInt8(ascii: "]"), bytes) else { return nil }
      var time = LineCursor(inner)
      if !hasTime, hasLevel, time.takeTimestamp(bytes) { hasTime = true }
      hasBrackets = true
      return .more
    case UInt8(ascii: "("):
      cursor.skip()
      guard hasTime, hasLevel, hasBrackets, cursor.take(until: UInt8(ascii: ")"), bytes) != nil,
        cursor.take(" ", bytes)
      else { return nil }
      return .end
    default: return takeWord(bytes, &cursor)
    }
  }

  private mutating func takeWord(_ bytes: RawSpan, _ cursor: inout LineCursor) -> Next? {
    guard let word = cursor.takeWord(bytes) else { return nil }
    let text = String(decoding: word.prefix(40).map { bytes[$0] }, as: UTF8.self)
    switch text {
    case "-", "--", ":": return hasTime && hasLevel && logger != nil ? .end : nil
    case "---": return .more
    case "TRACE", "DEBUG", "INFO", "WARN", "WARNING", "ERROR", "FATAL", "SEVERE", "FINE", "CONFIG":
      guard !hasLevel else { return nil }
      hasLevel = true
      return .more
    default: break
    }
    if word.allSatisfy({ bytes[$0].isDigit }) { return hasLevel && logger == nil ? .more : nil }
    guard logger == nil, word.allSatisfy({ bytes[$0].isLoggerByte }) else { return nil }
    logger = word
    if bytes[word.upperBound - 1] == UInt8(ascii: ":") { return hasTime && hasLevel ? .end : nil }
    return .more
  }
}

extension UInt8 {
  /// Whether this may stand in the name of a logger, or end it.
  fileprivate var isLoggerByte: Bool {
    isLetter || isDigit || self == dash
      || [
        UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "$"),
        UInt8(ascii: "/"), UInt8(ascii: "["), UInt8(ascii: "]"),
      ].contains(self)
  }
}
