extension SourceMemory {
  /// How the format is known.
  enum Origin: Sendable, Hashable {
    case named
    /// It was named, and what its lines stand in is not known yet.
    case sought
    case found(FormatFinding)
    /// It is not known yet.
    case unknown
  }

  /// Another format that lines have for which the one that was found has no words.
  struct Rival: Sendable, Hashable {
    var format: LogFormat
    /// How many lines in a row were hits in it, but for lines that are hits in none.
    var lines: Int
  }

  /// All that is known but for the watch, shared by the spans of lines that are read with it: each
  /// costs one count of references.
  final class State: Sendable {
    let format: LogFormat
    let origin: Origin
    let header: [UInt8]
    let rival: Rival?
    let reader: any LineReader
    /// What was named, if its lines may stand in envelopes that were not.
    let base: LogFormat?
    /// What is asked for each look at a line, apart from ``origin`` and ``format``: to copy one of these
    /// costs a thousand instructions.
    let isNamed: Bool
    let isFound: Bool
    let hasDirectives: Bool
    let hasRival: Bool
    /// Whether there is a ``base``.
    let isSeeking: Bool
    let isPaired: Bool
    /// Which lines have to be learnt from that are no directives; `nil` in a format that has no such
    /// lines.
    let lineLearning: Learning?
    /// The first parts of the next line, where its format is still looked for.
    let parts: EnvelopeParts
    /// Whether directives may announce another format: one was found that has none of its own, and
    /// nothing else that has to be remembered.
    let mayBeAnnounced: Bool

    init(
      _ format: LogFormat, _ origin: Origin, header: [UInt8] = [], rival: Rival? = nil,
      base: LogFormat? = nil, parts: EnvelopeParts = EnvelopeParts(),
      reader: (any LineReader)? = nil
    ) {
      self.parts = parts
      self.base = base
      self.format = format
      self.origin = origin
      self.header = header
      self.rival = rival
      self.reader = reader ?? State.makeReader(format, origin, header, parts)
      isNamed = origin == .named || origin == .sought
      isFound = origin != .unknown && origin != .sought
      hasDirectives = !format.directives.isEmpty
      hasRival = rival != nil
      isSeeking = base != nil
      isPaired = format.isPaired
      lineLearning = isFound ? State.lineLearning(format, header) : nil
      mayBeAnnounced =
        isFound && !isNamed && !isSeeking && !hasDirectives && lineLearning == nil && !isPaired
    }

    /// The next line may be the header, or complete the one that was begun.
    private static func lineLearning(_ format: LogFormat, _ header: [UInt8]) -> Learning? {
      if format.isHeader != nil { return header.isEmpty ? .everyLine : .nothing }
      if format.envelope?.hasParts == true { return header.isEmpty ? .parts : .everyLine }
      return nil
    }

    private static func makeReader(
      _ format: LogFormat, _ origin: Origin, _ header: [UInt8], _ parts: EnvelopeParts
    ) -> any LineReader {
      let reader: any LineReader =
        switch origin {
        case .named: format.makeReader(header)
        case .found: format.makeReaderOfFound(header)
        case .unknown: SearchReader(behind: parts)
        case .sought: SearchReader(of: format, behind: parts)
        }
      return format.isPaired ? PairReader(reader) : reader
    }

    /// Whether lines are read and learnt from in the same way.
    func equals(_ other: State) -> Bool {
      reads(like: other) && rival == other.rival
    }

    /// Whether lines are read in the same way: a rival is only learnt from.
    func reads(like other: State) -> Bool {
      self === other
        || format == other.format && origin == other.origin && header == other.header
          && base == other.base && parts == other.parts
    }
  }
}
