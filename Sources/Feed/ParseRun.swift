/// How the lines of a source read that follow one another: only hits and malformed lines matter.
package struct ParseRun: Hashable, Sendable {
  package var hits = 0
  package var malformed = 0
  /// Malformed lines before the first hit; all of them if there is none.
  package var leading = 0
  /// Malformed lines behind the last hit; all of them if there is none.
  package var trailing = 0
  /// The most malformed lines without a hit between them.
  package var longest = 0
  /// The last malformed line, at most ``maximumExample`` bytes of it; empty if there is none.
  package var example: [UInt8] = []

  /// How many hits are without a request since the lines that say it are not known.
  package var lostPairs = 0

  /// How lines were to be laid out, in words.
  package var expected = ""

  package static let maximumExample = 1_024

  package init() {}
}
