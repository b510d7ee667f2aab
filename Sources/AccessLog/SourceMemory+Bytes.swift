extension SourceMemory {
  /// More than ``bytes`` can be.
  package static let maximumBytes = 1 << 22

  private static let separator = UInt8(ascii: "\t")

  /// All of it, for a later run: a line that says how the format is known, with tabs between its
  /// words, then the directives, each with its newline.
  ///
  /// The line is `named NAME`; `auto LEFT STRETCH SEEN`; or `found LEFT STRETCH SEEN NAME LINES READ
  /// NEXT RIVAL VOTES`, where the last three may be empty. Before it stand the first lines of records of
  /// two lines, if there are any; behind the directives, while the format is not known, the first parts of
  /// the next line, which do not begin with a `#`. The directives behind a format that has none are those
  /// that may announce another one.
  package var bytes: [UInt8] {
    (pairs == nil || pairs == PairTable() ? [] : pairs?.bytes ?? [])
      + Array(words.joined(separator: "\t").utf8) + [UInt8(ascii: "\n")] + header
      + announced + state.parts.bytes
  }

  /// Reads what ``bytes`` was, or what earlier versions wrote: `NAME`, or `auto` and a number; `nil`
  /// if that is not possible.
  package init?(bytes: [UInt8]) {
    var rest = bytes[...]
    guard let pairs = PairTable(takingFrom: &rest) else {
      self.init(bytesWithoutPairs: bytes)
      return
    }
    self.init(bytesWithoutPairs: Array(rest))
    guard self.pairs != nil || !isFound && !state.isNamed else { return nil }
    self.pairs = pairs
  }

  private init?(bytesWithoutPairs bytes: [UInt8]) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.count > 1, lines.last?.isEmpty == true, let first = lines.first else { return nil }
    let words = first.split(separator: SourceMemory.separator, omittingEmptySubsequences: false)
    let texts = words.map { String(decoding: $0, as: UTF8.self) }
    let rest = Array(bytes[(first.count + 1)...])
    let start = SourceMemory.isSearch(texts) ? SourceMemory.startOfParts(rest) : rest.count
    let (header, parts) = (Array(rest[..<start]), EnvelopeParts(Array(rest[start...])))
    guard let memory = SourceMemory(words: texts, header: header, parts),
      memory.directives == header, parts.bytes[...] == rest[start...]
    else { return nil }
    if memory.format.envelope?.hasParts == true {
      guard memory.isFound, EnvelopeParts(header).bytes == header else { return nil }
      self = memory
      return
    }
    // Each directive once, in the form and the order in which they are kept.
    var again =
      memory.state.mayBeAnnounced
      ? SourceMemory(State(memory.format, memory.state.origin), FormatWatch())
      : SourceMemory(.named(memory.format))
    if memory.isFound {
      for line in lines.dropFirst().dropLast() {
        let line = Array(line)
        unsafe again.learn(line.span.bytes, 0..<line.count, length: line.count + 1)
      }
      guard again.directives == header else { return nil }
    } else {
      guard LogFormat.told(by: header) == nil else { return nil }
    }
    self = memory
  }
}

extension SourceMemory {
  /// All that are kept.
  private var directives: [UInt8] { header + announced }

  /// The words of the first line of ``bytes``.
  private var words: [String] {
    let watched = [watch.left, watch.stretch, watch.seen].map { "\($0)" }
    return switch state.origin {
    case .named, .sought:
      if let base = state.base {
        ["sought"] + watched + [base.name, envelopes(in: format), state.isFound ? "1" : "0"]
          + [state.rival.map { envelopes(in: $0.format) } ?? "", "\(state.rival?.lines ?? 0)"]
      } else {
        ["named", format.name]
      }
    case .unknown: ["auto"] + watched
    case .found(let finding):
      ["found"] + watched + [format.name, "\(finding.lines)", "\(finding.read)"]
        + [finding.next?.name ?? "", state.rival?.format.name ?? "", "\(state.rival?.lines ?? 0)"]
    }
  }

  /// The names of the envelopes that a format's lines stand in, with spaces between them, the inmost
  /// first.
  private func envelopes(in format: LogFormat) -> String {
    format.envelopes.map(\.name).joined(separator: " ")
  }

  /// Whether the words are of a memory that does not know the format.
  private static func isSearch(_ words: [String]) -> Bool {
    words.first == "auto" || words.first == "sought" && words.count == 9 && words[6] == "0"
  }

  /// Where the first line begins that is no directive.
  private static func startOfParts(_ lines: [UInt8]) -> Int {
    var start = 0
    while start < lines.count, lines[start] == UInt8(ascii: "#") {
      start = lines[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? lines.count
    }
    return start
  }

  /// Reads the words and the directives of ``bytes``.
  private init?(words: [String], header: [UInt8], _ parts: EnvelopeParts) {
    func format(_ name: String) -> LogFormat? {
      guard case .named(let format)? = FormatChoice(name: name) else { return nil }
      return format
    }
    switch words.first {
    case "named" where words.count == 2:
      guard let format = format(words[1]) else { return nil }
      self.init(named: format, header: header)
    case "sought" where words.count == 9:
      guard let watch = FormatWatch(words: words[1..<4]), let base = format(words[4]),
        base.mayStandInEnvelopes, let found = base.within(names: words[5]),
        let votes = Int(words[8]), (0..<SourceMemory.provingLines).contains(votes)
      else { return nil }
      let rival =
        votes > 0 ? base.within(names: words[7]).map { Rival(format: $0, lines: votes) } : nil
      guard (rival != nil) == (votes > 0), ["0", "1"].contains(words[6]),
        words[6] == "1" || found == base && header.isEmpty
      else { return nil }
      self.init(
        State(
          found, words[6] == "1" ? .named : .sought, header: header, rival: rival, base: base,
          parts: parts),
        watch, found.isPaired ? PairTable() : nil)
    case "auto" where words.count == 4:
      guard let watch = FormatWatch(words: words[1...]) else { return nil }
      self.init(
        header.isEmpty && parts.isEmpty
          ? SourceMemory.unknown : State(.common, .unknown, header: header, parts: parts), watch)
    case "found" where words.count == 10:
      guard let watch = FormatWatch(words: words[1..<4]), let found = format(words[4]),
        let lines = Int(words[5]), let read = Int(words[6]), lines >= 0, read >= 0,
        let next = words[7].isEmpty ? .some(nil) : format(words[7]).map(Optional.some),
        let votes = Int(words[9]), (0..<SourceMemory.provingLines).contains(votes)
      else { return nil }
      let rival = format(words[8]).map { Rival(format: $0, lines: votes) }
      guard (rival != nil) == (votes > 0) else { return nil }
      let finding = FormatFinding(found, lines: lines, read: read, next: next)
      self.init(
        State(found, .found(finding), header: header, rival: rival), watch,
        found.isPaired ? PairTable() : nil)
      if state.mayBeAnnounced {
        (state, announced) = (State(found, .found(finding), rival: rival), header)
      }
    case .some(let word) where words.count == 1:
      // As earlier versions wrote it.
      if let format = format(word) {
        self.init(named: format, header: header)
      } else if word.hasPrefix("auto "), let left = Int(word.dropFirst(5)), (0...100).contains(left)
      {
        self.init(State(.common, .unknown, header: header), FormatWatch())
      } else {
        return nil
      }
    default: return nil
    }
  }
}
