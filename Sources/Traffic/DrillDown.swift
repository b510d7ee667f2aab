import AccessLog
package import Query

/// A group that is looked at closely.
package struct GroupChoice: Hashable, Sendable {
  package var dimension: Dimension
  /// The bytes of its name as logged.
  package var name: [UInt8]

  package init(_ dimension: Dimension, _ name: [UInt8]) {
    self.dimension = dimension
    self.name = name
  }

  /// The hits that belong to it: a client that stands in a list of networks is one client.
  package var counted: GroupChoice {
    guard dimension.foldsClients, let slash = name.lastIndex(of: UInt8(ascii: "/")) else {
      return self
    }
    let bits = name[(slash + 1)...]
    guard bits.elementsEqual("32".utf8) || bits.elementsEqual("128".utf8) else { return self }
    return GroupChoice(.client, Array(name[..<slash]))
  }
}

/// Adds up the hits of one group, also by dimensions that are not counted for all hits.
///
/// Each dimension is counted like the sections of an interval: exactly up to a bound, then by heavy
/// hitters, so that its memory is bounded.
package struct DrillDown: Sendable {
  package let group: GroupChoice
  /// The same, as hits are compared with it.
  private let counted: GroupChoice
  private var since: Instant?
  private var tally = Tally()
  private var groups: [GroupTally]
  private let scanner: LineScanner
  private let counting: Counting
  private var block = Array(repeating: LineRecord(), count: LineScanner.blockCount)

  /// Opens a group, to be grouped by some dimensions; the key of the names' hashes is secret.
  package init(
    _ group: GroupChoice, by dimensions: [Dimension]? = nil, key: UInt64,
    counting: Counting = Counting()
  ) {
    self.group = group
    counted = group.counted
    var shown = Counting(
      filter: counting.filter, sections: counting.sections,
      dimensions: counted.dimension == .section ? [] : [counted.dimension])
    shown.clients = counting.clients
    self.counting = shown
    scanner = LineScanner(nameKey: key)
    groups = (dimensions ?? DrillDown.dimensions(in: counted.dimension, counting.sections))
      .map { GroupTally($0, key: key) }
  }

  /// What the hits of a group of a dimension are grouped by.
  private static func dimensions(in dimension: Dimension, _ sections: SectionRule) -> [Dimension] {
    if dimension == .section { return [.subsection(of: sections), .client, .agent] }
    return [.path, .client, .agent, .referrer].filter { $0 != dimension }
  }

  /// Adds the group's hits among whole lines.
  ///
  /// - Complexity: O(bytes).
  package mutating func add(_ chunk: ChunkTally) {
    add(chunk.lines)
  }

  mutating func add(_ lines: SourceLines) {
    var text = LineText(lines.bytes)
    var hits = HitScanner(scanner, counting.withoutSelections)
    for part in lines.parts(in: 0..<lines.bytes.count) {
      hits.scanner.memory = part.memory
      var offset = part.range.lowerBound
      let end = part.range.upperBound
      while offset < end {
        let count = hits.scan(&text, from: &offset, to: end, into: &block)
        for index in 0..<count
        where block[index].isHit
          && isInGroup(block[index], unsafe text.bytes.span.bytes, hits.names)
        {
          let end = LineScanner.lineEnd(
            block.span, index, count: count, next: offset, unsafe text.bytes.span.bytes)
          add(block[index], endingAt: end, &text, &hits)
        }
      }
    }
  }

  /// What the group's hits add up to, with that many groups of each dimension; `nil` before the
  /// first hit.
  package func detail(top count: Int) -> DrillDownReport? {
    since.map { since in
      DrillDownReport(
        group: group, since: since, statistics: tally.statistics(top: count),
        groups: groups.map { $0.groups(top: count) })
    }
  }

  private func isInGroup(_ record: LineRecord, _ bytes: RawSpan, _ names: HitNames) -> Bool {
    let name = unsafe counted.name.span.bytes
    guard counted.dimension != .section || names.namesSections else {
      return NameKey(record).isName(bytes, name, 0..<name.byteCount)
    }
    // The column of the dimension stands behind that of sections.
    let column = counted.dimension != .section && names.namesSections ? 1 : 0
    let key = names.place(record, column)
    return key.name.isName(
      key.isMade ? unsafe names.made.span.bytes : bytes, name, 0..<name.byteCount)
  }

  private mutating func add(
    _ record: LineRecord, endingAt end: Int, _ text: inout LineText, _ scanner: inout HitScanner
  ) {
    guard case .hit(let hit) = scanner.scanner.parse(&text, Int(record.start)..<end) else { return }
    let bytes = unsafe text.bytes.span.bytes
    since = min(since ?? hit.instant, hit.instant)
    let total = tally.hits
    for index in groups.indices {
      groups[index].add(hit, record, bytes, after: total)
    }
    tally.add([record].span, bytes, scanner.names)
  }
}
