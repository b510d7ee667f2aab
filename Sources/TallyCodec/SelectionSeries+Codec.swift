import AccessLog
import Query
import Traffic

extension Selection {
  private enum Field: Int {
    /// The text of its filter; missing for all hits.
    case filter = 1
    /// 0 for nothing, 1 for bytes, 2 for hits that match, 3 for malformed lines,
    /// 4 for errors.
    case extra
    /// The text of the filter of what is added up beside the hits; missing without one.
    case extraFilter
  }

  /// What it is, as a record; equal selections have equal ones.
  var bytes: [UInt8] {
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
    }
    return writer.bytes
  }
}

extension SelectedHits {
  private enum Field: Int {
    case selection = 1
    case hits
    case extra
  }

  func write(to writer: inout RecordWriter) {
    writer.field(Field.selection, count: selection)
    writer.field(Field.hits, count: hits)
    writer.field(Field.extra, count: extra)
  }

  init(from reader: inout RecordReader) throws(RecordError) {
    self.init(selection: 0)
    while let field = try reader.next(Field.self) {
      switch field {
      case .selection: selection = try reader.count(upTo: 1 << 20)
      case .hits: hits = try reader.count()
      case .extra: extra = try reader.count(upTo: .max)
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
  case hits
  case extra
}

extension SelectionSeries {
  func write(to writer: inout RecordWriter) {
    var (gaps, hits, extra): ([Int], [Int], [Int]) = ([], [], [])
    var next = oldest
    for second in oldest...newest where self[second] != Sums() {
      gaps.append(second - next)
      hits.append(self[second].hits)
      extra.append(self[second].extra)
      next = second + 1
    }
    writer.field(SeriesField.selection, bytes: selection.bytes)
    writer.field(SeriesField.length, count: newest - oldest)
    writer.field(SeriesField.gaps, counts: gaps)
    writer.field(SeriesField.hits, counts: hits)
    writer.field(SeriesField.extra, counts: extra)
  }
}

/// What is read of a series before it is known where it ends.
struct WrittenSeries {
  var selection: [UInt8] = []
  var length = 0
  private var gaps: [Int] = []
  private var hits: [Int] = []
  private var extra: [Int] = []

  init(from reader: inout RecordReader) throws(RecordError) {
    while let field = try reader.next(SeriesField.self) {
      switch field {
      case .selection: selection = try reader.blob(upTo: 1 << 20)
      case .length: length = try reader.count(upTo: 1 << 30)
      case .gaps: gaps = try reader.counts(upTo: 1 << 30)
      case .hits: hits = try reader.counts()
      case .extra: extra = try reader.counts(upTo: .max)
      }
    }
    try require(
      gaps.count == hits.count && gaps.count == extra.count,
      or: "the sums of a rule's seconds do not belong to them")
  }

  /// Adds the seconds to a series that ends with the same one.
  func fill(_ series: inout SelectionSeries) {
    var second = series.newest - length
    for index in gaps.indices {
      second += gaps[index]
      guard second <= series.newest else { return }
      series.add(SelectionSeries.Sums(hits: hits[index], extra: extra[index]), to: second)
      second += 1
    }
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
    }
  }
}
