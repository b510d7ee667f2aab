/// Turns bytes into records, many lines at a time.
///
/// The loop over the bytes of a line stays in this module, where the compiler can inline it; a
/// caller in another module pays one call for a block of lines.
package struct LineScanner: Sendable {
  /// What a caller's buffer of records is best sized to: 32 KiB.
  @inlinable public static var blockCount: Int { 128 }
  /// How many bytes there have to be behind the end of a line that ``LineReader/fillUsual`` reads.
  static let slack = 160

  /// What has to be known to read the line that is scanned next.
  ///
  /// It is set for the lines of each source, and learns from them. The one that is there already
  /// costs nothing to set.
  package var memory: SourceMemory {
    get { known }
    set {
      if hasLearnt || !newValue.reads(like: known) { use(newValue.reader) }
      known = newValue
    }
  }
  /// How often ``memory`` has learnt something.
  package private(set) var lessons = 0
  /// How many lines were not laid out as nearly all are.
  package private(set) var unusualLines = 0
  /// Which address of a line is its client; beside the peer it takes parsing each line.
  package var clients = ClientRule()
  /// Whether names are read from the source's server: then it stands behind the lines, which are copied
  /// for it.
  package var namesServer = true
  /// Where the name of the source's server stands behind the lines; `nil` if it has none.
  package private(set) var serverPlace: Range<Int>?
  let names: NameHashes
  private var known: SourceMemory
  /// Reads the lines that were scanned last, so that they can be parsed.
  private var reader: any LineReader
  /// Whether names may stand behind the lines; see ``LineText``.
  package private(set) var decodes: Bool
  /// The hits of the block that was scanned last, if they have been asked for; see ``decodeHits``.
  private var decodedHits: [(start: UInt32, hit: Hit)] = []
  /// Whether those behind them need another reader.
  private var hasLearnt = false

  /// Creates a scanner whose section hashes are keyed with `key`; secret, so that no client can
  /// choose names that collide.
  package init(memory: SourceMemory, nameKey key: UInt64) {
    known = memory
    reader = memory.reader
    decodes = memory.reader.decodes
    names = NameHashes(key: key)
  }

  /// Creates a scanner of lines of one format.
  package init(format: LogFormat = .common, nameKey key: UInt64) {
    self.init(memory: SourceMemory(settled: format), nameKey: key)
  }

  private mutating func use(_ reader: any LineReader) {
    self.reader = reader
    decodes = reader.decodes
    hasLearnt = false
  }

  /// Scans the lines that begin in `start..<end`, as the other method of this name does, and moves
  /// what is decoded of them behind the lines; what was decoded before is removed.
  package mutating func scan(
    _ text: inout LineText, from start: inout Int, to end: Int, into records: inout [LineRecord]
  ) -> Int {
    text.forgetDecoded()
    serverPlace = namesServer ? known.server.map { text.append($0) } : nil
    decodedHits.removeAll(keepingCapacity: true)
    let count = scanPeers(unsafe text.bytes.span.bytes, from: &start, to: end, into: &records)
    if decodes { text.takeDecoded(of: &reader) }
    guard clients.isForwarded else { return count }
    if decodes { decodeHits(records.span, count, next: start, &text) }
    chooseClients(&records, count, next: start, unsafe text.bytes.span.bytes)
    return count
  }

  /// Scans the lines that begin in `start..<end` until `records` is full or ``memory`` changes, moves
  /// `start` behind the last of them, and returns how many there were.
  ///
  /// A line ends before its newline, and before a `\r` in front of that, or at `end`.
  ///
  /// - Complexity: O(bytes), without allocation.
  package mutating func scan(
    _ bytes: RawSpan, from start: inout Int, to end: Int, into records: inout [LineRecord]
  ) -> Int {
    serverPlace = nil
    let count = scanPeers(bytes, from: &start, to: end, into: &records)
    if clients.isForwarded { chooseClients(&records, count, next: start, bytes) }
    return count
  }

  /// Replaces the peers of a block by the clients.
  private mutating func chooseClients(
    _ records: inout [LineRecord], _ count: Int, next: Int, _ bytes: RawSpan
  ) {
    for index in 0..<count where records[index].isHit {
      let end = LineScanner.lineEnd(records.span, index, count: count, next: next, bytes)
      let parsed = decodes ? nil : parse(bytes, Int(records[index].start)..<end)
      var hit = decodes ? decodedHit(of: records[index]) : nil
      if case .hit(let plain)? = parsed { hit = plain }
      guard let hit else { continue }
      records[index].clientHash = names.hash(ofClient: hit.client, bytes)
      records[index].isUsual = false
    }
  }

  private mutating func scanPeers(
    _ bytes: RawSpan, from start: inout Int, to end: Int, into records: inout [LineRecord]
  ) -> Int {
    if hasLearnt { use(known.reader) }
    let block = reader.scan(bytes, from: start, to: end, into: &records, names, known.learning)
    let looked = known.lookAtRecords(
      records.span.extracting(first: block.count), start..<block.end, bytes,
      hasUnusual: block.unusualCount > 0)
    guard looked.isWhole else {
      start = looked.end
      unusualLines &+= records[..<looked.count].count { !$0.isUsual }
      // The line at which it ends is scanned with all that follows, once it has been looked at.
      guard looked.count == 0 else { return looked.count }
      return scanPeers(bytes, from: &start, to: end, into: &records)
    }
    unusualLines &+= block.unusualCount
    start = block.end
    guard let lesson = block.lesson else {
      known.pass(block.end &- looked.end)
      return block.count
    }
    known.pass(lesson.lowerBound - looked.end)
    learn(bytes, lesson, length: block.end - lesson.lowerBound)
    return block.count
  }

  /// Parses all hits of the block that was scanned last, in a format that decodes texts: to parse one
  /// moves the text, so that it is done before names are read from it.
  package mutating func decodeHits(
    _ records: Span<LineRecord>, _ count: Int, next: Int, _ text: inout LineText
  ) {
    guard decodedHits.isEmpty else { return }
    for index in 0..<count where records[index].isHit {
      let end = LineScanner.lineEnd(
        records, index, count: count, next: next, unsafe text.bytes.span.bytes)
      if case .hit(let hit) = parse(&text, Int(records[index].start)..<end) {
        decodedHits.append((records[index].start, hit))
      }
    }
  }

  /// The hit of a record that ``decodeHits`` has parsed.
  ///
  /// - Complexity: O(log hits).
  func decodedHit(of record: LineRecord) -> Hit? {
    var low = 0
    var high = decodedHits.count
    while low < high {
      let middle = (low + high) / 2
      if decodedHits[middle].start < record.start { low = middle + 1 } else { high = middle }
    }
    guard low < decodedHits.count, decodedHits[low].start == record.start else { return nil }
    return decodedHits[low].hit
  }

  private mutating func learn(_ bytes: RawSpan, _ line: Range<Int>, length: Int) {
    let before = known.frozen
    known.learn(bytes, line, length: length)
    guard !known.reads(like: before) else { return }
    hasLearnt = true
    lessons &+= 1
  }

  /// Says all that the line at `range` says, which is one of those that were scanned last; see
  /// ``LineParser/parse(_:_:)``.
  package mutating func parse(_ bytes: RawSpan, _ range: Range<Int>) -> Line {
    let line = reader.parse(bytes, range)
    if decodes { reader.forgetDecoded() }
    return completed(line, bytes)
  }

  /// The same, where some of what is said may have to be decoded: it is appended to the text.
  package mutating func parse(_ text: inout LineText, _ range: Range<Int>) -> Line {
    let line = text.parse(range, with: &reader)
    return completed(line, unsafe text.bytes.span.bytes)
  }

  /// All that the line at `range` says; `nil` if it is no hit.
  ///
  /// A hit is copied less often than by parsing the line: it has hundreds of bytes.
  mutating func hit(_ bytes: RawSpan, _ range: Range<Int>) -> Hit? {
    guard case .text(let line) = LineKind(bytes, range), var hit = reader.hit(bytes, line) else {
      return nil
    }
    if decodes { reader.forgetDecoded() }
    complete(&hit, bytes)
    return hit
  }

  /// What a line says, with the client in place of the peer, and its source's server if it names none.
  private func completed(_ line: Line, _ bytes: RawSpan) -> Line {
    guard case .hit(var hit) = line else { return line }
    complete(&hit, bytes)
    return .hit(hit)
  }

  @inline(__always)
  private func complete(_ hit: inout Hit, _ bytes: RawSpan) {
    guard clients.isForwarded || serverPlace != nil, !hit.isDecoded else { return }
    if clients.isForwarded {
      hit.client = clients.client(hit.client, hit.forwardedFor(in: bytes), bytes)
    }
    if hit.details.server == nil { hit.details.server = serverPlace }
  }

  /// Tells scanners of different keys apart without giving the key away.
  package var keyMark: UInt64 { names.unknown }

  /// The hash that a record with a section of that name has.
  package func hash(ofName name: [UInt8]) -> UInt64 {
    names.section(unsafe name.span.bytes, 0..<name.count)
  }

  /// The hash that names have, without the scanner.
  package var nameHash: ByteHash { names.section }

  /// The same of a name that stands in `bytes`.
  @inline(__always)
  package func hash(ofName range: Range<Int>, _ bytes: RawSpan) -> UInt64 {
    names.section(bytes, range)
  }

  /// The key that a record of a method of that name has; see ``LineRecord/methodKey``.
  package func key(ofMethod name: [UInt8]) -> UInt64 {
    let bytes = unsafe name.span.bytes
    return name.count < 8
      ? bytes.word(at: 0, count: name.count) : names.section(bytes, 0..<name.count) | 1 << 63
  }
}
