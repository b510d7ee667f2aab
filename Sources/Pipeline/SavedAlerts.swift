import AccessLog
package import Alerting
package import Fleet
package import TallyCodec
package import Traffic

/// How the rules of a fleet stood when a second had been judged: all that another process needs to judge on from
/// there.
///
/// The windows are not in it; they are read again.
package struct SavedAlerts: Sendable, Equatable {
  /// Of the hashes of groups' names.
  package var nameKey: UInt64
  /// The last second that was judged.
  package var judgedThrough: Int
  /// Up to which second all channels have told what there was to tell.
  package var toldThrough: Int
  /// The first hit of all, and the first second of which all was read; `nil` if nothing was left out.
  package var firstHit: Int?
  package var coveredSince: Int?
  package var trail = ArrivalTrail()
  /// The rules' book, with its newest transitions.
  package var book: [UInt8]

  private static let version = 1
  /// How many transitions are kept, in case they have not been told.
  static let keptTransitions = 200

  private enum Field: Int {
    /// Comes first.
    case version = 1
    case nameKey
    case judgedThrough
    case toldThrough
    case firstHit
    case coveredSince
    case trail
    case book
  }

  init(nameKey: UInt64, judgedThrough: Int, book: [UInt8]) {
    self.nameKey = nameKey
    self.judgedThrough = judgedThrough
    toldThrough = judgedThrough
    self.book = book
  }

  package var bytes: [UInt8] {
    var writer = RecordWriter()
    writer.field(Field.version, count: SavedAlerts.version)
    writer.field(Field.nameKey, word: nameKey)
    writer.field(Field.judgedThrough, number: judgedThrough)
    writer.field(Field.toldThrough, number: toldThrough)
    writer.field(Field.firstHit, number: firstHit)
    writer.field(Field.coveredSince, number: coveredSince)
    writer.field(Field.trail) { trail.write(to: &$0) }
    writer.field(Field.book, bytes: book)
    return writer.bytes
  }

  /// Reads what ``bytes`` are of this version.
  package init(_ bytes: [UInt8]) throws(RecordError) {
    self.init(nameKey: 0, judgedThrough: 0, book: [])
    var reader = RecordReader(bytes)
    try require(try reader.next(Field.self) == .version, or: "it begins without its version")
    let version = try reader.count()
    try require(version == SavedAlerts.version, or: "it is of another version of hightide")
    while let field = try reader.next(Field.self) {
      switch field {
      case .version: _ = try reader.count()
      case .nameKey: nameKey = try reader.word()
      case .judgedThrough: judgedThrough = try reader.instant().seconds
      case .toldThrough: toldThrough = try reader.instant().seconds
      case .firstHit: firstHit = try reader.instant().seconds
      case .coveredSince: coveredSince = try reader.instant().seconds
      case .trail: trail = try ArrivalTrail(from: &reader)
      case .book: book = try reader.blob()
      }
    }
  }

  /// The transitions that channels may not have told.
  package func untold(of rules: [AlertRule]) throws(RecordError) -> [AlertTransition] {
    var reader = RecordReader(book)
    return try AlertBook(from: &reader, rules: rules).transitions(after: Instant(toldThrough))
  }

  /// From when of its arrival on what the fleet sent has to be read again, in milliseconds since the epoch, so
  /// that all windows of these rules are whole at the next second, and who is waited for is known; `nil` if
  /// that is not known.
  package func readsFrom(rules: [AlertRule], timing: Timing, idle: Duration) -> Int? {
    let spans = rules.filter(\.isEnabled).map { max($0.spanSeconds, 2 * $0.windowSeconds) }
    let back = (spans.max() ?? 0) + timing.latenessSeconds + 3 * timing.intervalSeconds
    let margin = Int((idle + .seconds(10)).components.seconds) * 1_000
    return trail.arrival(of: judgedThrough - back).map { $0 - margin }
  }
}
