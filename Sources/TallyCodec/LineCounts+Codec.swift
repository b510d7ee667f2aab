package import Traffic

extension LineCounts {
  private enum Field: Int {
    case lines = 1
    case late
    case skewed
    case malformed
    case comments
    case excluded
  }

  package func write(to writer: inout RecordWriter) {
    writer.field(Field.lines, count: lines)
    writer.field(Field.late, count: late)
    writer.field(Field.skewed, count: skewed)
    writer.field(Field.malformed, count: malformed)
    writer.field(Field.comments, count: comments)
    writer.field(Field.excluded, count: excluded)
  }

  package init(from reader: inout RecordReader) throws(RecordError) {
    self.init()
    while let field = try reader.next(Field.self) {
      switch field {
      case .lines: lines = try reader.count()
      case .late: late = try reader.count()
      case .skewed: skewed = try reader.count()
      case .malformed: malformed = try reader.count()
      case .comments: comments = try reader.count()
      case .excluded: excluded = try reader.count()
      }
    }
  }
}
