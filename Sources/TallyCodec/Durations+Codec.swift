import Traffic

extension DurationHistogram {
  private enum Field: Int {
    /// In nanoseconds.
    case sizes = 1
    case sum
    /// The hits of each bucket of the report, and of those above all.
    case buckets
  }

  func write(to writer: inout RecordWriter) {
    writer.field(Field.sizes) { sizes.write(to: &$0) }
    writer.field(Field.sum, count: sum)
    writer.field(Field.buckets, counts: buckets)
  }

  init(from reader: inout RecordReader) throws(RecordError) {
    self.init()
    while let field = try reader.next(Field.self) {
      switch field {
      case .sizes: sizes = try ByteHistogram(from: &reader)
      case .sum: sum = try reader.count(upTo: .max)
      case .buckets: buckets = try reader.counts(atMost: Durations.bounds.count + 1)
      }
    }
    try require(
      count == 0
        ? buckets.isEmpty
        : buckets.count == Durations.bounds.count + 1
          && buckets.reduce(0, { $0.saturatingAdding($1) }) == count,
      or: "the durations of a tally do not add up")
  }
}

extension Durations {
  private enum Field: Int {
    case count = 1
    case sum
    case p50
    case p90
    case p99
    case max
    case histogram
  }

  func write(to writer: inout RecordWriter) {
    writer.field(Field.count, count: count)
    writer.field(Field.sum, count: sum)
    writer.field(Field.p50, count: p50)
    writer.field(Field.p90, count: p90)
    writer.field(Field.p99, count: p99)
    writer.field(Field.max, count: max)
    writer.field(Field.histogram, counts: histogram)
  }

  init(from reader: inout RecordReader) throws(RecordError) {
    self.init(count: 0, sum: 0, p50: 0, p90: 0, p99: 0, max: 0, histogram: [])
    while let field = try reader.next(Field.self) {
      switch field {
      case .count: count = try reader.count()
      case .sum: sum = try reader.count(upTo: .max)
      case .p50: p50 = try reader.count(upTo: .max)
      case .p90: p90 = try reader.count(upTo: .max)
      case .p99: p99 = try reader.count(upTo: .max)
      case .max: max = try reader.count(upTo: .max)
      case .histogram: histogram = try reader.counts(atMost: Durations.bounds.count + 1)
      }
    }
    try require(
      count > 0 && histogram.count == Durations.bounds.count + 1
        && histogram.reduce(0, { $0.saturatingAdding($1) }) == count,
      or: "the durations of a report do not add up")
  }
}

extension GroupDurations {
  private enum Field: Int {
    /// The numbers of groups, each shifted by 8 bits, with a bucket; ascending, with their hits.
    case counts = 1
    /// The groups whose counts were dropped.
    case dropped
  }

  func write(to writer: inout RecordWriter) {
    var all: [(key: Int, hits: Int)] = []
    forEachCount { all.append((key: $0 << 8 | $1, hits: $2)) }
    var counts = CountLists()
    for count in all.sorted(by: { $0.key < $1.key }) { counts.append(count.key, hits: count.hits) }
    writer.field(Field.counts) { counts.write(to: &$0) }
    writer.field(Field.dropped, counts: droppedGroups)
  }

  /// Reads the counts of groups of which there are so many.
  init(
    from reader: inout RecordReader, groups: Int
  ) throws(RecordError) {
    self = NameCounter().durations
    var counts = CountLists()
    var dropped: [Int] = []
    while let field = try reader.next(Field.self) {
      switch field {
      case .counts: counts = try CountLists(from: &reader, upTo: groups << 8 - 1)
      case .dropped: dropped = try reader.counts(upTo: groups - 1, atMost: groups)
      }
    }
    for group in dropped { restore(droppedGroup: group) }
    var last = -1
    for (key, hits) in zip(counts.keys, counts.hits) {
      try require(
        key > last && restore(group: key >> 8, bucket: key & 255, hits: hits),
        or: "the durations of groups are out of order or too many")
      last = key
    }
  }
}
