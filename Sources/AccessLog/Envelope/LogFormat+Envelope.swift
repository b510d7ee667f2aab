extension LogFormat {
  /// What stands between the names of a format and its envelope.
  private static let joint = " in "
  /// How many envelopes may stand within each other: a console's in Docker's, with colours.
  static let maximumEnvelopes = 3

  /// Whether lines of a format that was named are looked for in envelopes, too: not where an envelope
  /// was named, nor where the first line is a header that the others cannot be read without.
  var mayStandInEnvelopes: Bool { envelope == nil && !remembers }

  /// The same format, whose lines stand in envelopes.
  func within(_ envelope: Envelope) -> LogFormat {
    let inner = self
    return LogFormat(
      name: name + LogFormat.joint + envelope.name,
      layout: layout + LogFormat.joint + envelope.name,
      sample: "", envelope: envelope, envelopes: envelopes + [envelope], isPaired: isPaired
    ) { parts in
      EnvelopeReader(envelope, inner.makeReaderOfFound([]), parts: EnvelopeParts(parts))
    }
  }

  /// The same format in envelopes of these names, with spaces between them, the inmost first; `nil` if
  /// one of them is none.
  func within(names: String) -> LogFormat? {
    var format = self
    for name in names.split(separator: " ") {
      guard !format.remembers, let envelope = Envelope.all.first(where: { $0.name == name }) else {
        return nil
      }
      format = format.within(envelope)
    }
    return format
  }

  /// The format of a name such as `combined in console in docker`; `nil` if there is none.
  init?(name: String) {
    let words = name.split(separator: LogFormat.joint, omittingEmptySubsequences: false)
    guard words.count <= LogFormat.maximumEnvelopes + 1,
      var format = LogFormat.all.first(where: { $0.name == words[0] })
    else { return nil }
    for word in words.dropFirst() {
      // What is remembered of a source is of the outermost envelope.
      guard !format.remembers, let envelope = Envelope.all.first(where: { $0.name == word }) else {
        return nil
      }
      format = format.within(envelope)
    }
    self = format
  }
}
