/// What has to be known of a source to read the lines that come next.
///
/// It is a function of the lines before them, whatever chunks they are read in: the format, if that
/// is to be found out, and the directives that name the columns. Workers get it as a value with the
/// lines of each source.
public struct SourceMemory: Sendable {
  /// Which lines may change it.
  enum Learning: Equatable {
    /// The next one, whatever it is: it is looked at to find the format.
    case everyLine
    case directives
    /// Those that are the first part of a line.
    case parts
    case nothing

    var isOfEveryLine: Bool { self == .everyLine }

    /// Whether the line of that record, which is at that range, may change it.
    @inline(__always)
    func isOf(_ record: LineRecord, _ bytes: RawSpan, _ line: Range<Int>) -> Bool {
      switch self {
      case .everyLine: true
      case .directives:
        record.status == LineRecord.comment && LogFormat.isDirective(bytes, line)
      case .parts: record.status == LineRecord.part
      case .nothing: false
      }
    }
  }

  /// How many lines, hits in another format, show that a log has changed its format.
  ///
  /// A single one may be a line of another program, torn or pasted in.
  static let provingLines = 4
  /// How many malformed lines in a row are passed before another format is looked for.
  ///
  /// Reading a line in every format costs as much as reading hundreds of lines, and many logs have
  /// single malformed lines.
  static let strangeLines: Int32 = 2
  /// A directive of more bytes says nothing; all of them are kept in memory and in the state file.
  static let longestDirective = 8_192

  var state: State
  var watch: FormatWatch
  /// The first lines of records of two lines; `nil` where there are no such records.
  var pairs: PairTable?
  /// The directives that stand behind the last hit that was looked at, each with its name and a newline,
  /// where the format has none: they may announce another one.
  var announced: [UInt8] = []
  /// The machine whose lines they are that do not say it themselves; a later run has to be told again.
  package var server: ServerName?

  /// In which the next line is read; Common while that is not known.
  public var format: LogFormat { state.format }
  /// What the format was found by; `nil` if it was named, or is not known yet.
  public var finding: FormatFinding? {
    if case .found(let finding) = state.origin { finding } else { nil }
  }
  /// The directives in force, each with its name and a newline.
  var header: [UInt8] { state.header }
  var reader: any LineReader { state.reader }

  var learning: Learning {
    if isWatched, watch.isLooking { return .everyLine }
    if let learning = state.lineLearning, !watch.isFrozen { return learning }
    return !state.hasDirectives && (isFound || watch.isFrozen) ? .nothing : .directives
  }

  /// Whether lines are looked at for their format.
  private var isWatched: Bool { (!state.isNamed || state.isSeeking) && !watch.isFrozen }

  /// Whether the hits among the lines that come next lack what stands in lines before them, until
  /// ``PairedLines`` has joined them.
  public var isPairing: Bool { pairs != nil && state.isPaired }

  /// How many hits were without a request since their first lines were not known.
  package var lostPairs: Int { pairs?.lost ?? 0 }

  /// Whether the format is known.
  var isFound: Bool { state.isFound }

  /// Whether all is known that can be without looking at lines just before those that come next: the
  /// format, and that it has no directives.
  public var isSettled: Bool {
    isFound && !state.hasDirectives && (state.lineLearning ?? .nothing) == .nothing
      && !isPairing
  }

  /// Creates the memory of a source of which nothing has been read.
  public init(_ choice: FormatChoice = .auto) {
    switch choice {
    case .auto: self.init(SourceMemory.unknown, FormatWatch())
    case .named(let named): self.init(named: named, header: [])
    }
  }

  init(_ state: State, _ watch: FormatWatch, _ pairs: PairTable? = nil) {
    self.state = state
    self.watch = watch
    self.pairs = pairs
  }

  /// Creates the memory of a source of lines of one format, in no other envelope than its own.
  init(settled format: LogFormat) { self.init(State(format, .named), .frozen) }

  init(named format: LogFormat, header: [UInt8]) {
    if header.isEmpty, format.mayStandInEnvelopes {
      self.init(SourceMemory.plain[format] ?? State(format, .sought, base: format), FormatWatch())
      if format.isPaired { pairs = PairTable() }
      return
    }
    self.init(
      State(format, .named, header: header), format.remembers ? FormatWatch() : .frozen,
      format.isPaired ? PairTable() : nil)
  }

  /// What is known of sources of which nothing has to be remembered: one for all of a format, so
  /// that thousands of files take no memory, and are told apart from others at once.
  private static let plain = Dictionary(
    uniqueKeysWithValues: LogFormat.all.filter(\.mayStandInEnvelopes).map {
      ($0, State($0, .sought, base: $0))
    })
  static let unknown = State(.common, .unknown)
  /// The same of sources whose first line tells their format.
  static let usual = [
    FormatFinding(.common, lines: 1, read: 1),
    FormatFinding(.combined, lines: 1, read: 1, next: .common),
  ].map { State($0.format, .found($0)) }

  /// The same, but the format stays: for lines that are read a second time.
  package var frozen: SourceMemory {
    var memory = SourceMemory(state, .frozen)
    memory.server = server
    return memory
  }

  /// Whether lines are read as with another memory, whatever it may learn from them.
  package func reads(like other: SourceMemory) -> Bool {
    state.equals(other.state) && server == other.server
  }

  /// Whether lines are read as with another memory when nothing is learnt from them; rivals are ignored.
  func readsAgain(like other: SourceMemory) -> Bool {
    state.reads(like: other.state) && server == other.server
  }

  /// The time of a line that comes next, or `nil` if it is no hit; a `\r` may stand at its end.
  public func instant(_ bytes: RawSpan, _ line: Range<Int>) -> Instant? {
    reader.instant(bytes, line.lowerBound..<bytes.endOfLine(line))
  }

  /// Where the line begins that is the first to be looked at of those in `start..<end`, which are whole
  /// lines; `end` if none is.
  ///
  /// - Complexity: O(length of a line).
  func nextLook(_ bytes: RawSpan, from start: Int, to end: Int) -> Int {
    guard isWatched else { return end }
    guard !watch.isLooking else { return start }
    guard Int(watch.left) < end - start else { return end }
    let newline = bytes.firstOffset(
      of: UInt8(ascii: "\n"), from: start + Int(watch.left) - 1, to: end)
    return min(newline + 1, end)
  }

  /// Passes so many bytes of lines that come next, none of which is looked at.
  mutating func pass(_ bytes: Int) {
    if isWatched { watch.pass(bytes) }
  }

  /// Looks at those lines of a scanned block that are to be looked at, as long as they are hits, which
  /// their records say; `lines` is where the block stands.
  ///
  /// Returns where the last of these ends; or, where the block has a line that has to be looked at as
  /// it stands, how many lines are before it and where it begins.
  ///
  /// - Complexity: O(log lines) for each that is looked at.
  mutating func lookAtRecords(
    _ records: Span<LineRecord>, _ lines: Range<Int>, _ bytes: RawSpan, hasUnusual: Bool
  ) -> (count: Int, end: Int, isWhole: Bool) {
    var place = lines.lowerBound
    // A block that begins with such a line has been scanned for it.
    guard isWatched, !watch.isLooking else { return (records.count, place, true) }
    var first = 0
    while Int(watch.left) < lines.upperBound - place {
      let index = records.firstIndex(from: first) { Int($0.start) >= place + Int(watch.left) }
      guard index < records.count else { break }
      let start = Int(records[index].start)
      watch.pass(start - place)
      guard records[index].isHit, isFound, !state.hasRival else {
        if hasUnusual { learnDirectives(records, first..<index, bytes, next: lines.upperBound) }
        return (index, start, false)
      }
      confirm()
      first = index + 1
      place = first < records.count ? Int(records[first].start) : lines.upperBound
    }
    if hasUnusual { learnDirectives(records, first..<records.count, bytes, next: lines.upperBound) }
    return (records.count, place, true)
  }

  /// Takes in whole lines that come next; returns whether later ones may change it.
  ///
  /// - Complexity: O(1) once nothing may; O(lines that are looked at) once the format is found, and has
  ///   no directives; O(bytes) to look for those.
  @discardableResult
  public mutating func learn(_ lines: RawSpan) -> Bool {
    guard isWatched || learning != .nothing || isPairing else { return false }
    var start = 0
    var strange: Int?
    var reader = LineReaderCache()
    while start < lines.byteCount {
      let learning = learning
      if learning.isOfEveryLine || learning == .parts || isPairing {
        let end = lines.firstOffset(of: UInt8(ascii: "\n"), from: start, to: lines.byteCount)
        let next = min(end + 1, lines.byteCount)
        learn(lines, start..<lines.endOfLine(start..<end), length: next - start, with: &reader)
        start = next
        continue
      }
      let limit = nextLook(lines, from: start, to: lines.byteCount)
      if state.mayBeAnnounced, limit < lines.byteCount, limit != strange {
        let end = lines.firstOffset(of: UInt8(ascii: "\n"), from: limit, to: lines.byteCount)
        // A hit makes directives that stand before it meaningless: they are not searched for.
        guard reader.isHit(lines, limit..<lines.endOfLine(limit..<end), state) else {
          strange = limit
          continue
        }
        let next = min(end + 1, lines.byteCount)
        pass(next - start)
        confirm()
        start = next
        continue
      }
      if learning == .directives || state.mayBeAnnounced,
        let line = nextComment(lines, from: start, to: limit)
      {
        let next = min(line.upperBound + 1, lines.byteCount)
        pass(line.lowerBound - start)
        learn(
          lines, line.lowerBound..<lines.endOfLine(line), length: next - line.lowerBound,
          with: &reader)
        start = next
      } else {
        pass(limit - start)
        start = limit
      }
    }
    return true
  }

  /// Takes in the line at a range, which is without its newline and a `\r` before that; with these it
  /// has that length.
  ///
  /// Returns what has to stand behind the line to read it by itself.
  @discardableResult
  mutating func learn(
    _ bytes: RawSpan, _ line: Range<Int>, length: Int, with reader: inout LineReaderCache
  ) -> PairedSuffix {
    let isLooking = isWatched && watch.isLooking
    pass(length)
    switch LineKind(bytes, line) {
    case .comment(let comment): learn(directive: bytes, comment)
    case .text(let text):
      // The reader holds the parts of a line that came before until they are remembered.
      let pair = pairedLine(bytes, text, with: &reader)
      // While the format is not known, a record that has begun is no sign against one.
      if isLooking, isFound || !pair.isOpening { look(bytes, text, with: &reader) }
      remember(bytes, text)
      return take(pair, of: text)
    case .malformed: if isLooking { look(bytes, line, with: &reader) }
    case .empty: break
    }
    return .none
  }

  /// What a line is of a record of two lines, if there are such records or may be.
  private func pairedLine(
    _ bytes: RawSpan, _ line: Range<Int>, with reader: inout LineReaderCache
  ) -> PairedLine {
    guard isPairing || !isFound && isWatched else { return .none }
    return reader.paired(bytes, line, state)
  }

  /// Takes in the first line of a record, or joins what it said to the second.
  private mutating func take(_ pair: PairedLine, of line: Range<Int>) -> PairedSuffix {
    switch pair {
    case .none: return .none
    case .opening(let key, let second, let text):
      if pairs == nil { pairs = PairTable() }
      pairs?.open(key, second: second, text: text)
      return line.count < LineParser.maximumLength ? .opening : .none
    case .completion(let key, let second, let numbers):
      guard let opening = pairs?.complete(key, second: second), let numbers,
        // What cannot be read behind it would take the hit away.
        line.count + opening.count + PairReader.longestNumbers < LineParser.maximumLength
      else { return .none }
      return .hit(numbers, opening: opening)
    }
  }

  /// Takes in a line that later ones cannot be read without: a header, or a part of a line.
  private mutating func remember(_ bytes: RawSpan, _ line: Range<Int>) {
    if !isFound { return rememberPart(bytes, line) }
    guard state.lineLearning ?? .nothing != .nothing else { return }
    if let isHeader = format.isHeader {
      guard header.isEmpty, line.count <= SourceMemory.longestDirective, isHeader(bytes, line)
      else { return }
      var text: [UInt8] = []
      bytes.append(line, to: &text)
      state = State(
        format, state.origin, header: text + [UInt8(ascii: "\n")], rival: state.rival,
        base: state.base)
    } else if let envelope = format.envelope, let contents = envelope.open(bytes, line),
      contents.isPart || !header.isEmpty
    {
      var parts = EnvelopeParts(header)
      parts.learn(contents, bytes)
      guard parts.bytes != header else { return }
      state = State(format, state.origin, header: parts.bytes, rival: state.rival, base: state.base)
    }
  }

  /// Takes in a line whose writer may have split it, while the format is looked for.
  private mutating func rememberPart(_ bytes: RawSpan, _ line: Range<Int>) {
    guard !watch.isFrozen else { return }
    var parts = EnvelopeParts()
    // What completes a line that is passed would not be seen.
    if watch.isLooking {
      guard let contents = FormatSearch.splitLine(bytes, line),
        contents.isPart || !state.parts.isEmpty, contents.stream != UInt8(ascii: "#")
      else { return }
      parts = state.parts
      parts.learn(contents, bytes)
    }
    guard parts != state.parts else { return }
    state = State(
      format, state.origin, header: header, rival: state.rival, base: state.base, parts: parts)
  }
}
