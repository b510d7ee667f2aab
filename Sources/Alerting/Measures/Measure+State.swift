import TallyCodec
import Traffic

extension Measure {
  private enum Field: Int {
    /// 0 for the rate, 1 for a share.
    case kind = 1
    /// What a share is of: 0 for all hits, 1 for errors.
    case part
  }

  func write(to writer: inout RecordWriter) {
    switch self {
    case .rate: writer.field(Field.kind, count: 0)
    case .share(let part):
      writer.field(Field.kind, count: 1)
      writer.field(Field.part, count: part == .errors ? 1 : 0)
    }
  }

  init(from reader: inout RecordReader) throws(RecordError) {
    var (kind, part) = (0, 0)
    while let field = try reader.next(Field.self) {
      switch field {
      case .kind: kind = try reader.count(upTo: 1)
      case .part: part = try reader.count(upTo: 1)
      }
    }
    self = kind == 0 ? .rate : .share(of: part == 1 ? .errors : .hits)
  }
}
