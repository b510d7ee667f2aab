/// What another program puts around each line of a log: a row of the table of envelopes.
///
/// An envelope is anchored at the beginning of the line, and the line within it at the envelope's end,
/// so that nothing that a client chose can pose as either. To add one is to add a row.
struct Envelope: Sendable {
  /// What the name of a format says: `combined in syslog`.
  let name: String
  /// Whether lines may come in parts; see ``EnvelopeContents/part``.
  var hasParts = false
  /// Whether a line without it belongs to the line before: on the console of a program there are
  /// banners and stack traces, too.
  var holdsRecords = false
  /// Finds what is in it; `nil` if the line has no such envelope.
  let open: @Sendable (_ bytes: RawSpan, _ line: Range<Int>) -> EnvelopeContents?

  /// The envelopes that there are, in the order in which they are looked for.
  static let all: [Envelope] = [
    syslog, cri, docker, journal, message, compose, kubectl, timestamps, console, javaLogging,
    colors,
  ]
}

extension Envelope: Hashable {
  static func == (left: Envelope, right: Envelope) -> Bool { left.name == right.name }

  func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// What is in an envelope.
struct EnvelopeContents {
  /// How the line within is written.
  enum Writing {
    case plain
    /// As a JSON string, perhaps with the line's end in it.
    case json
    /// With escape sequences for colours.
    case colored
  }

  /// Where the line stands that is within.
  var text: Range<Int>
  var writing = Writing.plain
  /// The machine that wrote it.
  var server: Range<Int>?
  /// Which of the envelope's streams it belongs to.
  var stream: UInt8 = 0
  /// Whether it continues in the next line of the same stream.
  var isPart = false
  /// What a program calls the part of it that wrote the line.
  var logger: Range<Int>?
  /// Whether there is no line in it: it only introduces the next one.
  var isEmpty = false
}
