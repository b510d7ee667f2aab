import Query
import TallyCodec
import Traffic

extension Measure {
  private enum Field: Int {
    /// 0 for the rate, 1 for a share, 2 for bytes.
    case kind = 1
    /// 1 where a share is that of errors.
    case part
    /// The text of the filter of what a share is of; missing without one.
    case filter
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
    }
  }

  init(from reader: inout RecordReader) throws(RecordError) {
    var kind = 0
    var filter: Filter?
    while let field = try reader.next(Field.self) {
      switch field {
      case .kind: kind = try reader.count(upTo: 2)
      case .part: _ = try reader.count(upTo: 1)
      case .filter: filter = try Filter(from: &reader)
      }
    }
    self =
      switch kind {
      case 0: .rate
      case 1: .share(of: filter.map { .matching($0) } ?? .errors)
      default: .bytes
      }
  }
}
