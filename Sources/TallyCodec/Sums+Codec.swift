import AccessLog
package import Traffic

extension HitSums {
  private enum Field: Int {
    case hits = 1
    case bytes
    case errors
  }

  package func write(to writer: inout RecordWriter) {
    writer.field(Field.hits, count: hits)
    writer.field(Field.bytes, count: bytes)
    writer.field(Field.errors, count: errors)
  }

  package init(from reader: inout RecordReader) throws(RecordError) {
    self.init()
    while let field = try reader.next(Field.self) {
      switch field {
      case .hits: hits = try reader.count()
      case .bytes: bytes = try reader.count(upTo: .max)
      case .errors: errors = try reader.count()
      }
    }
    try require(errors <= hits, or: "there are more errors than hits")
  }
}

/// The sums of many hits in lists, one for each number, so that a later version can add numbers.
///
/// A list that is missing is one of zeros.
struct SumLists {
  private enum Field: Int {
    case hits = 1
    case bytes
    case errors
  }

  private var hits: [Int] = []
  private var bytes: [Int] = []
  private var errors: [Int] = []

  init() {}

  var count: Int { hits.count }

  mutating func append(_ sums: HitSums) {
    hits.append(sums.hits)
    bytes.append(sums.bytes)
    errors.append(sums.errors)
  }

  func write(to writer: inout RecordWriter) {
    writer.field(Field.hits, counts: hits)
    writer.field(Field.bytes, counts: bytes)
    writer.field(Field.errors, counts: errors)
  }

  init(from reader: inout RecordReader) throws(RecordError) {
    while let field = try reader.next(Field.self) {
      switch field {
      case .hits: hits = try reader.counts()
      case .bytes: bytes = try reader.counts(upTo: .max)
      case .errors: errors = try reader.counts()
      }
    }
    if bytes.isEmpty { bytes = hits.map { _ in 0 } }
    if errors.isEmpty { errors = bytes.map { _ in 0 } }
    try require(
      bytes.count == hits.count && errors.count == hits.count
        && zip(errors, hits).allSatisfy { $0 <= $1 },
      or: "the sums of a list do not belong together")
  }

  subscript(index: Int) -> HitSums {
    HitSums(hits: hits[index], bytes: bytes[index], errors: errors[index])
  }
}

/// Numbers, each with its hits: statuses, or the places of names in a list.
struct CountLists {
  private enum Field: Int {
    case keys = 1
    case hits
  }

  private(set) var keys: [Int] = []
  private(set) var hits: [Int] = []

  init() {}

  mutating func append(_ key: Int, hits: Int) {
    keys.append(key)
    self.hits.append(hits)
  }

  func write(to writer: inout RecordWriter) {
    writer.field(Field.keys, counts: keys)
    writer.field(Field.hits, counts: hits)
  }

  /// Reads at most `most` numbers up to `limit`.
  init(
    from reader: inout RecordReader, upTo limit: Int, atMost most: Int = .max
  ) throws(RecordError) {
    while let field = try reader.next(Field.self) {
      switch field {
      case .keys: keys = try reader.counts(upTo: limit, atMost: most)
      case .hits: hits = try reader.counts(atMost: most)
      }
    }
    try require(keys.count == hits.count, or: "the counts of a list do not belong together")
  }
}
