import AccessLog
import Traffic

extension Statistics {
  private enum Field: Int {
    case hits = 1
    case bytes
    case clients
    case errors
    /// The sections that are listed, most hits first.
    case sections
    case statuses
    /// The methods, by the places of their names.
    case methods
    /// Without hits there are none of the sizes.
    case p50
    case p90
    case p99
    case largest
    case histogram
    /// The groups of another dimension that are listed; one field for each.
    case groups
    /// Missing where no line states how long a hit took.
    case durations
  }

  private enum SectionField: Int {
    /// The places of the names.
    case names = 1
    case sums
    /// The name of the dimension; missing of sections.
    case dimension
    /// The 90th percentiles of how long hits took, in nanoseconds plus 1; 0 where there is none.
    /// Missing where all are.
    case p90
  }

  /// The names that are listed.
  var names: [[UInt8]] {
    sections.map(\.name) + methods.map(\.name) + groups.flatMap { $0.counts.map(\.name) }
  }

  /// Writes all but the mean, which follows from the rest.
  func write(to writer: inout RecordWriter, names: NameList) {
    writer.field(Field.hits, count: hits)
    writer.field(Field.bytes, count: bytes)
    writer.field(Field.clients, count: clients)
    writer.field(Field.errors, count: errors)
    guard hits > 0 else { return }
    writer.field(Field.sections) { Statistics.write(sections, to: &$0, names: names) }
    for groups in groups {
      writer.field(Field.groups) { writer in
        Statistics.write(groups.counts, to: &writer, names: names)
        writer.field(SectionField.dimension, bytes: groups.dimensionName.utf8)
      }
    }
    var counts = CountLists()
    for status in statuses { counts.append(status.status, hits: status.hits) }
    writer.field(Field.statuses) { counts.write(to: &$0) }
    counts = CountLists()
    for method in methods { counts.append(names.place(of: method.name), hits: method.hits) }
    writer.field(Field.methods) { counts.write(to: &$0) }
    writer.field(Field.p50, count: responseBytes.p50 ?? 0)
    writer.field(Field.p90, count: responseBytes.p90 ?? 0)
    writer.field(Field.p99, count: responseBytes.p99 ?? 0)
    writer.field(Field.largest, count: responseBytes.max ?? 0)
    writer.field(Field.histogram, counts: responseBytes.histogram)
    if let durations { writer.field(Field.durations) { durations.write(to: &$0) } }
  }

  init(from reader: inout RecordReader, names: [[UInt8]]) throws(RecordError) {
    self.init()
    var sizes = (p50: 0, p90: 0, p99: 0, largest: 0)
    while let field = try reader.next(Field.self) {
      switch field {
      case .hits: hits = try reader.count()
      case .bytes: bytes = try reader.count(upTo: .max)
      case .clients: clients = try reader.count()
      case .errors: errors = try reader.count()
      case .sections: sections = try Statistics.sections(from: &reader, names: names).counts
      case .groups:
        let list = try Statistics.sections(from: &reader, names: names)
        guard let groups = Groups(dimensionName: list.dimension, counts: list.counts) else {
          throw .impossible("a dimension is unknown")
        }
        self.groups.append(groups)
      case .statuses:
        let counts = try CountLists(from: &reader, upTo: 999)
        statuses = zip(counts.keys, counts.hits).map { StatusCount(status: $0, hits: $1) }
      case .methods:
        let counts = try CountLists(
          from: &reader, upTo: names.count - 1, atMost: MethodTable.maximumCount + 1)
        methods = zip(counts.keys, counts.hits).map { MethodCount(name: names[$0], hits: $1) }
      case .durations: durations = try Durations(from: &reader)
      case .p50: sizes.p50 = try reader.count(upTo: .max)
      case .p90: sizes.p90 = try reader.count(upTo: .max)
      case .p99: sizes.p99 = try reader.count(upTo: .max)
      case .largest: sizes.largest = try reader.count(upTo: .max)
      case .histogram:
        let counts = try reader.counts(atMost: responseBytes.histogram.count)
        for (bucket, hits) in counts.enumerated() { responseBytes.histogram[bucket] = hits }
      }
    }
    if hits > 0 {
      responseBytes.mean = Double(bytes) / Double(hits)
      responseBytes.p50 = sizes.p50
      responseBytes.p90 = sizes.p90
      responseBytes.p99 = sizes.p99
      responseBytes.max = sizes.largest
    }
    try check()
  }

  private static func write(
    _ counts: [GroupCount], to writer: inout RecordWriter, names: NameList
  ) {
    var sums = SumLists()
    for count in counts {
      sums.append(HitSums(hits: count.hits, bytes: count.bytes, errors: count.errors))
    }
    writer.field(SectionField.names, counts: counts.map { names.place(of: $0.name) })
    writer.field(SectionField.sums) { sums.write(to: &$0) }
    guard counts.contains(where: { $0.p90 != .none }) else { return }
    writer.field(SectionField.p90, counts: counts.map { ($0.p90.nanoseconds ?? -1) + 1 })
  }

  private static func sections(
    from reader: inout RecordReader, names: [[UInt8]]
  ) throws(RecordError) -> (counts: [GroupCount], dimension: String) {
    var places: [Int] = []
    var sums = SumLists()
    var dimension = ""
    var p90s: [Int] = []
    while let field = try reader.next(SectionField.self) {
      switch field {
      case .names: places = try reader.counts(upTo: names.count - 1, atMost: names.count)
      case .sums: sums = try SumLists(from: &reader)
      case .p90: p90s = try reader.counts(upTo: .max, atMost: names.count)
      case .dimension: dimension = String(decoding: try reader.blob(), as: UTF8.self)
      }
    }
    if p90s.isEmpty { p90s = places.map { _ in 0 } }
    try require(
      places.count == sums.count && places.count == p90s.count,
      or: "the sums of sections do not belong to them")
    let counts = places.indices.map { index in
      let sums = sums[index]
      return GroupCount(
        name: names[places[index]], hits: sums.hits, bytes: sums.bytes, errors: sums.errors,
        p90: LoggedDuration(nanoseconds: p90s[index] - 1))
    }
    return (counts, dimension)
  }

  /// Checks that what was read belongs together.
  func check() throws(RecordError) {
    try require(
      zip(statuses, statuses.dropFirst()).allSatisfy { $0.status < $1.status },
      or: "statuses are out of order")
    try require(
      errors <= hits && Statistics.sum(sections.map(\.hits)) <= hits
        && groups.allSatisfy { Statistics.sum($0.counts.map(\.hits)) <= hits }
        && Statistics.sum(statuses.map(\.hits)) == hits
        && Statistics.sum(methods.map(\.hits)) == hits
        && Statistics.sum(responseBytes.histogram) == hits && durations?.count ?? 0 <= hits,
      or: "the hits of a report do not add up")
  }

  /// The sum of counts, `Int.max` at most.
  private static func sum(_ counts: [Int]) -> Int {
    counts.reduce(0) { $0.saturatingAdding($1) }
  }
}
