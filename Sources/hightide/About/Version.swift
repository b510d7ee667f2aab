/// Which version of the program this is, and which sources it was built from.
struct Version: Equatable {
  /// The version of sources that no tag of git names, by semver.org.
  static let ofSources = "1.0.0"
  /// When that was made, as a manual has it.
  static let date = "January 1, 2026"

  /// What is new in each version, the newest first.
  static let changes = [
    (
      version: "1.0.0",
      words: "the first one: the dashboard and its reports, formats and envelopes, rules, causes, "
        + "channels, and the commands top, check, explain and generate."
    )
  ]

  /// As semver.org has it: what was changed since a tag stands behind a `+`.
  private(set) var number: String
  /// The beginning of its hash; `nil` where it is not known.
  private(set) var commit: String?
  /// Whether the sources were not quite those of the commit.
  private(set) var isChanged = false

  /// Reads what `git describe --long --always --dirty` says: `v1.2.0-3-g1a2b3c4d5e6f-dirty`, or
  /// `1a2b3c4d5e6f` where there is no tag.
  ///
  /// Anything else tells nothing: a version of `sources` without a commit.
  init(described: String, sources: String = Version.ofSources) {
    number = sources
    var text = described[...]
    if text.hasSuffix("-dirty") {
      isChanged = true
      text = text.dropLast("-dirty".count)
    }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count > 2, parts[0].first == "v", parts[parts.count - 1].first == "g",
      let distance = Int(parts[parts.count - 2])
    else {
      commit = Version.hash(text)
      isChanged = isChanged && commit != nil
      return
    }
    let hash = parts[parts.count - 1].dropFirst()
    commit = Version.hash(hash)
    number =
      parts.dropLast(2).joined(separator: "-").dropFirst()
      + (distance > 0 ? "+\(distance).g\(hash)" : "")
      + (isChanged ? distance > 0 ? ".dirty" : "+dirty" : "")
  }

  private static func hash(_ text: Substring) -> String? {
    text.utf8.count >= 7 && text.allSatisfy(\.isHexDigit) ? String(text) : nil
  }
}
