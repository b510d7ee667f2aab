extension LogFormat {
  /// What stands between the names of a format and its envelope.
  private static let joint = " in "
  /// How many envelopes may stand within each other: a console's in Docker's, with colours.
  static let maximumEnvelopes = 3

  /// The same format, whose lines stand in envelopes.
  func within(_ envelope: Envelope) -> LogFormat {
    let inner = self
    return LogFormat(
      name: name + LogFormat.joint + envelope.name,
      layout: layout + LogFormat.joint + envelope.name,
      sample: "", envelope: envelope, isPaired: isPaired
    ) { parts in
      EnvelopeReader(envelope, inner.makeReaderOfFound([]), parts: EnvelopeParts(parts))
    }
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
