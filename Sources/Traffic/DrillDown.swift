import AccessLog
package import Query

/// Adds up the hits of one section, also by dimensions that are not counted for all hits.
///
/// Each dimension is counted like the sections of an interval: exactly up to a bound, then by heavy
/// hitters, so that its memory is bounded.
package struct DrillDown: Sendable {
  /// The bytes of the section's name as logged.
  package let name: [UInt8]
  private var since: Instant?
  private var tally = Tally()
  private var groups: [GroupTally]
  private let scanner: LineScanner
  private let counting: Counting
  private var block = Array(repeating: LineRecord(), count: LineScanner.blockCount)

  /// Opens a section, to be grouped by some dimensions; the key of the names' hashes is secret.
  package init(
    name: [UInt8], by dimensions: [Dimension]? = nil, key: UInt64, counting: Counting = Counting()
  ) {
    self.name = name
    self.counting = Counting(filter: counting.filter, sections: counting.sections)
    let dimensions = dimensions ?? [.subsection(of: counting.sections), .client]
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
    var hits = HitScanner(scanner, counting.withoutSelections)
    for part in lines.parts(in: 0..<lines.bytes.count) {
      hits.scanner.memory = part.memory
      var offset = part.range.lowerBound
      let end = part.range.upperBound
      while offset < end {
        let count = hits.scan(bytes, from: &offset, to: end, into: &block)
        for index in 0..<count
        where block[index].isHit && isInSection(block[index], bytes, hits.names) {
          let end = LineScanner.lineEnd(block.span, index, count: count, next: offset, bytes)
          add(block[index], endingAt: end, bytes, &hits)
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

  private func isInSection(_ record: LineRecord, _ bytes: RawSpan, _ names: HitNames) -> Bool {
    let name = unsafe name.span.bytes
    guard names.namesSections else {
      return NameKey(record).isName(bytes, name, 0..<name.byteCount)
    }
    let key = names.key(record, 0)
    return key.name.isName(
      key.isMade ? unsafe names.made.span.bytes : bytes, name, 0..<name.byteCount)
  }

  private mutating func add(
    _ record: LineRecord, endingAt end: Int, _ bytes: RawSpan, _ scanner: inout HitScanner
  ) {
    guard case .hit(let hit) = scanner.scanner.parse(bytes, Int(record.start)..<end) else { return }
    since = min(since ?? hit.instant, hit.instant)
    let total = tally.hits
    for index in groups.indices {
      groups[index].add(hit, record, bytes, after: total)
    }
    tally.add([record].span, bytes, scanner.names)
  }
}
