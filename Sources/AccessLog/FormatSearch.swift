import Synchronization

/// Finds the format of lines by reading them in every format there is.
///
/// Each reader is anchored at the beginning of the line, so that nothing that a client chose can pose
/// as a line. Of several formats in which a line is a hit, the most particular one is its own: that
/// is the last in the table.
enum FormatSearch {
  /// Formats that are looked for, the most particular first.
  struct Candidates: Sendable {
    let formats: [LogFormat]
    /// The reader of each, at its index; apart from it, since to take a format out of an array costs a
    /// thousand instructions.
    let readers: [any LineReader]

    init(_ formats: [LogFormat]) {
      self.formats = formats
      readers = formats.map { $0.makeReader([]) }
    }

    var count: Int { formats.count }
  }

  /// The formats that lines alone can tell.
  static let formats = Candidates(
    LogFormat.all.reversed().filter { $0.isFound && $0.directives.isEmpty })

  /// The formats in which a line is a hit, at most two, the likeliest first.
  ///
  /// An envelope is only looked for around a line that is a hit in none. `parts` are the first parts of
  /// the line, if its writer split it.
  static func formats(
    of line: Range<Int>, _ bytes: RawSpan, among candidates: Candidates = formats,
    behind parts: EnvelopeParts = EnvelopeParts(), envelopes: Int = 0
  ) -> [LogFormat] {
    guard candidates.count == 1 || !parts.isEmpty || mayBeHit(bytes, line) else { return [] }
    let isWhole = candidates.count > 1 && parts.isEmpty && envelopes == 0
    let found = isWhole ? searchAll(line, bytes) : search(line, bytes, candidates)
    if let found { return found.places.map { candidates.formats[$0] } }
    guard envelopes < LogFormat.maximumEnvelopes else { return [] }
    for envelope in Envelope.all where envelopes == 0 || !envelope.hasParts {
      guard let contents = envelope.open(bytes, line), !contents.isPart, !contents.isEmpty else {
        continue
      }
      var text = envelope.hasParts ? parts.text(of: contents.stream) : []
      contents.append(bytes, to: &text)
      contents.removeLineEnd(of: &text)
      guard text.count <= LineParser.maximumLength else { continue }
      var inner = unsafe formats(
        of: 0..<text.count, text.span.bytes, among: candidates, envelopes: envelopes + 1)
      if candidates.count > 1, let told = contents.logger.flatMap({ format(ofLogger: $0, bytes) }),
        unsafe told.makeReader([]).instant(text.span.bytes, 0..<text.count) != nil
      {
        inner.insert(told, at: 0)
      }
      if !inner.isEmpty { return inner.prefix(2).map { $0.within(envelope) } }
    }
    return []
  }
}

extension FormatSearch {
  private static let recent = Mutex(RecentSearches())

  /// The places of the ``formats`` in which a line is a hit, remembered for when it is asked again.
  private static func searchAll(_ line: Range<Int>, _ bytes: RawSpan) -> RecentSearches.Found? {
    let key = RecentSearches.Key(bytes, line)
    if let known = recent.withLock({ $0[key] }) { return known }
    guard let found = search(line, bytes, formats) else { return nil }
    recent.withLock { $0.keep(found, of: key) }
    return found
  }

  /// The places of the candidates in which a line is a hit.
  private static func search(
    _ line: Range<Int>, _ bytes: RawSpan, _ candidates: Candidates
  ) -> RecentSearches.Found? {
    var found: RecentSearches.Found?
    for (place, reader) in candidates.readers.enumerated()
    where reader.instant(bytes, line) != nil {
      guard found == nil else {
        found?.second = Int16(place)
        break
      }
      found = RecentSearches.Found(first: Int16(place))
    }
    return found
  }

  private static let withHeaders = LogFormat.all.filter { $0.isHeader != nil }

  /// The format whose lines a line is the header of, if it is one.
  static func format(ofHeader line: Range<Int>, _ bytes: RawSpan) -> LogFormat? {
    withHeaders.first { $0.isHeader?(bytes, line) == true }
  }

  /// Whether a line has what every hit in one of ``formats`` has: a quote, a tab, the beginning of an
  /// object, the `=` of a pair, a protocol, or the status that Squid writes behind a slash.
  ///
  /// Reading a line in every format takes as long as reading hundreds of lines in one, and most lines of
  /// a program's own log have nothing of these.
  ///
  /// - Complexity: O(length).
  static func mayBeHit(_ bytes: RawSpan, _ line: Range<Int>) -> Bool {
    for place in line {
      switch bytes[place] {
      case UInt8(ascii: "\""), UInt8(ascii: "\t"), UInt8(ascii: "{"), UInt8(ascii: "="): return true
      case UInt8(ascii: "/"):
        let isProtocol = place > line.lowerBound && bytes[place - 1] == UInt8(ascii: "P")
        let hasStatus =
          line.upperBound - place > 3 && (1...3).allSatisfy { bytes[place + $0].isDigit }
        if isProtocol || hasStatus { return true }
      default: break
      }
    }
    return false
  }

  /// The format that a program's name for what wrote a line tells, where the line alone does not: the
  /// bare number at its end has a unit then.
  private static func format(ofLogger logger: Range<Int>, _ bytes: RawSpan) -> LogFormat? {
    let name = String(decoding: logger.map { bytes[$0] }, as: UTF8.self)
    // logback shortens the names of packages.
    return name.hasPrefix("r") && name.hasSuffix("server.AccessLog") ? .reactorNetty : nil
  }

  private static let paired: [any LineReader] =
    LogFormat.all.filter(\.isPaired).map { $0.makeReader([]) }

  /// What a line is of a record that stands in two lines, in whichever format has such records.
  static func pairedLine(
    _ bytes: RawSpan, _ line: Range<Int>, envelopes: Int = 0
  ) -> PairedLine {
    guard mayBeHit(bytes, line) else { return .none }
    for reader in paired {
      var reader = reader
      let part = reader.paired(bytes, line)
      if case .none = part { continue }
      return part
    }
    guard envelopes < LogFormat.maximumEnvelopes else { return .none }
    for envelope in Envelope.all where envelopes == 0 || !envelope.hasParts {
      guard let contents = envelope.open(bytes, line), !contents.isPart, !contents.isEmpty else {
        continue
      }
      var text: [UInt8] = []
      contents.append(bytes, to: &text)
      contents.removeLineEnd(of: &text)
      let part = unsafe pairedLine(text.span.bytes, 0..<text.count, envelopes: envelopes + 1)
      if case .none = part { continue }
      return part
    }
    return .none
  }
}

extension FormatSearch {
  private static let splitting = Envelope.all.filter(\.hasParts)

  /// What is in the envelope of a line, if it is of a kind whose writers split long lines.
  static func splitLine(_ bytes: RawSpan, _ line: Range<Int>) -> EnvelopeContents? {
    for envelope in splitting {
      if let contents = envelope.open(bytes, line) { return contents }
    }
    return nil
  }
}

/// Reads lines of a log whose format is not known yet: each in the likeliest format of those in which
/// it is a hit, so that no hit is lost to the search.
struct SearchReader: LineReader {
  private(set) var decoded: [UInt8] = []
  /// What is looked for.
  let candidates: FormatSearch.Candidates
  /// The first parts of the line that is read next.
  private let parts: EnvelopeParts
  var decodes: Bool { true }

  init(behind parts: EnvelopeParts) {
    candidates = FormatSearch.formats
    self.parts = parts
  }

  /// Creates a reader of lines of one format, which may stand in envelopes.
  init(of format: LogFormat, behind parts: EnvelopeParts) {
    candidates = FormatSearch.Candidates([format])
    self.parts = parts
  }

  mutating func forgetDecoded() { decoded.removeAll(keepingCapacity: true) }

  mutating func fields(_ bytes: RawSpan, _ line: Range<Int>) -> LineFields? {
    guard var reader = reader(of: line, bytes), let fields = reader.fields(bytes, line) else {
      return nil
    }
    return fields.isDecoded ? fields.moved(by: take(reader.decoded)) : fields
  }

  mutating func hit(_ bytes: RawSpan, _ line: Range<Int>) -> Hit? {
    guard var reader = reader(of: line, bytes), let hit = reader.hit(bytes, line) else {
      return nil
    }
    return hit.isDecoded ? hit.moved(by: take(reader.decoded)) : hit
  }

  func other(_ bytes: RawSpan, _ line: Range<Int>) -> OtherLine {
    if candidates.count > 1, FormatSearch.format(ofHeader: line, bytes) != nil { return .comment }
    if case .opening = paired(bytes, line) { return .part }
    if FormatSearch.splitLine(bytes, line)?.isPart == true { return .part }
    return .malformed
  }

  func paired(_ bytes: RawSpan, _ line: Range<Int>) -> PairedLine {
    FormatSearch.pairedLine(bytes, line)
  }

  private func reader(of line: Range<Int>, _ bytes: RawSpan) -> (any LineReader)? {
    let format = FormatSearch.formats(of: line, bytes, among: candidates, behind: parts).first
    return format?.makeReader(format?.envelope?.hasParts == true ? parts.bytes : [])
  }

  /// Takes what a reader decoded, and returns where it stands.
  private mutating func take(_ text: [UInt8]) -> Int {
    defer { decoded += text }
    return decoded.count
  }
}
