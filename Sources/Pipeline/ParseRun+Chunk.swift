import AccessLog
package import Feed
package import Traffic

extension ParseRun {
  /// How the lines of a part of a chunk read.
  package init(_ run: ChunkTally.Reading, in chunk: ChunkTally) {
    self.init()
    hits = run.hits
    malformed = run.malformed
    leading = run.leading
    trailing = run.trailing
    longest = run.longest
    lostPairs = run.lostPairs
    example = run.example.map { chunk.line($0, atMost: ParseRun.maximumExample) } ?? []
    expected =
      if WideText.isUTF16(example) {
        WideText.expected
      } else if run.hits == 0, let expected = KnownLogger.expected(insteadOf: example) {
        expected
      } else {
        run.format.layout
      }
  }
}
