/// How lines are laid out: a row of the table of formats.
///
/// Options, messages, reading and tests take a format as a value and ask it for all that differs
/// between formats. To add a format is to write its reader and its row.
public struct LogFormat: Sendable {
  /// The word in options and settings: `combined`.
  public let name: String
  /// How a line is laid out, for a person.
  public let layout: String
  /// Lines as a server writes them, for tests.
  public let sample: String
  /// Makes a reader that has seen no line.
  let makeReader: @Sendable () -> any LineReader

  /// All formats, in the order in which they are listed.
  public static let all: [LogFormat] = [common, combined]
}

extension LogFormat: Hashable {
  public static func == (left: LogFormat, right: LogFormat) -> Bool { left.name == right.name }

  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
