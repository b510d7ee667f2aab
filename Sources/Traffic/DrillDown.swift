package import AccessLog

/// Looks closely at the hits of one section: the paths one level down, and the clients.
///
/// Both are kept like the sections of an interval, exactly up to a bound and beyond it for those
/// that come often, so that no traffic makes it grow without end.
package struct DrillDown: Sendable {
  /// The bytes of the section's name as logged.
  package let name: [UInt8]
  private var since: Instant?
  /// Its sections are the paths.
  private var tally = Tally()
  private var clients = NameCounter()
  private var scanner: LineScanner
  private var parser: LineParser
  /// Of the paths and clients; nobody can choose names that collide.
  private let hash: ByteHash
  private var block = Array(repeating: LineRecord(), count: LineScanner.blockCount)
  private let format: LogFormat

  /// Opens a section; the key is secret.
  package init(name: [UInt8], format: LogFormat, key: UInt64) {
    self.name = name
    self.format = format
    scanner = LineScanner(format: format, nameKey: key)
    parser = LineParser(format: format)
    hash = ByteHash(key: key)
  }

  /// Adds the section's hits among whole lines.
  ///
  /// - Complexity: O(bytes).
  package mutating func add(_ chunk: ChunkTally) {
    add(chunk.bytes)
  }

  mutating func add(_ lines: [UInt8]) {
    let bytes = unsafe lines.span.bytes
    var offset = 0
    while offset < lines.count {
      let count = scanner.scan(bytes, from: &offset, to: lines.count, into: &block)
      for index in 0..<count where block[index].isHit && isInSection(block[index], bytes) {
        let end = index + 1 < count ? Int(block[index + 1].start) : offset
        add(block[index], endingAt: end, bytes)
      }
    }
  }

  /// What the section's hits add up to, with that many paths and clients; `nil` before the first.
  package func detail(top count: Int) -> DrillDownReport? {
    since.map { since in
      DrillDownReport(
        name: name, since: since, statistics: tally.statistics(top: count),
        clients: clients.top(count).map { ClientCount(name: $0.name, hits: $0.hits) })
    }
  }

  private func isInSection(_ record: LineRecord, _ bytes: RawSpan) -> Bool {
    NameKey(record).isName(bytes, unsafe name.span.bytes, 0..<name.count)
  }

  private mutating func add(_ record: LineRecord, endingAt end: Int, _ bytes: RawSpan) {
    var lineEnd = end
    while lineEnd > Int(record.start), bytes[lineEnd - 1].endsLine { lineEnd -= 1 }
    guard case .hit(let hit) = parser.parse(bytes, Int(record.start)..<lineEnd) else { return }
    since = min(since ?? hit.instant, hit.instant)
    let total = tally.hits
    let client = NameKey(hash: hash(bytes, hit.client), range: hit.client)
    clients.add(client, bytes, HitSums(record), ofTotal: total + 1)
    var hitOfPath = record
    if let target = hit.request?.target, !record.sectionNeedsSlash {
      let start = Int(record.sectionStart)
      let path = Section.pathBelow(start..<start + Int(record.sectionLength), target, in: bytes)
      hitOfPath.sectionLength = UInt32(path.count)
      if !path.isEmpty { hitOfPath.sectionHash = hash(bytes, path) }
    }
    tally.add([hitOfPath].span, bytes)
  }
}

extension UInt8 {
  fileprivate var endsLine: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
}
