import Query
package import TallyCodec
package import Traffic

/// What a fold on another machine is asked for, by the one that reads what it writes.
///
/// Four bytes with the number of those that follow, the lowest first, and a record.
package struct FoldRequest: Sendable {
  private enum Field: Int {
    /// An option as it would be entered; one field for each.
    case argument = 1
    /// ``Selection/bytes``; one field for each.
    case selection
    /// The checkpoint to go on from; missing at the first time.
    case checkpoint
  }

  /// The options, without names of files.
  package var arguments: [String] = []
  /// What the rules of the reader need.
  package var selections: [Selection] = []
  package var checkpoint: [UInt8]?

  package init() {}

  /// How many bytes a request may have.
  package static let longest = 1 << 20

  package var encoded: [UInt8] {
    var writer = RecordWriter()
    for argument in arguments { writer.field(Field.argument, bytes: argument.utf8) }
    for selection in selections { writer.field(Field.selection, bytes: selection.bytes) }
    writer.field(Field.checkpoint, bytes: checkpoint)
    let count = UInt32(writer.bytes.count)
    return (0..<4).map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) } + writer.bytes
  }

  /// Reads what stands behind the four bytes.
  package init(_ bytes: [UInt8]) throws(RecordError) {
    var reader = RecordReader(bytes)
    while let field = try reader.next(Field.self) {
      switch field {
      case .argument: arguments.append(String(decoding: try reader.blob(), as: UTF8.self))
      case .selection: selections.append(try Selection(bytes: try reader.blob()))
      case .checkpoint: checkpoint = try reader.blob()
      }
    }
  }
}
