import AccessLog
package import TallyCodec

/// What a fold says once all that was there at the start has been added up, as bytes.
package struct FoldStart: Hashable, Sendable {
  private enum Field: Int {
    /// In seconds since the epoch; missing where there is no file, and without anything before.
    case modified = 1
    case coveredSince
  }

  package var modified: Int?
  package var coveredSince: Int?

  package init(modified: Int?, coveredSince: Int?) {
    self.modified = modified
    self.coveredSince = coveredSince
  }

  package var bytes: [UInt8] {
    var writer = RecordWriter()
    writer.field(Field.modified, number: modified)
    writer.field(Field.coveredSince, number: coveredSince)
    return writer.bytes
  }

  package init(_ bytes: [UInt8]) throws(RecordError) {
    self.init(modified: nil, coveredSince: nil)
    var reader = RecordReader(bytes)
    while let field = try reader.next(Field.self) {
      switch field {
      case .modified: modified = try reader.instant().seconds
      case .coveredSince: coveredSince = try reader.instant().seconds
      }
    }
  }
}
