import Query
import TallyCodec
import Traffic

extension Measure {
  private enum Field: Int {
    /// 0 for the rate, 1 for a share, 2 for bytes, 3 for clients, 4 for a percentile of bytes, 5 for one
    /// of durations, 6 for malformed lines, 7 for silence.
    case kind = 1
    /// 1 where a share is that of errors.
    case part
    /// The text of the filter of what a share is of; missing without one.
    case filter
    /// Of a percentile.
    case percent
  }

  func write(to writer: inout RecordWriter) {
    switch self {
    case .rate: writer.field(Field.kind, count: 0)
    case .share(let part):
      writer.field(Field.kind, count: 1)
      writer.field(Field.part, count: part == .errors ? 1 : 0)
      if case .matching(let filter) = part {
        writer.field(Field.filter, bytes: filter.text.utf8)
      }
    case .bytes: writer.field(Field.kind, count: 2)
    case .clients: writer.field(Field.kind, count: 3)
    case .percentile(let percent, let value):
      writer.field(Field.kind, count: value == .bytes ? 4 : 5)
      writer.field(Field.percent, count: percent)
    case .malformed: writer.field(Field.kind, count: 6)
    case .silence: writer.field(Field.kind, count: 7)
    }
  }

  init(from reader: inout RecordReader) throws(RecordError) {
    var (kind, percent) = (0, 0)
    var filter: Filter?
    while let field = try reader.next(Field.self) {
      switch field {
      case .kind: kind = try reader.count(upTo: 7)
      case .part: _ = try reader.count(upTo: 1)
      case .filter: filter = try Filter(from: &reader)
      case .percent: percent = try reader.count(upTo: 100)
      }
    }
    self =
      switch kind {
      case 0: .rate
      case 1: .share(of: filter.map { .matching($0) } ?? .errors)
      case 3: .clients
      case 4: .percentile(percent, of: .bytes)
      case 5: .percentile(percent, of: .duration)
      case 6: .malformed
      case 7: .silence
      default: .bytes
      }
  }
}
