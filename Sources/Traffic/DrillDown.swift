import AccessLog
package import Query

/// Adds up the hits of one section, also by dimensions that are not counted for all hits.
///
/// Each dimension is counted like the sections of an interval: exactly up to a bound, then by heavy
/// hitters, so that no traffic makes it grow without end.
package struct DrillDown: Sendable {
  /// The bytes of the section's name as logged.
  package let name: [UInt8]
  private var since: Instant?
  private var tally = Tally()
  private var groups: [GroupTally]
  private var scanner: LineScanner
  private var block = Array(repeating: LineRecord(), count: LineScanner.blockCount)

  /// Opens a section, to be grouped by some dimensions; the key of the names' hashes is secret.
  package init(
    name: [UInt8], by dimensions: [Dimension] = [.subsection, .client], key: UInt64
  ) {
    self.name = name
    scanner = LineScanner(nameKey: key)
    groups = dimensions.map { GroupTally($0, key: key) }
  }

  /// Adds the section's hits among whole lines.
  ///
  /// - Complexity: O(bytes).
  package mutating func add(_ chunk: ChunkTally) {
    add(chunk.lines)
  }

  mutating func add(_ lines: SourceLines) {
    let bytes = unsafe lines.bytes.span.bytes
    for part in lines.parts(in: 0..<lines.bytes.count) {
      scanner.memory = part.memory
      var offset = part.range.lowerBound
      while offset < part.range.upperBound {
        let count = scanner.scan(bytes, from: &offset, to: part.range.upperBound, into: &block)
        for index in 0..<count where block[index].isHit && isInSection(block[index], bytes) {
          let end = index + 1 < count ? Int(block[index + 1].start) : offset
          add(block[index], endingAt: end, bytes)
        }
      }
    }
  }

  /// What the section's hits add up to, with that many groups of each dimension; `nil` before the
  /// first hit.
  package func detail(top count: Int) -> DrillDownReport? {
    since.map { since in
      DrillDownReport(
        name: name, since: since, statistics: tally.statistics(top: count),
        groups: groups.map { $0.groups(top: count) })
    }
  }

  private func isInSection(_ record: LineRecord, _ bytes: RawSpan) -> Bool {
    NameKey(record).isName(bytes, unsafe name.span.bytes, 0..<name.count)
  }

  private mutating func add(_ record: LineRecord, endingAt end: Int, _ bytes: RawSpan) {
    var lineEnd = end
    while lineEnd > Int(record.start), bytes[lineEnd - 1].endsLine { lineEnd -= 1 }
    guard case .hit(let hit) = scanner.parse(bytes, Int(record.start)..<lineEnd) else { return }
    since = min(since ?? hit.instant, hit.instant)
    let total = tally.hits
    for index in groups.indices {
      groups[index].add(hit, HitSums(record), bytes, after: total)
    }
    tally.add([record].span, bytes)
  }
}

extension UInt8 {
  fileprivate var endsLine: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
}
