package import AccessLog
import Query
package import Traffic

/// The answer of `hightide top`: the greatest groups of a span of time.
package struct TopReport: Sendable {
  /// What the groups are ordered by, most first; ties by name in byte order.
  package enum Order: String, CaseIterable, Sendable {
    case hits
    case bytes
    case errors
    /// The 90th percentile of how long hits took.
    case p90
  }

  private let span: Range<Instant>
  private let by: [Dimension]
  private let sums: HitSums
  private let groups: [SpanGroup]
  /// The hits of all other groups.
  private let other: HitSums

  /// Takes so many groups of a tally.
  package init(_ tally: SpanTally, order: Order, top count: Int) {
    span = Instant(tally.span.lowerBound)..<Instant(tally.span.upperBound)
    by = tally.counting.dimensions
    sums = tally.sums
    let known = tally.groups().known.sorted { TopReport.comesFirst($0, $1, order) }
    groups = Array(known.prefix(count))
    var rest = tally.sums
    for group in groups {
      rest.hits -= group.sums.hits
      rest.bytes -= min(group.sums.bytes, rest.bytes)
      rest.errors -= group.sums.errors
    }
    other = rest
  }

  private static func comesFirst(_ left: SpanGroup, _ right: SpanGroup, _ order: Order) -> Bool {
    let (mine, others): (Double, Double) =
      switch order {
      case .hits: (Double(left.sums.hits), Double(right.sums.hits))
      case .bytes: (Double(left.sums.bytes), Double(right.sums.bytes))
      case .errors: (Double(left.sums.errors), Double(right.sums.errors))
      case .p90: (left.p90 ?? -1, right.p90 ?? -1)
      }
    if mine != others { return mine > others }
    if left.sums.hits != right.sums.hits { return left.sums.hits > right.sums.hits }
    for (mine, others) in zip(left.names, right.names) where mine != others {
      return mine.lexicographicallyPrecedes(others)
    }
    return false
  }

  private func rate(_ hits: Int) -> Double {
    Double(hits) / Double(max(1, span.upperBound - span.lowerBound))
  }

  /// One JSON object, with its newline.
  package var json: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(#"{"type":"top","from":"#, Zone.utc.iso8601(span.lowerBound))
    bytes.append(#","to":"#, Zone.utc.iso8601(span.upperBound))
    bytes.append(#","hits":"#, sums.hits)
    bytes.append(#","by":"#)
    bytes.appendList(by, in: ("[", "]")) { $1.append(jsonString: $0.name.utf8) }
    bytes.append(#","groups":"#)
    bytes.appendList(groups, in: ("[", "]")) { group, bytes in
      for (index, dimension) in by.enumerated() {
        bytes.append(UInt8(ascii: index == 0 ? "{" : ","))
        bytes.append(jsonString: dimension.name.utf8)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(jsonString: group.names[index])
      }
      bytes.append(#","hits":"#, group.sums.hits)
      bytes.append(#","rate":"#, rate(group.sums.hits), places: 3)
      bytes.append(#","bytes":"#, group.sums.bytes)
      bytes.append(#","errors":"#, group.sums.errors)
      bytes.append(#","p90":"#, group.p90, places: 6)
      bytes.append(UInt8(ascii: "}"))
    }
    bytes.append(#","other":"#, other.hits)
    bytes.append("}\n")
    return bytes
  }

  /// A table for people in so many columns, of ASCII; `filter` is what hits had to match.
  package func plain(zone: Zone, columns: Int, filter: String?) -> [UInt8] {
    let width = max(40, columns)
    var bytes: [UInt8] = []
    let start = ClockReading(span.lowerBound, in: zone)
    let title = start.span(to: ClockReading(span.upperBound, in: zone))
    bytes.append(contentsOf: title.utf8)
    bytes.append(contentsOf: "\n  \(sums.hits.counted("hit")), \(rate(sums.hits).perSecond)".utf8)
    if let filter { bytes.append(contentsOf: ", where \(printableText(filter.utf8))".utf8) }
    bytes.append(contentsOf: "\n\n".utf8)
    guard !groups.isEmpty else { return bytes }
    let hasDurations = groups.contains { $0.p90 != nil }
    let name = by.map(\.name).joined(separator: "  ")
    var table = TextTable(
      head: [name, "hits", "share", "rate", "bytes", "errors"] + (hasDurations ? ["p90"] : []))
    for group in groups {
      let names = group.names.map { printableText($0.prefix(width)) }.joined(separator: "  ")
      table.add(row(names, group.sums, group.p90, hasDurations))
    }
    if other.hits > 0 { table.add(row("and others", other, nil, hasDurations)) }
    table.append(to: &bytes, width: width)
    return bytes
  }

  private func row(
    _ name: String, _ group: HitSums, _ p90: Double?, _ hasDurations: Bool
  ) -> [String] {
    let row = [
      name, group.hits.grouped, group.hits.share(of: sums.hits), rate(group.hits).perSecond,
      group.bytes.byteSize, group.errors.grouped,
    ]
    guard hasDurations else { return row }
    return row + [p90.map { "\($0.rounded(toPlaces: 3)) s" } ?? "-"]
  }
}
