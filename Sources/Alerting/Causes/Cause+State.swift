import Query
import TallyCodec

extension Cause {
  private enum Field: Int {
    /// The name of the dimension.
    case dimension = 1
    case group
    case hits
    case before
    case share
  }

  func write(to writer: inout RecordWriter) {
    writer.field(Field.dimension, bytes: dimension.name.utf8)
    writer.field(Field.group, bytes: group)
    writer.field(Field.hits, count: hits)
    writer.field(Field.before, count: before)
    writer.field(Field.share, double: share)
  }

  init(from reader: inout RecordReader) throws(RecordError) {
    self.init(dimension: .section, group: [], hits: 0, before: 0, share: 0)
    while let field = try reader.next(Field.self) {
      switch field {
      case .dimension:
        let name = String(decoding: try reader.blob(), as: UTF8.self)
        guard let named = Dimension.named(name) else {
          throw .impossible("a cause is of an unknown dimension")
        }
        dimension = named
      case .group: group = try reader.blob()
      case .hits: hits = try reader.count()
      case .before: before = try reader.count()
      case .share: share = try reader.double()
      }
    }
  }
}
