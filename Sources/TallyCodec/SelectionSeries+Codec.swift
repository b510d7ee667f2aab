import AccessLog
import Query
package import Traffic

extension Selection {
  private enum Field: Int {
    /// The text of its filter; missing for all hits.
    case filter = 1
    /// 0 for nothing, 1 for bytes, 2 for hits that match, 3 for malformed lines, 4 for errors, 5 for
    /// clients, 6 for the values of bytes, 7 for those of durations.
    case extra
    /// The text of the filter of what is added up beside the hits; missing without one.
    case extraFilter
    /// The name of the dimension that hits are grouped by; missing without one.
    case group
  }

  /// What it is, as a record; equal selections have equal ones.
  package var bytes: [UInt8] {
    var writer = RecordWriter()
    if let filter { writer.field(Field.filter, bytes: filter.text.utf8) }
    switch extra {
    case .nothing: break
    case .bytes: writer.field(Field.extra, count: 1)
    case .matching(let filter):
      writer.field(Field.extra, count: 2)
      writer.field(Field.extraFilter, bytes: filter.text.utf8)
    case .malformed: writer.field(Field.extra, count: 3)
    case .errors: writer.field(Field.extra, count: 4)
    case .clients: writer.field(Field.extra, count: 5)
    case .values(.bytes): writer.field(Field.extra, count: 6)
    case .values(.duration): writer.field(Field.extra, count: 7)
    }
    if let group { writer.field(Field.group, bytes: group.name.utf8) }
    return writer.bytes
  }

  /// Reads what ``bytes`` was; one that this version does not know is an error.
  package init(bytes: [UInt8]) throws(RecordError) {
    self.init()
    var reader = RecordReader(bytes)
    var kind = 0
    var other: Filter?
    while let field = try reader.next(Field.self) {
      switch field {
      case .filter: filter = try Selection.filter(from: &reader)
      case .extra: kind = try reader.count()
      case .extraFilter: other = try Selection.filter(from: &reader)
      case .group:
        let name = String(decoding: try reader.blob(upTo: 64), as: UTF8.self)
        group = Dimension.named(name)
        try require(group != nil, or: "a selection has an unknown dimension")
      }
    }
    switch (kind, other) {
    case (0, nil): extra = .nothing
    case (1, nil): extra = .bytes
    case (2, let other?): extra = .matching(other)
    case (3, nil): extra = .malformed
    case (4, nil): extra = .errors
    case (5, nil): extra = .clients
    case (6, nil): extra = .values(.bytes)
    case (7, nil): extra = .values(.duration)
    default: throw .impossible("a selection is of an unknown kind")
    }
  }

  private static func filter(from reader: inout RecordReader) throws(RecordError) -> Filter {
    let text = String(decoding: try reader.blob(upTo: 1 << 16), as: UTF8.self)
    guard let filter = try? Filter(text) else {
      throw .impossible("a selection has a filter that cannot be read")
    }
    return filter
  }
}

extension SelectedHits {
  private enum Field: Int {
    case selection = 1
    case hits
    case extra
    case group
    case key
  }

  package func write(to writer: inout RecordWriter) {
    writer.field(Field.selection, count: selection)
    writer.field(Field.hits, count: cell.hits)
    writer.field(Field.extra, count: cell.extra)
    writer.field(Field.group, word: cell.group)
    writer.field(Field.key, word: cell.key)
  }

  package init(from reader: inout RecordReader) throws(RecordError) {
    self.init(selection: 0)
    while let field = try reader.next(Field.self) {
      switch field {
      case .selection: selection = try reader.count(upTo: 1 << 20)
      case .hits: cell.hits = try reader.count()
      case .extra: cell.extra = try reader.count(upTo: .max)
      case .group: cell.group = try reader.word()
      case .key: cell.key = try reader.word()
      }
    }
  }
}

private enum SeriesField: Int {
  /// ``Selection/bytes``.
  case selection = 1
  /// How many seconds are kept before the newest.
  case length
  /// The seconds that have something, ascending: how many lie between each and the one before.
  case gaps
  /// What they add up to, cell by cell.
  case hits
  case extra
  /// How many cells each of these seconds has; one where it is missing.
  case counts
  /// Missing where all are 0.
  case groups
  case keys
  /// The first second of which all was added up, where that is not the oldest one that is kept.
  case coveredSince
}

extension SelectionSeries {
  func write(to writer: inout RecordWriter) {
    var (gaps, counts): ([Int], [Int]) = ([], [])
    var all: [SelectionCell] = []
    var next = oldest
    for second in oldest...newest {
      let before = all.count
      if selection.hasCells {
        forEachCell(of: second) { all.append($0) }
      } else if self[second] != SelectionCell() {
        all.append(self[second])
      }
      guard all.count > before else { continue }
      gaps.append(second - next)
      counts.append(all.count - before)
      next = second + 1
    }
    writer.field(SeriesField.selection, bytes: selection.bytes)
    writer.field(SeriesField.length, count: newest - oldest)
    if let coveredSince, coveredSince.seconds > oldest {
      writer.field(SeriesField.coveredSince, instant: coveredSince)
    }
    writer.field(SeriesField.gaps, counts: gaps)
    writer.field(SeriesField.hits, counts: all.map(\.hits))
    writer.field(SeriesField.extra, counts: all.map(\.extra))
    guard selection.hasCells else { return }
    writer.field(SeriesField.counts, counts: counts)
    writer.field(SeriesField.groups, words: all.map(\.group))
    writer.field(SeriesField.keys, words: all.map(\.key))
  }
}

/// What is read of a series before it is known where it ends.
struct WrittenSeries {
  private(set) var selection: [UInt8] = []
  private(set) var length = 0
  private(set) var coveredSince: Instant?
  private var gaps: [Int] = []
  private var counts: [Int] = []
  private var hits: [Int] = []
  private var extra: [Int] = []
  private var groups: [UInt64] = []
  private var keys: [UInt64] = []

  /// More cells than are ever kept.
  private static let mostCells = 1 << 24

  init(from reader: inout RecordReader) throws(RecordError) {
    while let field = try reader.next(SeriesField.self) {
      switch field {
      case .selection: selection = try reader.blob(upTo: 1 << 20)
      case .length: length = try reader.count(upTo: 1 << 30)
      case .gaps: gaps = try reader.counts(upTo: 1 << 30)
      case .hits: hits = try reader.counts()
      case .extra: extra = try reader.counts(upTo: .max)
      case .counts: counts = try reader.counts(upTo: WrittenSeries.mostCells)
      case .groups: groups = try reader.words(atMost: WrittenSeries.mostCells)
      case .keys: keys = try reader.words(atMost: WrittenSeries.mostCells)
      case .coveredSince: coveredSince = try reader.instant()
      }
    }
    if counts.isEmpty { counts = gaps.map { _ in 1 } }
    if groups.isEmpty { groups = hits.map { _ in 0 } }
    if keys.isEmpty { keys = hits.map { _ in 0 } }
    let isWhole =
      gaps.count == counts.count && extra.count == hits.count && groups.count == hits.count
      && keys.count == hits.count && counts.reduce(0) { $0.saturatingAdding($1) } == hits.count
    try require(isWhole, or: "the sums of a rule's seconds do not belong to them")
    let sum = hits.reduce(0) { $0.saturatingAdding($1) }
    try require(sum <= RecordReader.largestCount, or: "a rule has too many hits")
  }

  /// Adds the seconds to a series that ends with the same one.
  func fill(_ series: inout SelectionSeries) {
    var second = series.newest - length
    var place = 0
    for index in gaps.indices {
      second += gaps[index]
      guard second <= series.newest else { return }
      for cell in place..<place + counts[index] {
        series.add(
          SelectionCell(
            group: groups[cell], key: keys[cell], hits: hits[cell], extra: extra[cell]),
          to: second)
      }
      place += counts[index]
      second += 1
    }
  }
}

extension GroupNames {
  private enum Field: Int {
    case hash = 1
    case name
  }

  func write(to writer: inout RecordWriter) {
    for hash in names.hashes {
      writer.field(Field.hash, word: hash)
      writer.field(Field.name, bytes: self[hash])
    }
  }

  init(from reader: inout RecordReader) throws(RecordError) {
    self.init()
    var names = HashedNames()
    var hash: UInt64 = 0
    while let field = try reader.next(Field.self) {
      switch field {
      case .hash: hash = try reader.word()
      case .name: names.add(hash, try reader.blob())
      }
    }
    add(names)
  }
}

extension Timeline {
  /// Takes over what an earlier run added up for its rules.
  ///
  /// What it did not add up, or did not keep for as long, is known from here on alone, and from the
  /// oldest second that it kept.
  mutating func fill(_ read: [WrittenSeries], wholeSince length: Int) {
    if let firstHit, firstHit.seconds < seconds.newest - length {
      summedSince = Instant(seconds.newest - length)
    }
    for index in selections.indices {
      let bytes = selections[index].selection.bytes
      guard let written = read.first(where: { $0.selection == bytes }) else {
        selections[index].coveredSince = clock.map { $0 + 1 }
        continue
      }
      written.fill(&selections[index])
      if let firstHit, firstHit.seconds < selections[index].newest - written.length {
        selections[index].coveredSince = Instant(selections[index].newest - written.length)
      }
      if let since = written.coveredSince {
        selections[index].coveredSince = max(selections[index].coveredSince ?? since, since)
      }
    }
  }
}
