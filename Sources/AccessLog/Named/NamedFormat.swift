/// What a format that names its values says of them.
struct NamedFormat: Sendable {
  /// How a line says that there was no status, which counts as the status `000`.
  enum NoStatus: Sendable {
    /// Not at all: a line without three digits is no hit.
    case never
    /// `0`, `-` or `-1`.
    case zero
    /// Without the value.
    case missing
  }

  /// What is written within a text that stands for another text.
  enum Escapes: Sendable {
    case none
    /// Those of JSON strings (RFC 8259 section 7), and Apache's `\xHH`, which breaks the JSON that
    /// people make with it.
    case json
    /// The same, but `\u00HH` is a byte, not a character.
    case jsonBytes
    /// A quote is written as two.
    case doubledQuotes
  }

  /// Finds the values by their names.
  let names: NameTree
  /// The values of each field, of which the lowest counts that a line has.
  private(set) var values = InlineArray<16, UInt64>(repeating: 0)
  /// The units of durations.
  private(set) var units = InlineArray<64, DurationUnit>(repeating: .seconds)
  var noStatus = NoStatus.never
  /// Whether a line without a duration is no hit: Fastify writes errors that are laid out as
  /// pino-http's hits are but for that.
  var needsDuration = false
  /// Whether targets are always absolute: then their origin is the virtual host.
  var hasAbsoluteTargets = false
  var escapes = Escapes.json
  /// The zone of times that state none; `nil` for that of the logs.
  var zone: Zone?

  /// Creates a format of columns, of which the first counts of those with one field.
  init(_ columns: [NamedColumn]) {
    precondition(columns.count <= NamedValues.capacity, "a line has that many values at most")
    var paths: [(path: String, entry: Int)] = []
    for (entry, column) in columns.enumerated() {
      values[column.field.rawValue] |= 1 << UInt64(entry)
      units[entry] = column.unit
      for name in column.names { paths.append((name, entry)) }
    }
    names = NameTree(paths)
  }
}
