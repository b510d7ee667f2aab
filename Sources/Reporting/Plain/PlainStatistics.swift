import AccessLog
import Query
import Traffic

/// Columns of a block.
private let blockWidth = 80

extension PlainReport {
  /// Appends the traffic, the status classes and the response sizes, a line each.
  func append(_ statistics: Statistics, rate: Double, to bytes: inout [UInt8]) {
    let errors = statistics.errors
    let traffic = [
      statistics.hits.counted("hit"), rate.perSecond, statistics.bytes.byteSize,
      statistics.clients.counted("client"),
      "\(errors.counted("error")) (\(errors.share(of: statistics.hits)))",
    ]
    bytes.append(cells: traffic, label: "traffic")
    let classes = StatusClass.allCases.compactMap { statusClass in
      let hits = statistics.hits(in: statusClass)
      return hits > 0 ? "\(statusClass.name) \(hits.grouped)" : nil
    }
    bytes.append(cells: classes, label: "status")
    let sizes = statistics.responseBytes
    let named = [
      ("p50", sizes.p50?.byteSize), ("p90", sizes.p90?.byteSize), ("p99", sizes.p99?.byteSize),
      ("max", sizes.max?.byteSize), ("mean", sizes.mean?.byteSize),
    ]
    bytes.append(
      cells: named.compactMap { name, size in size.map { "\(name) \($0)" } }, label: "size")
    if let durations = statistics.durations {
      bytes.append(cells: PlainReport.cells(durations, of: statistics.hits), label: "time")
    }
  }

  /// How long hits took, and how many of them say so if that is not all.
  private static func cells(_ durations: Durations, of hits: Int) -> [String] {
    let named = [
      ("p50", durations.p50), ("p90", durations.p90), ("p99", durations.p99),
      ("max", durations.max), ("mean", Int(durations.mean * 1_000_000_000)),
    ]
    return named.map { "\($0) \($1.duration)" }
      + (durations.count < hits ? ["of \(durations.count.counted("hit"))"] : [])
  }

  /// Appends a table of the sections, and one of the groups of each dimension.
  func append(lists statistics: Statistics, to bytes: inout [UInt8], takePiece: TakePiece) {
    append(statistics.sections, of: .section, statistics, to: &bytes)
    for groups in statistics.groups {
      bytes.offer(to: takePiece)
      append(groups.counts, of: groups.dimension, statistics, to: &bytes)
    }
  }

  /// Appends a table of the groups of all hits, with a row for those that are not listed.
  func append(
    _ groups: [GroupCount], of dimension: Dimension, _ statistics: Statistics,
    to bytes: inout [UInt8]
  ) {
    let listed = groups.prefix(top)
    guard !listed.isEmpty else { return }
    let hasDurations = listed.contains { $0.p90 != .none }
    var table = TextTable(
      head: [dimension.name, "hits", "share", "bytes", "errors", ""]
        + (hasDurations ? ["p90"] : []))
    var rest = GroupCount(
      name: [], hits: statistics.hits, bytes: statistics.bytes, errors: statistics.errors)
    for group in listed {
      // The table cuts what is longer than a block is wide, and says so; no more need be made.
      let name = printableText(group.name.prefix(blockWidth))
      table.add(row(name, group, of: statistics.hits, hasDurations))
      rest.hits -= group.hits
      // A sum that overflows stays at the largest number, so the parts can exceed the whole.
      rest.bytes -= min(group.bytes, rest.bytes)
      rest.errors -= group.errors
    }
    if rest.hits > 0 { table.add(row("and others", rest, of: statistics.hits, hasDurations)) }
    bytes.append(UInt8(ascii: "\n"))
    table.append(to: &bytes, width: blockWidth)
  }

  private func row(
    _ name: String, _ group: GroupCount, of hits: Int, _ hasDurations: Bool
  ) -> [String] {
    let row = [
      name, group.hits.grouped, group.hits.share(of: hits), group.bytes.byteSize,
      group.errors.grouped, group.errors.share(of: group.hits),
    ]
    return hasDurations ? row + [group.p90.nanoseconds?.duration ?? "-"] : row
  }

  /// The late, skewed, malformed, comment and excluded lines, where there are any.
  func remarks(_ counts: LineCounts) -> [String] {
    [
      (counts.late, "late"), (counts.skewed, "skewed"), (counts.malformed, "malformed"),
      (counts.comments, counts.comments == 1 ? "comment" : "comments"),
      (counts.excluded, "excluded"),
    ].compactMap { count, word in count > 0 ? "\(count.grouped) \(word)" : nil }
  }
}

extension [UInt8] {
  /// Appends a heading and fills its line with `rule`.
  mutating func append(heading: String, rule: UInt8) {
    append(contentsOf: heading.utf8)
    append(UInt8(ascii: " "))
    let ruleWidth = Swift.max(0, blockWidth - heading.utf8.count - 1)
    append(contentsOf: repeatElement(rule, count: ruleWidth))
    append(UInt8(ascii: "\n"))
  }

  /// Appends a line of figures, or nothing if there are none.
  ///
  /// Figures begin at the same tab stops in all lines, unless that would make the line too long.
  mutating func append(cells: [String], label: String) {
    guard !cells.isEmpty else { return }
    append(contentsOf: "  ".utf8)
    append(label, leftAlignedIn: 8)
    var aligned: [UInt8] = []
    for cell in cells.dropLast() {
      aligned.append(contentsOf: cell.utf8)
      let stop = stops.first { $0 > aligned.count } ?? aligned.count + 2
      aligned.appendSpaces(stop - aligned.count)
    }
    aligned.append(contentsOf: (cells.last ?? "").utf8)
    let fits = aligned.count <= blockWidth - 10
    append(contentsOf: fits ? aligned : Array(cells.joined(separator: "  ").utf8))
    append(UInt8(ascii: "\n"))
  }
}

/// Where the figures of a line begin, behind its label; the widest is `1,024 clients`.
private let stops = [13, 26, 39, 53, 66]
