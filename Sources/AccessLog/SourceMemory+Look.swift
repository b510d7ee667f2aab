extension SourceMemory {
  /// How many bytes of lines behind the last hit are read again at most where the format changes: more
  /// than are passed between two looks.
  package static let longestReread = 32_768

  /// Whether the lines that come next may turn out to have another format than the one that was found.
  package var mayChange: Bool {
    isFound && (!state.isNamed || state.isSeeking) && !state.isPaired
  }

  /// Whether lines showed that a log, whose lines were read as with another memory, has another format
  /// now: then the malformed ones before them are to be read again.
  package func isChanged(from old: SourceMemory) -> Bool {
    // Directives say nothing of the lines before them.
    old.mayChange && mayChange && format != old.format && finding?.read != 0
  }

  /// The time of a line that is no hit in the format that was found, in the likeliest of those that its
  /// log may have had before; `nil` if it is none in any.
  ///
  /// What has to be known of the lines before it, as directives, is not, but for those that announce
  /// another format now.
  ///
  /// - Complexity: that of reading the line in every format.
  public func formerInstant(_ bytes: RawSpan, _ line: Range<Int>) -> Instant? {
    let line = line.lowerBound..<bytes.endOfLine(line)
    guard mayChange, case .text(let line) = LineKind(bytes, line),
      let format = candidates(of: line, bytes).first
    else { return nil }
    return format.makeReader(announcedHeader(of: format)).instant(bytes, line)
  }

  /// Looks at a line to see whether the format is still the right one, or which is.
  mutating func look(
    _ bytes: RawSpan, _ line: Range<Int>, with reader: inout LineReaderCache
  ) {
    let lines = Int(watch.seen) + 1
    if isFound, reader.isHit(bytes, line, state) { return confirm() }
    guard
      !isFound || state.hasRival || !announced.isEmpty || watch.seen >= SourceMemory.strangeLines
    else {
      watch.noteMiss(patience: FormatWatch.patience)
      return
    }
    let formats = candidates(of: line, bytes)
    guard let likeliest = formats.first else {
      if !isFound, !state.isSeeking, let told = FormatSearch.format(ofHeader: line, bytes) {
        return find(FormatFinding(told, lines: Int(watch.seen), read: 0), header: [])
      }
      watch.noteMiss(
        patience: isFound ? FormatWatch.patience : FormatWatch.longPatience)
      return
    }
    let next = formats.dropFirst().first
    guard isFound else {
      return find(FormatFinding(likeliest, lines: lines, read: 1, next: next), header: [])
    }
    let votes = 1 + (state.rival?.format == likeliest ? state.rival?.lines ?? 0 : 0)
    if votes >= SourceMemory.provingLines {
      return find(
        FormatFinding(likeliest, lines: lines, read: votes, next: next),
        header: announcedHeader(of: likeliest))
    }
    state = State(
      format, state.origin, header: header, rival: Rival(format: likeliest, lines: votes),
      base: state.base, reader: state.reader)
    watch.noteMiss(patience: FormatWatch.patience)
  }

  /// Takes in that a line that was looked at is a hit: nothing speaks for another format any more.
  mutating func confirm() {
    watch.noteHit()
    if !announced.isEmpty { announced = [] }
    guard state.hasRival else { return }
    state = State(format, state.origin, header: header, base: state.base, reader: state.reader)
  }

  /// The formats that a line may be of, the likeliest first; only what was named, if something was.
  private func candidates(of line: Range<Int>, _ bytes: RawSpan) -> [LogFormat] {
    guard let base = state.base else {
      let found = FormatSearch.formats(of: line, bytes, behind: state.parts)
      return announcedFormat(of: line, bytes).map { [$0] + found } ?? found
    }
    return FormatSearch.formats(
      of: line, bytes, among: FormatSearch.Candidates([base]), behind: state.parts)
  }

  /// The directives in force for one of the candidates: nothing else tells a format that has some.
  private func announcedHeader(of format: LogFormat) -> [UInt8] {
    format.directives.isEmpty ? [] : announced
  }

  /// The format that directives announce, if a line is a hit in it.
  private func announcedFormat(of line: Range<Int>, _ bytes: RawSpan) -> LogFormat? {
    guard !announced.isEmpty, var told = LogFormat.told(by: announced) else { return nil }
    return told.reader.isHit(bytes, line) ? told.format : nil
  }

  mutating func find(_ finding: FormatFinding, header: [UInt8]) {
    announced = []
    // The line that told the format completes one of these.
    let header = finding.format.envelope?.hasParts == true ? state.parts.bytes : header
    guard !state.isSeeking else {
      state = State(finding.format, .named, header: header, base: state.base)
      pairs = finding.format.isPaired ? pairs ?? PairTable() : nil
      watch.begin()
      return
    }
    state =
      SourceMemory.usual.first { header.isEmpty && $0.origin == .found(finding) }
      ?? State(finding.format, .found(finding), header: header)
    pairs = finding.format.isPaired ? pairs ?? PairTable() : nil
    watch.begin()
  }
}
