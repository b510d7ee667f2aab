package import Feed
package import TallyCodec

/// What became of a source of a fold, as bytes.
package enum FoldEvent {
  private enum Field: Int {
    /// The word that reports have for it.
    case word = 1
    case reason
    case isFinal
    /// Malformed lines, or messages that were dropped.
    case count
    case example
    case expected
  }

  /// The bytes of what became of a source; `nil` for what matters only where the lines are.
  package static func bytes(of change: SourceEvent.Change) -> [UInt8]? {
    var writer = RecordWriter()
    writer.field(Field.word, bytes: change.word.utf8)
    switch change {
    case .opened, .rotated, .truncated, .waiting, .resumed, .missed, .lost, .ended, .parsed: break
    case .failed(let failure):
      writer.field(Field.reason, bytes: failure.reason.utf8)
      writer.field(Field.isFinal, flag: failure.isFinal)
    case .dropped(let messages): writer.field(Field.count, count: messages)
    case .unparsed(let lines):
      writer.field(Field.count, count: lines.malformed)
      writer.field(Field.example, bytes: lines.example)
      writer.field(Field.expected, bytes: lines.expected.utf8)
    case .clock, .unpaired, .format, .lag: return nil
    }
    return writer.bytes
  }

  /// Reads what ``bytes(of:)`` gave; `nil` for a word that this version does not know.
  package static func change(from bytes: [UInt8]) throws(RecordError) -> SourceEvent.Change? {
    var reader = RecordReader(bytes)
    var word = ""
    var failure = SourceFailure(reason: "", isFinal: false)
    var lines = Unparsed(malformed: 0, example: [], expected: "")
    while let field = try reader.next(Field.self) {
      switch field {
      case .word: word = text(try reader.blob(upTo: 64))
      case .reason: failure.reason = text(try reader.blob(upTo: 1_024))
      case .isFinal: failure.isFinal = try reader.flag()
      case .count: lines.malformed = try reader.count()
      case .example: lines.example = try reader.blob(upTo: ParseRun.maximumExample)
      case .expected: lines.expected = text(try reader.blob(upTo: 1_024))
      }
    }
    switch word {
    case "opened": return .opened
    case "rotated": return .rotated
    case "truncated": return .truncated
    case "waiting": return .waiting
    case "resumed": return .resumed
    case "missed": return lines.malformed > 0 ? .dropped(messages: lines.malformed) : .missed
    case "ended": return .ended
    case "parsed": return .parsed
    // Over there it may be final: here the connection is made again.
    case "failed": return .failed(SourceFailure(reason: failure.reason, isFinal: false))
    case "unparsed": return .unparsed(lines)
    default: return nil
    }
  }

  /// Text of another machine, with nothing in it that a terminal should not get.
  private static func text(_ bytes: [UInt8]) -> String {
    String(
      decoding: bytes.map { (32...126).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
  }
}
