import AccessLog
import Feed

/// What was wrong with a run that has come to its end.
struct RunVerdict {
  /// A sentence for each source of which something is to be said.
  private(set) var complaints: [String] = []
  /// Whether nothing was wrong that the exit status has to tell.
  private(set) var isFine = true

  /// Judges what became of the sources and, at the end of a replay, whether they could be parsed.
  init(_ sources: SourceBook, replayed parsing: ParseBook?) {
    for failed in sources.failures where failed.failure.isFinal {
      let part = failed.wasRead ? " to its end" : ""
      let path = printableText(failed.source.bytes)
      complaints.append("cannot read \(path)\(part): \(failed.failure.reason)")
      isFine = false
    }
    guard let parsing else { return }
    for (source, hits) in parsing.unpaired {
      complaints.append(
        "\(printableText(source.bytes)) has \(hits) \(hits == 1 ? "hit" : "hits") whose request stands in "
          + "a line that is not known; they count under the section -")
    }
    for (source, unparsed) in parsing.withoutHits {
      let path = printableText(source.bytes)
      let example = printableText(unparsed.example.prefix(200))
      complaints.append(
        "cannot parse \(path): \(unparsed.malformed) malformed lines and no hit; expected "
          + "\(unparsed.expected), not \(example)")
      // What the other sources hold is no failure.
      if !parsing.hasHits { isFine = false }
    }
  }

  /// Says what was wrong, a line each.
  func complain() {
    for complaint in complaints { FileOutput.complain(complaint) }
  }
}
